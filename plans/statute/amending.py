"""Say for what reason a plan in force is being changed, and until when the council sends its proposals and the changed plan."""

from datetime import date
from enum import StrEnum

from plans.statute.clocks import last_day
from plans.statute.lifecycle import PlanDates


class Because(StrEnum):
    """Why a plan in force is being changed. Law: SEND Regs 2014 regs 22 (after a review), 27 (reassessment), 28 (at any other time), 44 (order of the Tribunal)."""

    AFTER_REVIEW = "after_review"
    OUTSIDE_REVIEW = "outside_review"
    REASSESSMENT = "reassessment"
    TRIBUNAL = "tribunal"


BECAUSE_NAMES: dict[str, str] = {
    Because.AFTER_REVIEW: "After a review",
    Because.OUTSIDE_REVIEW: "Outside a review",
    Because.REASSESSMENT: "After a reassessment",
    Because.TRIBUNAL: "The SEND Tribunal ordered it",
}

SOURCES: dict[str, str] = {
    Because.AFTER_REVIEW: "SEND Regulations 2014, regulations 20(10) and 22(2)",
    Because.OUTSIDE_REVIEW: "SEND Regulations 2014, regulations 22(2) and 28",
    Because.REASSESSMENT: "SEND Regulations 2014, regulation 27(2)",
    Because.TRIBUNAL: "SEND Regulations 2014, regulation 44(2)",
}


def notice_by(dates: PlanDates) -> date | None:
    """Give the last day on which the proposed changes are sent: four weeks after the review meeting; None where the law names none.

    Law: SEND Regs 2014 regs 20(10) and 22(2), as read in R (L, M and P) v Devon CC [2022] EWHC 493 (Admin).
    """
    return last_day("CK24", review_meeting=dates.met_on)


def amended_by(dates: PlanDates) -> date | None:
    """Give the last day on which the changed plan is sent, or the family told that it stays as it is; None where nothing was sent yet that starts the weeks.

    Eight weeks from the first notice and at most twelve from the review meeting; five from an order of the Tribunal; fourteen from the decision to reassess.
    Law: SEND Regs 2014 reg 22(3) and (4); reg 44(2); reg 27(2).
    """
    if dates.amending_because == Because.TRIBUNAL:
        return last_day("CK42", tribunal_amend_order=dates.amending_on)
    if dates.amending_because == Because.REASSESSMENT:
        return last_day("CK17", reassess_decided=dates.amending_on)
    days = [
        last_day("CK26", amendment_notice_sent=dates.noticed_on, review_meeting=dates.met_on),
        last_day("CK27", review_meeting=dates.met_on),
    ]
    return min((day for day in days if day), default=None)
