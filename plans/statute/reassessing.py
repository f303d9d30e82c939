"""Say until when a request for a reassessment is answered, and when it may be refused because the last assessment is so recent (CK16, CK17)."""

from datetime import date
from enum import StrEnum

from plans.statute.clocks import last_day
from plans.statute.counting import months_after

MONTHS_BETWEEN = 6


class Refusal(StrEnum):
    """Why a reassessment is refused. Law: Children and Families Act 2014 s.44(2); SEND Regs 2014 reg 24."""

    RECENT = "recent"
    UNNECESSARY = "unnecessary"


REFUSAL_NAMES: dict[Refusal, str] = {
    Refusal.RECENT: "The last assessment was less than six months before the request",
    Refusal.UNNECESSARY: "The council thinks that a reassessment is not necessary",
}


def is_recent(last_assessed_on: date | None, *, asked_on: date) -> bool:
    """Say whether the last assessment was less than six months before a request. Law: SEND Regs 2014 reg 24(1)."""
    return last_assessed_on is not None and asked_on < months_after(last_assessed_on, MONTHS_BETWEEN)


def answer_by(asked_on: date) -> date | None:
    """Give the last day to answer a request for a reassessment. Law: SEND Regs 2014 reg 25(1): within 15 days."""
    return last_day("CK16", reassess_request=asked_on)


def final_by(decided_on: date) -> date | None:
    """Give the last day for the final plan after a reassessment. Law: SEND Regs 2014 reg 27(2): within 14 weeks."""
    return last_day("CK17", reassess_notified=decided_on)
