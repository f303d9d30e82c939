"""Say whose turn it is, what comes next, by when, and which law says so: the first thing that every page of a plan tells.

Pure: dates in, a Turn out. A turn is a help to the reader, never a permission, and nothing happens by itself when its date passes (design, invariant 10).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from permissions.vocabulary import PARTIES, Party, Role, Stage
from plans.statute.amending import SOURCES, amended_by, notice_by
from plans.statute.clocks import last_day, latest_service_on
from plans.statute.lifecycle import Phase, PlanDates, phase, stage


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

REVIEW_IS_NEXT = "The plan is in force. Its yearly review is next"
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
        by=last_day("CK1", request_received=dates.request_received_on),
        source="SEND Regulations 2014, regulations 4 and 5",
    )


def _assessing(dates: PlanDates, today: date) -> Turn:
    advice_by = last_day("CK4", advice_request_received=dates.assess_yes_on)
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
        by=last_day("CK5", request_received=dates.request_received_on),
        source="SEND Regulations 2014, regulation 10",
    )


def _refused(dates: PlanDates, today: date) -> Turn:
    appeal_by = last_day("CK15", decision_notice_sent=dates.refused_on)
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
        by=last_day("CK10", request_received=dates.request_received_on),
        source="SEND Regulations 2014, regulation 13(2)",
    )


def _taken_over(dates: PlanDates) -> Turn:
    """Say what is next for a plan that came from another council and of which the family is still to be told. Law: SEND Regs 2014 reg 15(4)."""
    return Turn(
        whose=Whose.COUNCIL,
        next_words="This plan came from another council and is in force. The council tells the family what happens with it",
        own_words="Tell the family what happens with this plan, which came from another council",
        by=last_day("CK35", transfer_date=dates.taken_over_on),
        source="SEND Regulations 2014, regulation 15(4)",
    )


def _first_review_by(dates: PlanDates) -> date | None:
    """Give the last day for the first review of a plan that came from another council. Law: SEND Regs 2014 reg 15(5)."""
    if dates.taken_over_on is None:
        return None
    return last_day("CK36", plan_made=dates.made_before_on, transfer_date=dates.taken_over_on)


def review_by(dates: PlanDates) -> date | None:
    """Give the last day for the next review, the family told of the decision; None before the plan is made. Law: Children and Families Act 2014 s.44(1)."""
    first = None if dates.reviewed_on else _first_review_by(dates)
    return first or last_day("CK18", plan_made=dates.made_on or dates.final_on, review_decided=dates.reviewed_on)


def _considered(dates: PlanDates, today: date) -> Turn:
    """Say what is next while the council thinks about ending a plan: no law sets a time for it, and the plan is reviewed meanwhile (CK38)."""
    return Turn(
        whose=Whose.COUNCIL,
        next_words="The council asks the family and the school whether the plan should end, and then decides. It stays in force, and its yearly review stays due",
        own_words="Hear what the family and the school say, then decide whether the plan ends. It stays in force, and its yearly review stays due",
        by=_final(replace(dates, considering_on=None), today).by,
        source="SEND Regulations 2014, regulation 31; Children and Families Act 2014, section 44",
    )


def _final(dates: PlanDates, today: date) -> Turn:
    if dates.taken_over_on and not dates.transfer_told_on:
        return _taken_over(dates)
    if dates.review_met_on:
        return _reviewed(dates.review_met_on)
    if dates.considering_on:
        return _considered(dates, today)
    due = review_by(dates)
    late = due is not None and today > due
    return Turn(
        whose=Whose.COUNCIL if late else Whose.NOBODY,
        next_words=REVIEW_IS_NEXT,
        own_words="Finish the yearly review",
        by=due,
        source="Children and Families Act 2014, section 44",
    )


def _reviewed(met_on: date) -> Turn:
    return Turn(
        whose=Whose.COUNCIL,
        next_words="The review meeting was held. The council decides whether the plan stays as it is, changes or ends",
        own_words="Decide after the review whether the plan stays as it is, changes or ends",
        by=last_day("CK23", review_meeting=met_on),
        source="SEND Regulations 2014, regulation 20(10)",
    )


def _amending(dates: PlanDates, today: date) -> Turn:
    part = phase(dates, today=today)
    if part is Phase.WINDOW:
        return Turn(
            whose=Whose.FAMILY,
            next_words="The family answers the changes that the council proposes. The plan stays in force as it is",
            own_words="Answer the changes that the council proposes. The plan stays in force as it is",
            by=dates.closes_on,
            source="SEND Regulations 2014, regulation 22(2)",
        )
    if part is Phase.AFTER:
        return Turn(
            whose=Whose.COUNCIL,
            next_words="The council sends the changed plan, or says why it stays as it is",
            own_words="Send the changed plan, or say why it stays as it is",
            by=amended_by(dates),
            source="SEND Regulations 2014, regulation 22(3) and (4)",
        )
    return Turn(
        whose=Whose.COUNCIL,
        next_words="The council writes the changes that it proposes, and sends them to the family. The plan stays in force as it is",
        own_words="Write the changes that you propose, and send them to the family",
        by=amended_by(dates) if dates.noticed_on else notice_by(dates) or amended_by(dates),
        source=SOURCES.get(dates.amending_because, "SEND Regulations 2014, regulation 22(2)"),
    )


def _ceasing(dates: PlanDates, today: date) -> Turn:
    appeal_by = last_day("CK15", decision_notice_sent=dates.ceasing_on)
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
        next_words="The council says when the plan ends, or waits for the end of an appeal. Until then the plan stays in force",
        own_words="The time to appeal is over. Confirm the day on which the plan ended, or record an appeal",
        source="Children and Families Act 2014, section 45",
    )


def reassessment_turn(asked_on: date) -> Turn:
    """Say what is next for the council where a reassessment was asked for: it alone is told, since who asked is one person's own. Law: SEND Regs 2014 reg 25(1)."""
    return Turn(
        whose=Whose.COUNCIL,
        next_words="The council answers a request for a reassessment",
        own_words="Answer the request for a reassessment",
        by=last_day("CK16", reassess_request=asked_on),
        source="SEND Regulations 2014, regulation 25(1)",
    )


def appealed_turn() -> Turn:
    """Say to the council that an appeal against the end of a plan is open; nobody of the family is told it. Law: Children and Families Act 2014 s.45(4)."""
    return Turn(
        whose=Whose.NOBODY,
        next_words="An appeal against ending the plan is open. The plan stays in force until it is decided",
        source="Children and Families Act 2014, section 45(4)",
    )


def _ended(dates: PlanDates, today: date) -> Turn:
    if dates.handed_over_on:
        return Turn(
            whose=Whose.NOBODY,
            next_words="Another council is responsible for this plan now. It is kept here as a record",
            source="SEND Regulations 2014, regulation 15",
        )
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
