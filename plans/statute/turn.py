"""Say whose turn it is, what comes next, by when, and which law says so: the first thing that every page of a plan tells.

Pure: dates in, a Turn out. A turn is a help to the reader, never a permission, and nothing happens by itself when its date passes (design, invariant 10).
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from permissions.vocabulary import PARTIES, Party, Role, Stage
from plans.statute.lifecycle import WEEKS_TO_DECIDE_ASSESSMENT, WEEKS_TO_FINAL, PlanDates, review_complete_by, stage, weeks_after
from plans.statute.window import MINIMUM_DAYS, closes_on

# Law: SEND Regs 2014 reg 8(1): whoever is asked for advice gives it within 6 weeks.
WEEKS_TO_GIVE_ADVICE = 6
# Law: SEND Regs 2014 reg 10(1): the family is told within 16 weeks of the request that no plan will be issued.
WEEKS_TO_DECIDE_PLAN = 16
# Law: SEND Regs 2014 reg 22(3) and (4): the amended plan is sent within 8 weeks of the notice.
WEEKS_TO_AMEND = 8
# Law: SEND Tribunal Procedure Rules 2008 r.20; SEND Regs 2014 reg 33: two months from the notice of the decision.
MONTHS_TO_APPEAL = 2


class Whose(StrEnum):
    """Who is waited for. Law: none of its own; each turn names the provision that asks for the act."""

    COUNCIL = "the council"
    FAMILY = "the family"
    PROFESSIONALS = "professionals"
    NOBODY = "nobody"


ACTING: dict[Whose, frozenset[Role]] = {
    Whose.COUNCIL: frozenset({Role.COORDINATOR, Role.WRITER, Role.MANAGER}),
    Whose.FAMILY: frozenset({Role.PARENT, Role.YOUNG_PERSON, Role.REPRESENTATIVE}),
    Whose.PROFESSIONALS: PARTIES[Party.PROFESSIONAL],
    Whose.NOBODY: frozenset(),
}

_TAGS = {
    Whose.COUNCIL: "The council’s turn",
    Whose.FAMILY: "The family’s turn",
    Whose.PROFESSIONALS: "The professionals’ turn",
    Whose.NOBODY: "Nobody is waiting",
}


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Whose turn it is.

    `next_words` say what is next to whoever looks on ("The council decides ..."), `own_words` to those whose turn it is ("Decide ...");
    `by` is the last lawful day, None where nothing is owed. Law: `source`, of each turn.
    """

    whose: Whose
    next_words: str
    own_words: str = ""
    by: date | None = None
    source: str = ""

    def is_of(self, role: Role) -> bool:
        """Say whether somebody in this role is the one who is waited for. Law: `source`."""
        return role in ACTING[self.whose]

    def said_to(self, role: Role) -> str:
        """Say what is next to somebody in this role. Law: `source`."""
        return self.own_words if self.is_of(role) and self.own_words else self.next_words

    def tag_for(self, role: Role) -> str:
        """Say in two or three words whose turn it is, to somebody in this role. Law: `source`."""
        return "Your turn" if self.is_of(role) else _TAGS[self.whose]


