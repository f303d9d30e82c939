"""The family's window to answer a draft: at least 15 days beginning with the day of service (SEND Regs 2014 reg 13(1)(a)); dates by hand, domain.md 1.4."""

from datetime import UTC, date, datetime

import pytest

from permissions.clock import LONDON
from plans.statute.lifecycle import PlanDates, stage
from plans.statute.window import MINIMUM_DAYS, closes_on

SERVED = date(2026, 3, 6)


def stage_on(day, *, served_on=SERVED, closes=date(2026, 3, 20)):
    dates = PlanDates(request_received_on=date(2026, 1, 7), plan_yes_on=date(2026, 2, 2), served_on=served_on, closes_on=closes)
    return stage(dates, today=day).value


@pytest.mark.parametrize(
    ("served_on", "last_day"),
    [
        (date(2026, 3, 6), date(2026, 3, 20)),
        (date(2026, 12, 17), date(2026, 12, 31)),
        (date(2026, 12, 22), date(2027, 1, 5)),
        (date(2028, 2, 16), date(2028, 3, 1)),
        (date(2027, 2, 16), date(2027, 3, 2)),
        (date(2026, 7, 24), date(2026, 8, 7)),
    ],
    ids=["ordinary", "Christmas", "New Year", "leap year", "no leap year", "summer holidays"],
)
def test_the_day_of_service_is_the_first_of_fifteen(served_on, last_day):
    assert closes_on(served_on) == last_day


@pytest.mark.parametrize("wrong", [date(2026, 3, 21), date(2026, 3, 26)], ids=["the first day left out", "working days"])
def test_neither_of_the_two_usual_wrong_answers_is_given(wrong):
    assert closes_on(SERVED) != wrong


def test_the_window_neither_skips_weekends_nor_rolls_past_one():
    assert closes_on(date(2026, 3, 7)) == date(2026, 3, 21)
    assert date(2026, 3, 21).strftime("%A") == "Saturday"


@pytest.mark.parametrize(("days", "last_day"), [(15, date(2026, 3, 20)), (16, date(2026, 3, 21)), (28, date(2026, 4, 2))])
def test_the_council_may_give_longer(days, last_day):
    assert closes_on(SERVED, days=days) == last_day


@pytest.mark.parametrize("days", [14, 1, 0, -15])
def test_the_council_may_never_give_less(days):
    with pytest.raises(ValueError, match="at least 15 days"):
        closes_on(SERVED, days=days)


def test_fifteen_is_not_a_setting():
    assert MINIMUM_DAYS == 15


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 6), "consulting"),
        (date(2026, 3, 19), "consulting"),
        (date(2026, 3, 20), "consulting"),
        (date(2026, 3, 21), "finalising"),
        (date(2026, 3, 26), "finalising"),
    ],
)
def test_the_family_answers_until_the_end_of_the_last_day_and_the_council_finishes_from_the_day_after(day, expected):
    assert stage_on(day) == expected


def test_on_the_day_before_service_there_is_no_window():
    assert stage_on(date(2026, 3, 5), served_on=None, closes=None) == "drafting"


@pytest.mark.parametrize(
    ("served_on", "last_second", "first_second_after"),
    [
        (date(2026, 3, 6), datetime(2026, 3, 20, 23, 59, 59, tzinfo=UTC), datetime(2026, 3, 21, 0, 0, tzinfo=UTC)),
        (date(2026, 3, 15), datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC), datetime(2026, 3, 29, 23, 0, tzinfo=UTC)),
        (date(2026, 7, 24), datetime(2026, 8, 7, 22, 59, 59, tzinfo=UTC), datetime(2026, 8, 7, 23, 0, tzinfo=UTC)),
        (date(2026, 10, 11), datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC), datetime(2026, 10, 26, 0, 0, tzinfo=UTC)),
    ],
    ids=["winter", "the clocks go forward", "summer", "the clocks go back"],
)
def test_the_last_day_ends_at_midnight_in_london(served_on, last_second, first_second_after):
    facts = {"served_on": served_on, "closes": closes_on(served_on)}
    assert stage_on(last_second.astimezone(LONDON).date(), **facts) == "consulting"
    assert stage_on(first_second_after.astimezone(LONDON).date(), **facts) == "finalising"
