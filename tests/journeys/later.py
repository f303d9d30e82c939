"""Serve the portal some days from now, as `portal.serve` serves it today: `python -m tests.journeys.later 18 --port 8000`. No time is waited for."""

import sys
from datetime import UTC, date, datetime, timedelta

from permissions import clock
from portal import serve


def move_the_clock(days: int) -> None:
    """Let the portal's one clock say that so many days have passed."""
    moved = timedelta(days=days)

    def now() -> datetime:
        return datetime.now(UTC) + moved

    def today() -> date:
        return (datetime.now(clock.LONDON) + moved).date()

    clock.now, clock.today = now, today


if __name__ == "__main__":
    move_the_clock(int(sys.argv.pop(1)))
    serve.main()