def months_after(start: date, months: int) -> date:
    """Count whole months by the corresponding date, or the last day of a shorter month.

    Law: the corresponding date rule (Dodds v Walker [1981] 1 WLR 1027), as in "within two months of the notice".
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def latest_service_on(request_received_on: date) -> date:
    """Give the last day on which a draft can be served so that the family's whole window ends before the day the final plan is due.

    Law: SEND Regs 2014 reg 13(1)(a) and (2).
    """
    return weeks_after(request_received_on, WEEKS_TO_FINAL) - timedelta(days=MINIMUM_DAYS)


def turn(at: Stage, dates: PlanDates, *, today: date) -> Turn:
    """Find whose turn it is at a stage, and what they do next.

    Law: SEND Regs 2014 regs 4, 5, 8, 10, 13, 22, 31 and 33; Children and Families Act 2014 ss.44, 45 and 51; each answer names its own.
    """
    return _TURNS[at](dates, today)


def next_due_on(dates: PlanDates, *, today: date) -> date | None:
    """Name the next date by which somebody owes something, or None. Law: that of the turn."""
    return turn(stage(dates, today=today), dates, today=today).by


def _requested(dates: PlanDates, today: date) -> Turn:
    return Turn(
        whose=Whose.COUNCIL,
        next_words="The council decides whether to assess what help is needed",
        own_words="Decide whether to assess",
        by=weeks_after(dates.request_received_on, WEEKS_TO_DECIDE_ASSESSMENT),
        source="SEND Regulations 2014, regulations 4 and 5",
    )


def _assessing(dates: PlanDates, today: date) -> Turn:
    advice_by = weeks_after(dates.assess_yes_on, WEEKS_TO_GIVE_ADVICE) if dates.assess_yes_on else None
    if advice_by and today <= advice_by:
        return Turn(
            whose=Whose.PROFESSIONALS,
            next_words="The professionals who know the child give their advice",
            own_words="Give your advice",
            by=advice_by,
            source="SEND Regulations 2014, regulation 8",
        )
    return Turn(
        whose=Whose.COUNCIL,
        next_words="The council decides whether a plan is needed",
        own_words="Decide whether a plan is needed",
        by=weeks_after(dates.request_received_on, WEEKS_TO_DECIDE_PLAN),
        source="SEND Regulations 2014, regulation 10",
    )


def _refused(dates: PlanDates, today: date) -> Turn:
    appeal_by = months_after(dates.refused_on, MONTHS_TO_APPEAL) if dates.refused_on else None
    if appeal_by and today <= appeal_by:
        return Turn(
            whose=Whose.FAMILY,
            next_words="The family can ask for mediation or appeal",
            own_words="You can ask for mediation or appeal",
            by=appeal_by,
            source="Children and Families Act 2014, sections 51 and 55",
        )
    return Turn(whose=Whose.NOBODY, next_words="Nothing is due. A new request can be made")


def _drafting(dates: PlanDates, today: date) -> Turn:
    return Turn(
        whose=Whose.COUNCIL,
        next_words="The council finishes the draft and sends it to the family",
        own_words="Finish the draft and send it to the family",
        by=latest_service_on(dates.request_received_on),
        source="SEND Regulations 2014, regulation 13",
    )


def _checking(dates: PlanDates, today: date) -> Turn:
    return Turn(
        whose=Whose.COUNCIL,
        next_words="The council checks the draft and sends it to the family",
        own_words="Check the draft and send it to the family",
        by=latest_service_on(dates.request_received_on),
        source="SEND Regulations 2014, regulation 13",
    )


def _consulting(dates: PlanDates, today: date) -> Turn:
    return Turn(
        whose=Whose.FAMILY,
        next_words="The family answers the draft",
        own_words="Answer the draft",
        by=dates.closes_on,
        source="SEND Regulations 2014, regulation 13(1)(a)",
    )


def _finalising(dates: PlanDates, today: date) -> Turn:
    return Turn(
        whose=Whose.COUNCIL,
        next_words="The council finishes the plan and sends it",
        own_words="Finish the plan and send it",
        by=weeks_after(dates.request_received_on, WEEKS_TO_FINAL),
        source="SEND Regulations 2014, regulation 13(2)",
    )


def _final(dates: PlanDates, today: date) -> Turn:
    review_by = review_complete_by(dates.final_on) if dates.final_on else None
    late = review_by is not None and today > review_by
    return Turn(
        whose=Whose.COUNCIL if late else Whose.NOBODY,
        next_words="The plan is in force. Its yearly review is next",
        own_words="Finish the yearly review",
        by=review_by,
        source="Children and Families Act 2014, section 44",
    )


def _amending(dates: PlanDates, today: date) -> Turn:
    answer_by = closes_on(dates.amending_on) if dates.amending_on else None
    if answer_by and today <= answer_by:
        return Turn(
            whose=Whose.FAMILY,
            next_words="The family answers the changes that the council proposes",
            own_words="Answer the changes that the council proposes",
            by=answer_by,
            source="SEND Regulations 2014, regulation 22(2)",
        )
    return Turn(
        whose=Whose.COUNCIL,
        next_words="The council sends the changed plan, or says why it stays as it is",
        own_words="Send the changed plan, or say why it stays as it is",
        by=weeks_after(dates.amending_on, WEEKS_TO_AMEND) if dates.amending_on else None,
        source="SEND Regulations 2014, regulation 22(3) and (4)",
    )


def _ceasing(dates: PlanDates, today: date) -> Turn:
    appeal_by = months_after(dates.ceasing_on, MONTHS_TO_APPEAL) if dates.ceasing_on else None
    if appeal_by and today <= appeal_by:
        return Turn(
            whose=Whose.FAMILY,
            next_words="The family can ask for mediation or appeal. Until then the plan stays in force",
            own_words="You can ask for mediation or appeal. Until then the plan stays in force",
            by=appeal_by,
            source="Children and Families Act 2014, sections 45(4), 51 and 55",
        )
    return Turn(
        whose=Whose.COUNCIL,
        next_words="The council ends the plan, or waits for the end of an appeal",
        own_words="End the plan, or wait for the end of an appeal",
        source="Children and Families Act 2014, section 45",
    )


def _ended(dates: PlanDates, today: date) -> Turn:
    return Turn(
        whose=Whose.NOBODY, next_words="This plan has ended. It is kept as a record", source="Children and Families Act 2014, section 45"
    )


_TURNS: dict[Stage, Callable[[PlanDates, date], Turn]] = {
    Stage.REQUESTED: _requested,
    Stage.ASSESSING: _assessing,
    Stage.REFUSED: _refused,
    Stage.DRAFTING: _drafting,
    Stage.CHECKING: _checking,
    Stage.CONSULTING: _consulting,
    Stage.FINALISING: _finalising,
    Stage.FINAL: _final,
    Stage.AMENDING: _amending,
    Stage.CEASING: _ceasing,
    Stage.ENDED: _ended,
}
