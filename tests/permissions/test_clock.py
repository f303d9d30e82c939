"""The one clock: moments in UTC, days in London, also in the two nights on which the clocks change."""

from datetime import UTC, date, datetime

import pytest

from permissions import clock


@pytest.fixture
def the_machine_says(monkeypatch):
    """Set the machine's clock, which is not ours; our own code stays as it is."""

    def say(moment: datetime) -> None:
        class Machine(datetime):
            @classmethod
            def now(cls, tz=None):
                return moment.astimezone(tz)

        monkeypatch.setattr(clock, "datetime", Machine)

    return say


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 28, 23, 59, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 29, 0, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30)),
    ],
)
def test_the_night_on_which_the_clocks_go_forward_has_23_hours(the_machine_says, moment, day):
    the_machine_says(moment)
    assert (clock.today(), clock.now()) == (day, moment)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 10, 24, 22, 59, 59, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 26, 0, 0, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_the_night_on_which_the_clocks_go_back_has_25_hours(the_machine_says, moment, day):
    the_machine_says(moment)
    assert (clock.today(), clock.now()) == (day, moment)


def test_on_a_summer_night_the_day_in_london_is_ahead_of_the_day_in_utc(the_machine_says):
    the_machine_says(datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    assert clock.today() == date(2026, 7, 2)


def test_a_moment_is_aware_and_in_utc():
    assert clock.now().utcoffset().total_seconds() == 0
