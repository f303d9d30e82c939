"""Count the period in which the family answers a served draft."""

from datetime import date, timedelta

MINIMUM_DAYS = 15


def closes_on(served_on: date, *, days: int = MINIMUM_DAYS) -> date:
    """Give the last day of the window; the day of service is its first day.

    Raises ValueError for fewer than 15 days: the council may give longer, never less.
    Law: SEND Regs 2014 reg 13(1)(a): "at least 15 days, beginning with the day on which the draft plan was served".
    """
    if days < MINIMUM_DAYS:
        message = "The family has at least 15 days to answer a draft (SEND Regulations 2014, regulation 13)."
        raise ValueError(message)
    return served_on + timedelta(days=days - 1)
