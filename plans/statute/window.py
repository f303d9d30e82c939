"""Count the period in which the family answers a served draft, from the day on which it counts as served."""

from datetime import date

from plans.statute.counting import days_beginning_with, working_days_after

MINIMUM_DAYS = 15
WORKING_DAYS_IN_THE_POST = 2


def closes_on(served_on: date, *, days: int = MINIMUM_DAYS) -> date:
    """Give the last day of the window; the day of service is its first day.

    Raises ValueError for fewer than 15 days: the council may give longer, never less.
    Law: SEND Regs 2014 reg 13(1)(a): "at least 15 days, beginning with the day on which the draft plan was served".
    """
    if days < MINIMUM_DAYS:
        message = "The family has at least 15 days to answer a draft (SEND Regulations 2014, regulation 13)."
        raise ValueError(message)
    return days_beginning_with(served_on, days)


def deemed_served_on(posted_on: date) -> date:
    """Give the day on which a letter sent by first-class post counts as served: the second working day after it was posted, unless it is shown to have come later.

    Law: Interpretation Act 1978 s.7 (served "at the time at which the letter would be delivered in the ordinary course of post"); Education Act 1996 s.572.
    """
    return working_days_after(posted_on, WORKING_DAYS_IN_THE_POST)
