"""Say for what reason a plan in force is being changed, and which clocks follow from it."""

from enum import StrEnum


class Because(StrEnum):
    """Why a plan in force is being changed. Law: SEND Regs 2014 regs 22 (after a review), 27 (reassessment), 28 (at any other time), 44 (order of the Tribunal)."""

    AFTER_REVIEW = "after_review"
    OUTSIDE_REVIEW = "outside_review"
    REASSESSMENT = "reassessment"
    TRIBUNAL = "tribunal"


BECAUSE_NAMES: dict[Because, str] = {
    Because.AFTER_REVIEW: "After a review",
    Because.OUTSIDE_REVIEW: "Outside a review",
    Because.REASSESSMENT: "After a reassessment",
    Because.TRIBUNAL: "The SEND Tribunal ordered it",
}
