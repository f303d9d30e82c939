"""Count statutory periods: the one way to count a day in this house. Dates in, dates out; a day is a civil day in Europe/London.

Unless a provision says "working", days are calendar days, and no provision moves a last day that falls on a weekend or a bank holiday (domain.md 1.1).
"""

from calendar import monthrange
from datetime import date, timedelta

from plans.statute.bank_holidays import bank_holiday

SATURDAY = 5
_ONE_DAY = timedelta(days=1)


def days_after(event: date, days: int) -> date:
    """Give the last day "within N days of" an event: the day of the event is not counted. Law: SEND Regs 2014 reg 25(1)."""
    return event + days * _ONE_DAY


def days_beginning_with(event: date, days: int) -> date:
    """Give the last of N days "beginning with the day on which": the day of the event is the first. Law: SEND Regs 2014 regs 13(1)(a) and 22(2)(c)."""
    return event + (days - 1) * _ONE_DAY


def weeks_after(event: date, weeks: int) -> date:
    """Give the last day "within N weeks of" an event: the same weekday, the day of the event not counted. Law: SEND Regs 2014 regs 5, 8, 10, 13 and 22."""
    return event + timedelta(weeks=weeks)


def weeks_before(event: date, weeks: int) -> date:
    """Give the last day for "at least N weeks' notice", read literally. Law: SEND Regs 2014 regs 20(3), 20(4), 21(3) and 21(4)."""
    return event - timedelta(weeks=weeks)


def day_before(day: date) -> date:
    """Give the last day "before" a date, which is itself too late. Law: SEND Regs 2014 reg 18(1)."""
    return day - _ONE_DAY


def months_after(event: date, months: int) -> date:
    """Give the last day "within N months after": the corresponding date, or the last day of a shorter month.

    Law: the corresponding date rule (Dodds v Walker [1981] 1 WLR 1027), as in SEND Regs 2014 reg 33.
    """
    year, month, longest = _month(event, months)
    return date(year, month, min(event.day, longest))


def months_before(event: date, months: int) -> date:
    """Give the last day "at least N months before": the corresponding date, or the last day of a shorter month. Law: SEND Regs 2014 reg 18(2)."""
    return months_after(event, -months)


def months_beginning_with(event: date, months: int) -> date:
    """Give the last of N months "beginning with" a date: the day before the corresponding date, or the last day of a month that has none.

    Law: Children and Families Act 2014 s.44(1); SEND Regs 2014 reg 15(5).
    """
    year, month, longest = _month(event, months)
    return date(year, month, longest) if event.day > longest else day_before(date(year, month, event.day))


def is_working_day(day: date) -> bool:
    """Say whether a day is neither Saturday, Sunday, Christmas Day, Good Friday nor a bank holiday in England. Law: SEND Regs 2014 reg 2(1)."""
    return day.weekday() < SATURDAY and not bank_holiday(day)


def working_days_after(event: date, days: int) -> date:
    """Give the last day "within N working days of" an event, the day of the event not counted. Law: SEND Regs 2014 reg 39."""
    day = event
    for _ in range(days):
        day = _next_working_day(day)
    return day


def working_days_beginning_with(event: date, days: int) -> date:
    """Give the last of N working days "beginning with" a day, which is the first if it is a working day. Law: SEND Regs 2014 reg 15(2)."""
    return working_days_after(day_before(event), days)


def do_by(last_day: date, *, margin: int = 0) -> date:
    """Give the day to act by: the last working day not after the last lawful one, and the council's margin of working days before that.

    Law: none moves a last day; who acts by this one is in time on either reading (domain.md 1.1). Raises ValueError for a margin below nothing.
    """
    if margin < 0:
        message = "A margin is taken from the time that there is, it cannot add to it."
        raise ValueError(message)
    day = last_day
    while not is_working_day(day):
        day = day_before(day)
    for _ in range(margin):
        day = _last_working_day_before(day)
    return day


def _month(event: date, months: int) -> tuple[int, int, int]:
    """Give year, month and the number of its days, so many months from an event."""
    year, month = divmod(event.year * 12 + event.month - 1 + months, 12)
    return year, month + 1, monthrange(year, month + 1)[1]


def _next_working_day(day: date) -> date:
    day += _ONE_DAY
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def _last_working_day_before(day: date) -> date:
    day = day_before(day)
    while not is_working_day(day):
        day = day_before(day)
    return day
