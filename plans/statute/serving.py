"""Say on which day a draft counts as served, and until when its recipient may answer."""

from dataclasses import dataclass
from datetime import date

from plans.statute.window import closes_on, deemed_served_on


@dataclass(frozen=True)
class ServiceDays:
    """The days of one service. Law: SEND Regs 2014 reg 13(1)(a); Education Act 1996 s.572; Interpretation Act 1978 s.7."""

    sent_on: date
    served_on: date
    closes_on: date


def service_days(sent_on: date, *, by_post: bool, days: int) -> ServiceDays:
    """Count one person's window: from the day on which it reached them, by post from the day on which the post brings it. ValueError for less than 15 days.

    Law: SEND Regs 2014 reg 13(1)(a); Interpretation Act 1978 s.7 for the post.
    """
    served_on = deemed_served_on(sent_on) if by_post else sent_on
    return ServiceDays(sent_on, served_on, closes_on(served_on, days=days))
