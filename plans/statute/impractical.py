"""Say when somebody "need not comply" with a time limit because it is impractical: which reason is one for which clock, and who has recorded why.

A reason never moves a last day: what is owed is still owed as soon as practicable. It is a flag with somebody's words (domain.md 1.3), and feeds `week20` of SEN2.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from plans.statute.counting import weeks_after, weeks_before

SHORTEST_CLOSURE_IN_WEEKS = 4


class Reason(StrEnum):
    """Why a time limit may be missed. Law: SEND Regs 2014 regs 5(4), 8(2), 10(4) and 27(3)."""

    SCHOOL_CLOSED = "The council asked the head teacher or principal for advice around a closure of at least four weeks"
    EARLY_YEARS_CLOSED = "The council asked an early years provider for advice around a closure of at least four weeks"
    EXCEPTIONAL_CIRCUMSTANCES = "Exceptional personal circumstances of the child, the parent or the young person"
    FAMILY_AWAY = "The child, the parent or the young person was away from the area for at least four weeks"
    MISSED_APPOINTMENT = "The child or young person did not come to an appointment that whoever gives advice had made"


CLOSURES = frozenset({Reason.SCHOOL_CLOSED, Reason.EARLY_YEARS_CLOSED})
# Law: SEND Regs 2014 reg 10(4)(a) to (d), which regs 5(4), 13(3) and 27(3) repeat.
OF_THE_COUNCIL = CLOSURES | {Reason.EXCEPTIONAL_CIRCUMSTANCES, Reason.FAMILY_AWAY}
# Law: SEND Regs 2014 reg 8(2). A waiting list is none.
OF_AN_ADVISER = frozenset({Reason.EXCEPTIONAL_CIRCUMSTANCES, Reason.FAMILY_AWAY, Reason.MISSED_APPOINTMENT})


class NotExcused(ValueError):  # noqa: N818 an answer for whoever records the reason
    """Say why a time limit stands. Law: SEND Regs 2014 reg 10(4)."""


@dataclass(frozen=True)
class Closure:
    """A time in which a school or early years provider is closed without a break.

    `first_closed_on` is its first closed day, `reopens_on` the first on which it is open again. Law: SEND Regs 2014 reg 10(4)(a) and (b).
    """

    first_closed_on: date
    reopens_on: date

    @property
    def is_long_enough(self) -> bool:
        """Say whether it lasts four weeks; the holidays at Christmas and Easter never do. Law: SEND Regs 2014 reg 10(4)(a)."""
        return weeks_after(self.first_closed_on, SHORTEST_CLOSURE_IN_WEEKS) <= self.reopens_on

    @property
    def window(self) -> tuple[date, date]:
        """Give the first and the last day of the time in which a request for advice falls into the closure. Law: SEND Regs 2014 reg 10(4)(a)."""
        return weeks_before(self.first_closed_on, 1), weeks_before(self.reopens_on, 1)

    def covers(self, advice_asked_on: date) -> bool:
        """Say whether advice asked for on a day meets the closure. Law: SEND Regs 2014 reg 10(4)(a)."""
        first, last = self.window
        return self.is_long_enough and first <= advice_asked_on <= last


@dataclass(frozen=True, kw_only=True)
class Excuse:
    """A recorded reason why one time limit need not be kept. Law: SEND Regs 2014 reg 10(4): "if it is impractical to do so because"."""

    reason: Reason
    because: str
    closure: Closure | None = None
    advice_asked_on: date | None = None


def excuse(
    reason: Reason,
    *,
    allowed: frozenset[Reason],
    because: str,
    closure: Closure | None = None,
    advice_asked_on: date | None = None,
) -> Excuse:
    """Record why a time limit need not be kept; raises NotExcused where the law doesn't take this for a reason.

    `allowed` are the reasons of the clock, `because` says in an officer's words why it was impractical. A closed school is computed: `closure` and the
    day on which its advice was asked for. Advice of anybody else (health, an educational psychologist) meets no closure.
    Law: SEND Regs 2014 regs 5(4), 8(2), 10(4) and 27(3).
    """
    if reason not in allowed:
        raise NotExcused("This is not a reason that the law takes for this time limit.")
    if not because.strip():
        raise NotExcused("Say why it was impractical to keep the time limit.")
    if reason in CLOSURES and not (closure and advice_asked_on and closure.covers(advice_asked_on)):
        raise NotExcused(
            "A closure counts only if it lasted at least four weeks and advice was asked for between one week before it began and one week before it ended."
        )
    return Excuse(reason=reason, because=because.strip(), closure=closure, advice_asked_on=advice_asked_on)
