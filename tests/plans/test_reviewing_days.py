"""The days of a review, by hand from domain.md 1.4: the year, the change of phase, and what follows from the meeting."""

from datetime import date

import pytest

from permissions.vocabulary import Stage
from plans.statute.lifecycle import PlanDates
from plans.statute.reviewing import (
    Phase,
    days_of,
    groups_missing,
    is_announced_in_time,
    is_of_year_nine,
    next_phase,
    review_due,
    year_group,
)
from plans.statute.turn import Whose, review_by, turn

REQUEST = date(2025, 10, 1)


def dates(**facts):
    return PlanDates(request_received_on=REQUEST, **facts)


@pytest.mark.parametrize(
    ("made_on", "finish_by", "meet_by"),
    [
        (date(2026, 3, 10), date(2027, 3, 9), date(2027, 2, 9)),
        (date(2026, 9, 1), date(2027, 8, 31), date(2027, 8, 3)),
        (date(2027, 3, 1), date(2028, 2, 29), date(2028, 2, 1)),
        (date(2028, 2, 29), date(2029, 2, 28), date(2029, 1, 31)),
    ],
)
def test_a_review_is_finished_within_the_year_and_held_four_weeks_before_its_end(made_on, finish_by, meet_by):
    assert review_by(dates(final_on=made_on, made_on=made_on)) == finish_by
    due = review_due(finish_by)
    assert (due.finish_by, due.meet_by, due.amended_by) == (finish_by, meet_by, None)


@pytest.mark.parametrize(
    ("phase", "amended_by", "meet_by"),
    [(Phase.SCHOOL, date(2027, 2, 14), date(2026, 11, 22)), (Phase.POST_16, date(2027, 3, 30), date(2027, 1, 5))],
)
def test_the_day_of_a_change_of_phase_wins_over_the_year(phase, amended_by, meet_by):
    due = review_due(date(2027, 3, 9), phase=phase, transfer_year=2027)
    assert (due.meet_by, due.amended_by, due.source) == (meet_by, amended_by, "SEND Regulations 2014, regulation 18(1)")


def test_where_the_year_ends_earlier_the_year_binds_and_the_change_of_phase_is_still_told():
    due = review_due(date(2026, 10, 31), phase=Phase.SCHOOL, transfer_year=2027)
    assert (due.finish_by, due.meet_by, due.amended_by) == (date(2026, 10, 31), date(2026, 10, 3), date(2027, 2, 14))


@pytest.mark.parametrize(
    ("meeting", "invite", "safely", "report", "decide", "final"),
    [
        (date(2027, 2, 9), date(2027, 1, 26), date(2027, 1, 25), date(2027, 2, 23), date(2027, 3, 9), date(2027, 5, 4)),
        (date(2026, 12, 10), date(2026, 11, 26), date(2026, 11, 25), date(2026, 12, 24), date(2027, 1, 7), date(2027, 3, 4)),
        (date(2028, 2, 8), date(2028, 1, 25), date(2028, 1, 24), date(2028, 2, 22), date(2028, 3, 7), date(2028, 5, 2)),
    ],
)
def test_what_follows_from_the_day_of_the_meeting(meeting, invite, safely, report, decide, final):
    days = days_of(meeting)
    found = (days.invite_by, days.invite_safely_by, days.report_by, days.decide_by, days.final_by)
    assert found == (invite, safely, report, decide, final)


@pytest.mark.parametrize(("day", "in_time"), [(25, True), (26, True), (27, False), (28, False)])
def test_two_weeks_before_the_meeting_are_two_weeks(day, in_time):
    assert is_announced_in_time(date(2027, 2, 9), date(2027, 1, day)) is in_time


@pytest.mark.parametrize(
    ("born_on", "today", "group"),
    [
        (date(2016, 8, 31), date(2026, 9, 1), 6),
        (date(2016, 9, 1), date(2026, 9, 1), 5),
        (date(2016, 9, 1), date(2027, 8, 31), 5),
        (date(2013, 5, 4), date(2026, 8, 31), 8),
        (date(2013, 5, 4), date(2026, 9, 1), 9),
    ],
)
def test_a_school_year_begins_in_september(born_on, today, group):
    assert year_group(born_on, today) == group
    assert is_of_year_nine(born_on, today) is (group >= 9)


@pytest.mark.parametrize(
    ("born_on", "phase", "year"),
    [
        (date(2022, 10, 1), Phase.SCHOOL, 2027),
        (date(2016, 3, 1), Phase.SCHOOL, 2027),
        (date(2011, 3, 1), Phase.POST_16, 2027),
        (date(2017, 3, 1), Phase.NONE, None),
    ],
)
def test_the_change_of_phase_that_comes_next_is_guessed_by_age(born_on, phase, year):
    assert next_phase(born_on, date(2026, 11, 26)) == (phase, year)


def test_the_year_begins_again_with_the_decision_after_a_review_and_not_with_a_changed_plan():
    made, changed = date(2026, 3, 10), date(2026, 6, 1)
    assert review_by(dates(final_on=changed, made_on=made)) == date(2027, 3, 9)
    assert review_by(dates(final_on=made, made_on=made, reviewed_on=date(2027, 2, 20))) == date(2028, 2, 19)
    assert review_by(dates()) is None


def test_after_the_meeting_it_is_the_councils_turn_for_four_weeks():
    answer = turn(Stage.FINAL, dates(final_on=date(2026, 3, 10), review_met_on=date(2027, 2, 9)), today=date(2027, 2, 10))
    assert (answer.whose, answer.by, answer.source) == (Whose.COUNCIL, date(2027, 3, 9), "SEND Regulations 2014, regulation 20(10)")


def test_who_is_missing_of_the_five_is_named():
    assert groups_missing(frozenset({"family", "setting", "council", "health", "social_care"})) == ()
    assert groups_missing(frozenset({"family", "setting", "council", "health", "other"})) == ("An officer of social care",)
