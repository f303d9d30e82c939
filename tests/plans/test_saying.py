"""Dates, times and amounts, said as people do."""

from datetime import UTC, date, datetime
from fractions import Fraction
from types import SimpleNamespace

import pytest

from plans.queries.facts import Time
from plans.saying import count, day_in_london, days_from, hours_and_minutes, how_often, in_london, long_date, minutes_a_week, pounds


def help_given(**facts):
    empty = {
        "sessions": None,
        "per": "",
        "minutes": None,
        "weeks_a_year": None,
        "starts_on": None,
        "delivered_by": "",
        "flexibility_reason": "",
    }
    return SimpleNamespace(**empty | facts)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 20), "Friday 20 March 2026"),
        (date(2024, 2, 29), "Thursday 29 February 2024"),
        (date(2026, 11, 1), "Sunday 1 November 2026"),
    ],
)
def test_a_date_is_written_out(day, said):
    assert long_date(day) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "Sunday 29 March 2026 at 00:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "Sunday 29 March 2026 at 02:00"),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), "Sunday 25 October 2026 at 01:59"),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "Sunday 25 October 2026 at 01:00"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "Thursday 2 July 2026 at 00:30"),
    ],
)
def test_a_moment_is_said_in_londons_time_also_in_the_nights_on_which_the_clocks_change(moment, said):
    assert in_london(moment) == said
    assert said.startswith(day_in_london(moment))


@pytest.mark.parametrize(
    ("days", "said"), [(-2, "2 days ago"), (-1, "yesterday"), (0, "today"), (1, "tomorrow"), (2, "in 2 days"), (15, "in 15 days")]
)
def test_how_far_a_day_is(days, said):
    today = date(2026, 3, 20)
    assert days_from(date.fromordinal(today.toordinal() + days), today) == said


def test_one_is_one_and_all_else_is_many():
    assert [count(number, "need", "needs") for number in (0, 1, 2)] == ["0 needs", "1 need", "2 needs"]


@pytest.mark.parametrize(
    ("sessions", "per", "minutes", "a_week"),
    [
        (2, "week", 30, 60),
        (1, "day", 15, 75),
        (1, "fortnight", 45, Fraction(45, 2)),
        (1, "half_term", 60, Fraction(120, 13)),
        (3, "term", 65, 15),
        (39, "year", 60, 60),
    ],
)
def test_minutes_are_added_up_over_a_school_week(sessions, per, minutes, a_week):
    """A week has 5 school days, a term 13 weeks, a half term 6½, a school year 39."""
    assert minutes_a_week(sessions, per, minutes) == a_week


@pytest.mark.parametrize(("sessions", "per", "minutes"), [(None, "week", 30), (2, "", 30), (2, "week", None), (0, "week", 30)])
def test_what_is_not_said_is_not_added_up(sessions, per, minutes):
    assert minutes_a_week(sessions, per, minutes) is None


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (61, "1 hour 1 minute"),
        (860, "14 hours 20 minutes"),
        (Fraction(45, 2), "22 minutes"),
        (0, "0 minutes"),
    ],
)
def test_a_length_of_time(minutes, said):
    assert hours_and_minutes(minutes) == said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"sessions": 2, "per": "week", "minutes": 30}, "Two 30-minute sessions a week"),
        ({"sessions": 1, "per": "half_term", "minutes": 60}, "One 60-minute session a half term"),
        ({"sessions": 12, "per": "year"}, "12 sessions a year"),
        ({"minutes": 20}, "20 minutes each time"),
        ({"sessions": 2}, ""),
        ({}, ""),
    ],
)
def test_how_often(facts, said):
    assert how_often(help_given(**facts)) == said


@pytest.mark.parametrize(
    ("pence", "said"), [(0, "£0"), (264_000, "£2,640"), (264_050, "£2,640.50"), (5, "£0.05"), (2_000_000_000, "£20,000,000")]
)
def test_an_amount(pence, said):
    assert pounds(pence) == said


def test_help_is_added_up_and_what_is_missing_is_said_kindly():
    whole = Time.of(help_given(sessions=2, per="week", minutes=30, weeks_a_year=39, delivered_by="A therapist"))
    assert (whole.how_often, whole.weeks, whole.a_week, whole.a_year, whole.missing) == (
        "Two 30-minute sessions a week",
        "39 weeks a year",
        "1 hour a week",
        "39 hours a year",
        "",
    )
    assert Time.of(help_given()).missing == (
        "Not said yet: who does it, how often, how long each time, over which weeks. The law expects help to be specific."
    )
    assert Time.of(help_given(flexibility_reason="As needed in a crisis")).missing == ""
