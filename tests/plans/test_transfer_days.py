"""The days of a plan that moves between councils, by the dates worked out by hand in domain.md 1.4."""

from datetime import date

import pytest

from permissions.vocabulary import Role
from plans.statute.lifecycle import PlanDates, stage
from plans.statute.transfers import first_review_by, hand_over_by, tell_by, waits_to_be_told
from plans.statute.turn import turn


@pytest.mark.parametrize(
    ("aware_on", "moves_on", "last_day"),
    [
        (date(2026, 8, 17), date(2026, 8, 20), date(2026, 9, 7)),  # 31 August is a bank holiday
        (date(2026, 12, 14), date(2026, 12, 1), date(2027, 1, 6)),
        (date(2027, 12, 20), date(2027, 12, 20), date(2028, 1, 12)),  # 27 and 28 December and 3 January stand in for holidays
        (date(2026, 8, 17), date(2026, 9, 7), date(2026, 9, 7)),  # known so long before that both are the same day
        (date(2026, 8, 17), date(2026, 9, 8), date(2026, 9, 8)),  # known longer before: on the day of the move
        (date(2026, 8, 17), date(2027, 1, 4), date(2027, 1, 4)),
    ],
)
def test_a_plan_is_handed_over_on_the_day_of_the_move_or_within_15_working_days_of_knowing(aware_on, moves_on, last_day):
    assert hand_over_by(aware_on, moves_on) == last_day


@pytest.mark.parametrize(
    ("transferred_on", "last_day"),
    [
        (date(2026, 9, 7), date(2026, 10, 19)),
        (date(2027, 1, 6), date(2027, 2, 17)),
        (date(2028, 1, 12), date(2028, 2, 23)),
    ],
)
def test_the_family_is_told_within_six_weeks_of_the_transfer(transferred_on, last_day):
    assert tell_by(transferred_on) == last_day


@pytest.mark.parametrize(
    ("transferred_on", "made_on", "last_day"),
    [
        (date(2027, 1, 6), date(2026, 2, 1), date(2027, 4, 5)),  # three months beginning with the transfer are later
        (date(2027, 1, 6), date(2026, 11, 20), date(2027, 11, 19)),  # a year beginning with the making is later
        (date(2027, 11, 30), date(2026, 12, 31), date(2028, 2, 29)),  # no 30 February, and a leap year
    ],
)
def test_the_first_review_is_due_a_year_after_the_making_or_three_months_after_the_transfer(transferred_on, made_on, last_day):
    assert first_review_by(transferred_on, made_on) == last_day


def taken_over(**more):
    day = date(2027, 1, 6)
    return PlanDates(request_received_on=day, final_on=day, taken_over_on=day, made_before_on=date(2026, 2, 1), **more)


def test_a_plan_that_was_taken_over_is_in_force_and_first_the_family_is_told_and_then_it_is_reviewed():
    dates, today = taken_over(), date(2027, 1, 20)
    assert stage(dates, today=today) == "final"
    first = turn(stage(dates, today=today), dates, today=today)
    assert (first.by, first.is_of(Role.COORDINATOR), first.is_of(Role.PARENT)) == (date(2027, 2, 17), True, False)
    told = taken_over(transfer_told_on=date(2027, 1, 25))
    assert (waits_to_be_told(dates), waits_to_be_told(told)) == (True, False)
    assert turn(stage(told, today=today), told, today=today).by == date(2027, 4, 5)


def test_a_plan_that_was_made_here_waits_for_nothing_of_a_transfer():
    made_here = PlanDates(request_received_on=date(2026, 1, 5), final_on=date(2027, 1, 6))
    assert not waits_to_be_told(made_here)
    assert turn(stage(made_here, today=date(2027, 1, 20)), made_here, today=date(2027, 1, 20)).by == date(2028, 1, 5)


def test_a_plan_that_was_handed_over_says_that_another_council_is_responsible():
    day = date(2027, 3, 1)
    dates = PlanDates(request_received_on=date(2025, 1, 5), final_on=date(2026, 1, 6), ended_on=day, handed_over_on=day)
    assert "Another council is responsible" in turn(stage(dates, today=day), dates, today=day).next_words
