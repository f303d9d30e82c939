"""Read the clock. Only views, sockets, tasks and commands do; everything below is told what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """Give the moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Give the civil date in Europe/London."""
    return datetime.now(LONDON).date()
