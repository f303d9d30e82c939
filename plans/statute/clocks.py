"""Reckon the statutory clocks CK1 to CK47: for what has happened, the last lawful day of each, the day to act by, and what was done.

Pure: events, facts and a margin in, clocks out. Nothing happens by itself when a day passes (invariant 10), no clock stops in holidays, and none moves
because its last day is a Sunday. A clock for which no date can be said has none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from plans.statute import clocks_of_appeal, clocks_of_assessment, clocks_of_review
from plans.statute.clock_rules import NO_FACTS, ClockRule, Count, Facts, FixedDay, Given, Owner, Trigger
from plans.statute.clocks_of_review import WEEKS_OF_A_REVIEW, WEEKS_TO_DECIDE_REVIEW
from plans.statute.counting import day_before, days_after, do_by, weeks_before
from plans.statute.impractical import Excuse, NotExcused
from plans.statute.window import MINIMUM_DAYS

# Every version of every clock; where the law changes, the old record gets an `effective_to` and the new one stands beside it.
RULES: tuple[ClockRule, ...] = (*clocks_of_assessment.CLOCKS, *clocks_of_review.CLOCKS, *clocks_of_appeal.CLOCKS)


def _by_id(rules: Iterable[ClockRule]) -> dict[str, list[ClockRule]]:
    found: dict[str, list[ClockRule]] = {}
    for rule in rules:
        found.setdefault(rule.id, []).append(rule)
    return found


_VERSIONS = _by_id(RULES)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One of several days that a clock asks for, one after the other. Law: that of its clock."""

    name: str
    last_day: date
    do_by: date


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One clock of one plan: three dates, kept apart.

    last_day    the last lawful day, None where none can be said
    do_by       the working day to act by: never after the last day; None where there is nothing to do by then
    done_on     the day on which it was done, None until it was
    steps       the days on the way where the law names several; `last_day` is the outermost
    excuse      why it need not be kept; the last day stands all the same
    breach      why it was not kept, in the words of whoever answers for it; a missed clock is never taken away
    Law: `law`.
    """

    rule: ClockRule
    last_day: date | None
    do_by: date | None
    steps: tuple[Step, ...] = ()
    done_on: date | None = None
    excuse: Excuse | None = None
    breach: str = ""

    @property
    def id(self) -> str:
        """Give its number in the table of domain.md 1.2. Law: `law`."""
        return self.rule.id

    @property
    def name(self) -> str:
        """Say in plain words what is due. Law: `law`."""
        return self.rule.name

    @property
    def law(self) -> str:
        """Name the provision. Law: itself."""
        return self.rule.source

    def is_missed(self, *, today: date) -> bool:
        """Say whether the last day went by without the act; a time that the family must be given is missed by nobody. Law: `law`."""
        return self.last_day is not None and not self.rule.is_minimum and (self.done_on or today) > self.last_day

    def is_breached(self, *, today: date) -> bool:
        """Say whether it was missed and no recorded reason excuses it. Law: SEND Regs 2014 reg 10(4) and `law`."""
        return self.is_missed(today=today) and self.excuse is None

    def done(self, on: date) -> "Clock":
        """Write down the day on which it was done. Law: `law`."""
        return replace(self, done_on=on)

    def excused(self, excuse: Excuse) -> "Clock":
        """Write down why it need not be kept; the last day stays. Raises NotExcused where its law takes no such reason. Law: SEND Regs 2014 reg 10(4)."""
        if excuse.reason not in self.rule.exceptions:
            raise NotExcused("This is not a reason that the law takes for this time limit.")
        return replace(self, excuse=excuse)

    def broken(self, because: str) -> "Clock":
        """Write down why it was not kept. Law: none excuses it; a missed clock is kept with its reason."""
        return replace(self, breach=because)


def clocks(
    events: Mapping[Trigger, date], facts: Facts = NO_FACTS, *, margin: int = 0, rules: Iterable[ClockRule] = RULES
) -> tuple[Clock, ...]:
    """Reckon every clock, in the order of the table; `margin` is how many working days before the last one the council wants to be ready.

    Law: SEND Regs 2014, as each clock names it; the version in force on the day of the event.
    """
    given, versions = Given(events, facts), _by_id(rules)
    return tuple(_clock(versions[id_], given, margin) for id_ in sorted(versions, key=_number))


def last_day(id_: str, facts: Facts = NO_FACTS, **events: date | None) -> date | None:
    """Give the last lawful day of one clock, or None where no date can be said: `last_day("CK10", request_received=day)`.

    Raises KeyError for a clock and ValueError for an event that there is not. Law: that of the clock.
    """
    given = Given({Trigger(name): day for name, day in events.items() if day is not None}, facts)
    return _governing(_VERSIONS[id_], given)[1]


def latest_service_on(request_received_on: date, *, days: int = MINIMUM_DAYS) -> date | None:
    """Give the last day on which a draft can be served so that the family's whole window ends before the day the final plan is due.

    `days` is the length of the window, where the council gives more than the fifteen.
    Law: SEND Regs 2014 reg 13(1)(a) and (2).
    """
    final = last_day("CK10", request_received=request_received_on)
    return days_after(final, -days) if final else None


def latest_meeting_on(review_complete_by: date) -> date:
    """Give the last day of a review meeting after which the council still has its four weeks to decide within the year. Law: SEND Regs 2014 reg 20(10)."""
    return weeks_before(review_complete_by, WEEKS_TO_DECIDE_REVIEW)


def latest_meeting_before_transfer_on(amended_by: date) -> date:
    """Give the last day of a review meeting whose twelve weeks end by the last day for a change of phase. Law: SEND Regs 2014 regs 18(1), 20(10) and 22(3)."""
    return weeks_before(amended_by, WEEKS_OF_A_REVIEW)


def _number(id_: str) -> int:
    return int(id_.removeprefix("CK"))


def _clock(versions: list[ClockRule], given: Given, margin: int) -> Clock:
    rule, last = _governing(versions, given)
    own_margin = margin if rule.owner is Owner.COUNCIL else 0
    days = _days(rule, given) if last else []
    steps = tuple(Step(name=count.step, last_day=day, do_by=do_by(day, margin=own_margin)) for count, day in days if count.step)
    return Clock(rule=rule, last_day=last, do_by=_act_by(rule, last, own_margin), steps=steps)


def _act_by(rule: ClockRule, last: date | None, margin: int) -> date | None:
    """Give the day to act by: none where nothing is to be done by the last day, a day earlier where a notice may have to be in clear days."""
    if last is None or (rule.is_minimum and rule.owner is Owner.COUNCIL):
        return None
    return do_by(day_before(last) if rule.clear_days else last, margin=margin)


def _governing(versions: list[ClockRule], given: Given) -> tuple[ClockRule, date | None]:
    """Give the version in force on the day that governs, with its last day; where none has a day, the newest version and None."""
    for rule in versions:
        last = _last_day(rule, given)
        if last and rule.is_in_force(_day_that_governs(rule, given) or last):
            return rule, last
    return versions[-1], None


def _day_that_governs(rule: ClockRule, given: Given) -> date | None:
    """Give the day of the latest event that starts the clock; none where the calendar gives the day, which then governs itself."""
    starts = [count.after for count in rule.counts if isinstance(count, Count)]
    return max((given.events[event] for event in starts if event in given.events), default=None)


def _last_day(rule: ClockRule, given: Given) -> date | None:
    days = [day for _, day in _days(rule, given)]
    if not days or not rule.runs(given):
        return None
    return min(days) if rule.earliest else max(days)


def _days(rule: ClockRule, given: Given) -> list[tuple[Count | FixedDay, date]]:
    return [(count, day) for count in rule.counts if (day := count.last_day(given)) is not None]
