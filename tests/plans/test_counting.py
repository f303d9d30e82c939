"""How days are counted: every phrase and date of domain.md 1.1 and 1.4 by hand, bank holidays of England, and what must hold for any day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.statute.bank_holidays import bank_holiday
from plans.statute.counting import (
    day_before,
    days_after,
    days_beginning_with,
    do_by,
    is_working_day,
    months_after,
    months_before,
    months_beginning_with,
    weeks_after,
    weeks_before,
    working_days_after,
    working_days_beginning_with,
)
from plans.statute.window import closes_on, deemed_served_on

PHRASES = [
    (weeks_after, date(2026, 1, 7), 6, date(2026, 2, 18)),
    (weeks_after, date(2026, 1, 7), 16, date(2026, 4, 29)),
    (weeks_after, date(2026, 1, 7), 20, date(2026, 5, 27)),
    (weeks_after, date(2026, 11, 30), 20, date(2027, 4, 19)),
    (weeks_after, date(2028, 1, 17), 20, date(2028, 6, 5)),
    (weeks_before, date(2027, 2, 9), 2, date(2027, 1, 26)),
    (weeks_before, date(2028, 2, 8), 2, date(2028, 1, 25)),
    (days_after, date(2026, 3, 2), 15, date(2026, 3, 17)),
    (days_after, date(2026, 12, 21), 15, date(2027, 1, 5)),
    (days_after, date(2028, 2, 21), 15, date(2028, 3, 7)),
    (days_beginning_with, date(2026, 3, 6), 15, date(2026, 3, 20)),
    (days_beginning_with, date(2028, 2, 16), 15, date(2028, 3, 1)),
    (months_after, date(2026, 3, 10), 2, date(2026, 5, 10)),
    (months_after, date(2026, 12, 31), 2, date(2027, 2, 28)),
    (months_after, date(2027, 12, 30), 2, date(2028, 2, 29)),
    (months_after, date(2027, 1, 31), 1, date(2027, 2, 28)),
    (months_after, date(2028, 1, 31), 1, date(2028, 2, 29)),
    (months_after, date(2026, 10, 31), 1, date(2026, 11, 30)),
    (months_before, date(2027, 9, 1), 5, date(2027, 4, 1)),
    (months_before, date(2027, 7, 31), 5, date(2027, 2, 28)),
    (months_before, date(2028, 5, 1), 5, date(2027, 12, 1)),
    (months_beginning_with, date(2026, 3, 10), 12, date(2027, 3, 9)),
    (months_beginning_with, date(2026, 9, 1), 12, date(2027, 8, 31)),
    (months_beginning_with, date(2026, 1, 1), 12, date(2026, 12, 31)),
    (months_beginning_with, date(2027, 3, 1), 12, date(2028, 2, 29)),
    (months_beginning_with, date(2028, 2, 28), 12, date(2029, 2, 27)),
    (months_beginning_with, date(2028, 2, 29), 12, date(2029, 2, 28)),
    (months_beginning_with, date(2028, 3, 1), 12, date(2029, 2, 28)),
    (months_beginning_with, date(2027, 1, 6), 3, date(2027, 4, 5)),
    (months_beginning_with, date(2026, 11, 30), 3, date(2027, 2, 28)),
    (working_days_after, date(2026, 12, 23), 3, date(2026, 12, 30)),
    (working_days_after, date(2026, 3, 7), 1, date(2026, 3, 9)),
    (working_days_beginning_with, date(2026, 12, 14), 15, date(2027, 1, 6)),
    (working_days_beginning_with, date(2026, 8, 17), 15, date(2026, 9, 7)),
    (working_days_beginning_with, date(2027, 12, 20), 15, date(2028, 1, 12)),
    (working_days_beginning_with, date(2026, 3, 7), 1, date(2026, 3, 9)),
    (working_days_beginning_with, date(2026, 3, 9), 1, date(2026, 3, 9)),
]


@pytest.mark.parametrize(("counts", "event", "n", "last_day"), PHRASES, ids=lambda value: getattr(value, "__name__", str(value)))
def test_each_phrase_of_the_law_is_counted_in_its_own_way(counts, event, n, last_day):
    assert counts(event, n) == last_day


@pytest.mark.parametrize(("before", "last_day"), [(date(2027, 2, 15), date(2027, 2, 14)), (date(2028, 3, 1), date(2028, 2, 29))])
def test_a_date_before_which_something_is_done_is_itself_too_late(before, last_day):
    assert day_before(before) == last_day


def test_twenty_weeks_are_140_days_also_over_a_leap_day_and_the_change_of_the_clocks():
    for event in (date(2026, 1, 7), date(2028, 1, 17), date(2026, 3, 28), date(2026, 10, 24)):
        assert (weeks_after(event, 20) - event).days == 140


def test_the_three_ways_to_count_fifteen_days_differ_and_only_one_is_the_window():
    served = date(2026, 3, 6)
    assert closes_on(served) == days_beginning_with(served, 15) == date(2026, 3, 20)
    assert days_after(served, 15) == date(2026, 3, 21)
    assert working_days_beginning_with(served, 15) == date(2026, 3, 26)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 28), "Boxing Day (observed)"),
        (date(2027, 12, 27), "Christmas Day (observed)"),
        (date(2027, 12, 28), "Boxing Day (observed)"),
        (date(2028, 1, 3), "New Year's Day (observed)"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 8, 31), "Late Summer Bank Holiday"),
        (date(2022, 9, 19), "State Funeral of Queen Elizabeth II"),
        (date(2023, 5, 8), "Coronation of Charles III"),
        (date(2101, 1, 3), "New Year's Day (observed)"),
    ],
)
def test_bank_holidays_and_their_substitutes_are_known(day, name):
    assert bank_holiday(day) == name
    assert not is_working_day(day)


@pytest.mark.parametrize(
    "day",
    [date(2026, 11, 30), date(2026, 3, 17), date(2026, 7, 13), date(2026, 8, 3), date(2027, 1, 4), date(2026, 12, 24), date(2026, 12, 29)],
    ids=["St Andrew", "St Patrick", "the Twelfth", "Scottish summer", "2 January in Scotland", "Christmas Eve", "after the substitute"],
)
def test_working_days_of_england_are_no_holidays_because_they_are_elsewhere(day):
    assert bank_holiday(day) == ""
    assert is_working_day(day)


@pytest.mark.parametrize(
    ("last_day", "margin", "day"),
    [
        (date(2026, 8, 31), 0, date(2026, 8, 28)),
        (date(2026, 2, 14), 0, date(2026, 2, 13)),
        (date(2027, 2, 14), 0, date(2027, 2, 12)),
        (date(2028, 2, 14), 0, date(2028, 2, 14)),
        (date(2026, 12, 28), 0, date(2026, 12, 24)),
        (date(2026, 4, 6), 0, date(2026, 4, 2)),
        (date(2026, 2, 18), 0, date(2026, 2, 18)),
        (date(2026, 2, 18), 1, date(2026, 2, 17)),
        (date(2026, 2, 16), 1, date(2026, 2, 13)),
        (date(2026, 2, 14), 1, date(2026, 2, 12)),
        (date(2026, 12, 29), 2, date(2026, 12, 23)),
        (date(2026, 8, 31), 5, date(2026, 8, 21)),
    ],
)
def test_the_day_to_act_by_is_a_working_day_and_the_margin_comes_before_it(last_day, margin, day):
    assert do_by(last_day, margin=margin) == day


def test_a_margin_cannot_add_time():
    with pytest.raises(ValueError, match="cannot add"):
        do_by(date(2026, 2, 18), margin=-1)


@pytest.mark.parametrize(
    ("posted_on", "served_on", "closes"),
    [
        (date(2026, 12, 18), date(2026, 12, 22), date(2027, 1, 5)),
        (date(2026, 3, 4), date(2026, 3, 6), date(2026, 3, 20)),
        (date(2026, 3, 5), date(2026, 3, 9), date(2026, 3, 23)),
        (date(2026, 3, 7), date(2026, 3, 10), date(2026, 3, 24)),
        (date(2026, 12, 24), date(2026, 12, 30), date(2027, 1, 13)),
        (date(2026, 4, 2), date(2026, 4, 8), date(2026, 4, 22)),
        (date(2027, 12, 24), date(2027, 12, 30), date(2028, 1, 13)),
    ],
    ids=["before Christmas", "midweek", "over a weekend", "on a Saturday", "Christmas Eve", "before Good Friday", "two substitutes"],
)
def test_a_letter_counts_as_served_on_the_second_working_day_after_it_was_posted(posted_on, served_on, closes):
    assert deemed_served_on(posted_on) == served_on
    assert closes_on(served_on) == closes


# No example is judged by the time it takes.
days = st.dates(min_value=date(2014, 9, 1), max_value=date(2100, 12, 31))
numbers = st.integers(min_value=1, max_value=30)
COUNTS = [
    days_after,
    days_beginning_with,
    weeks_after,
    weeks_before,
    months_after,
    months_before,
    months_beginning_with,
    working_days_after,
    working_days_beginning_with,
]


@pytest.mark.parametrize("counts", COUNTS, ids=lambda counts: counts.__name__)
@given(event=days, n=numbers, later=st.integers(min_value=0, max_value=40))
def test_a_later_event_never_has_an_earlier_last_day(counts, event, n, later):
    assert counts(event, n) <= counts(event + timedelta(days=later), n)


@given(days, st.integers(min_value=15, max_value=60))
def test_the_family_always_has_fifteen_whole_days_with_the_day_of_service(served_on, length):
    last = closes_on(served_on, days=length)
    assert (last - served_on).days + 1 == length
    assert (closes_on(served_on) - served_on).days + 1 == 15


@given(days, st.integers(min_value=0, max_value=8))
def test_the_day_to_act_by_is_never_late_and_always_a_working_day(last_day, margin):
    day = do_by(last_day, margin=margin)
    assert day <= last_day
    assert day.weekday() < 5
    assert bank_holiday(day) == ""
    assert margin == 0 or day < do_by(last_day)


@given(days, numbers)
def test_weeks_keep_the_weekday_and_days_count_every_day_so_no_weekend_moves_a_last_day(event, n):
    assert weeks_after(event, n).weekday() == event.weekday() == weeks_before(event, n).weekday()
    assert (weeks_after(event, n) - event).days == 7 * n
    assert (days_after(event, n) - event).days == n


@given(days, numbers)
def test_a_period_that_begins_with_a_day_ends_before_one_that_begins_after_it(event, n):
    assert days_beginning_with(event, n) == day_before(days_after(event, n))
    assert months_beginning_with(event, n) <= months_after(event, n)
    assert working_days_beginning_with(event, n) <= working_days_after(event, n)


@given(days)
def test_post_is_never_served_on_the_day_it_is_posted_nor_on_a_day_without_post(posted_on):
    served_on = deemed_served_on(posted_on)
    assert (served_on - posted_on).days >= 2
    assert is_working_day(served_on)
