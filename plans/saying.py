"""Say dates, amounts and times as people do."""

from datetime import date, datetime
from fractions import Fraction

from permissions.clock import LONDON
from plans.models import ProvisionSpec

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def long_date(day: date) -> str:
    """Write a date out: Friday 20 March 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def in_london(moment: datetime) -> str:
    """Write a moment out in London's time: Friday 20 March 2026 at 14:02."""
    local = moment.astimezone(LONDON)
    return f"{long_date(local.date())} at {local:%H:%M}"


def day_in_london(moment: datetime) -> str:
    """Write out the day of a moment in London's time: Friday 20 March 2026."""
    return long_date(moment.astimezone(LONDON).date())


def start_of_day(moment: datetime) -> datetime:
    """Give the beginning of a moment's day in London: what a list is put in order by where the hour is not told."""
    return moment.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0)


def days_from(day: date, today: date) -> str:
    """Say how far a day is: today, tomorrow, in 9 days, 3 days ago."""
    days = (day - today).days
    if days in (-1, 0, 1):
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def count(number: int, one: str, many: str) -> str:
    """Say how many: "1 need", "7 needs"."""
    return f"{number} {one if number == 1 else many}"


# How many school weeks one unit of "per" spans, and how many of it a school year of 39 weeks has.
SCHOOL_WEEKS = 39
_WEEKS_OF: dict[str, Fraction] = {
    "day": Fraction(1, 5),
    "week": Fraction(1),
    "fortnight": Fraction(2),
    "half_term": Fraction(SCHOOL_WEEKS, 6),
    "term": Fraction(SCHOOL_WEEKS, 3),
    "year": Fraction(SCHOOL_WEEKS),
}


def minutes_a_week(sessions: int | None, per: str, minutes: int | None) -> Fraction | None:
    """Work out the minutes in an average school week, or None where a part is missing. A day is one of five, a term 13 weeks, a year 39."""
    if not (sessions and per and minutes):
        return None
    return Fraction(sessions * minutes) / _WEEKS_OF[per]


def hours_and_minutes(minutes: Fraction | int) -> str:
    """Say a length of time: 45 minutes, 1 hour, 14 hours 20 minutes; to the nearest minute."""
    whole = round(minutes)
    hours, rest = divmod(whole, 60)
    said = [count(hours, "hour", "hours")] if hours else []
    if rest or not hours:
        said.append(count(rest, "minute", "minutes"))
    return " ".join(said)


def how_often(spec: ProvisionSpec) -> str:
    """Say how often and how long: "Two 30-minute sessions a week"."""
    if not spec.sessions or not spec.per:
        return f"{spec.minutes} minutes each time" if spec.minutes else ""
    number = NUMBERS[spec.sessions].capitalize() if spec.sessions < len(NUMBERS) else str(spec.sessions)
    sessions = "session" if spec.sessions == 1 else "sessions"
    length = f" {spec.minutes}-minute" if spec.minutes else ""
    return f"{number}{length} {sessions} {ProvisionSpec.Per(spec.per).label}"


def pounds(pence: int) -> str:
    """Say an amount of money: £2,640 or £2,640.50."""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}" + (f".{rest:02}" if rest else "")
