"""Whose turn it is: dates counted by hand from domain.md 1.2 and 1.4, four days at every edge."""

from datetime import date

import pytest

from permissions.vocabulary import Role, Stage
from plans.statute.lifecycle import PlanDates
from plans.statute.turn import Whose, turn

REQUEST = date(2026, 1, 7)


def dates(**facts):
    return PlanDates(request_received_on=REQUEST, **facts)


def test_a_request_is_answered_by_the_council_within_six_weeks():
    answer = turn(Stage.REQUESTED, dates(), today=date(2026, 1, 8))
    assert (answer.whose, answer.by) == ("the council", date(2026, 2, 18))
    assert answer.source == "SEND Regulations 2014, regulations 4 and 5"


@pytest.mark.parametrize(
    ("today", "whose", "by"),
    [
        (date(2026, 3, 16), Whose.PROFESSIONALS, date(2026, 4, 27)),
        (date(2026, 4, 26), Whose.PROFESSIONALS, date(2026, 4, 27)),
        (date(2026, 4, 27), Whose.PROFESSIONALS, date(2026, 4, 27)),
        (date(2026, 4, 28), Whose.COUNCIL, date(2026, 4, 29)),
    ],
)
def test_advice_comes_within_six_weeks_and_then_the_council_decides_by_week_sixteen(today, whose, by):
    answer = turn(Stage.ASSESSING, dates(assess_yes_on=date(2026, 3, 16)), today=today)
    assert (answer.whose, answer.by) == (whose, by)


@pytest.mark.parametrize("stage", [Stage.DRAFTING, Stage.CHECKING])
def test_a_draft_is_sent_early_enough_for_the_whole_window(stage):
    assert turn(stage, dates(), today=date(2026, 5, 1)).by == date(2026, 5, 12)
    assert turn(stage, dates(), today=date(2026, 6, 1)).whose is Whose.COUNCIL


def test_a_served_draft_is_the_familys_turn_until_the_window_closes():
    answer = turn(Stage.CONSULTING, dates(served_on=date(2026, 3, 6), closes_on=date(2026, 3, 20)), today=date(2026, 3, 20))
    assert (answer.whose, answer.by) == ("the family", date(2026, 3, 20))
    assert answer.said_to(Role.PARENT) == "Answer the draft"
    assert answer.said_to(Role.COORDINATOR) == "The family answers the draft"
    assert answer.tag_for(Role.PARENT) == "Your turn"
    assert answer.tag_for(Role.SUPPORTER) == "The family’s turn"
    assert answer.tag_for(Role.SENCO) == "The family’s turn"


def test_after_the_window_the_council_finishes_by_week_twenty():
    answer = turn(Stage.FINALISING, dates(served_on=date(2026, 3, 6), closes_on=date(2026, 3, 20)), today=date(2026, 3, 21))
    assert (answer.whose, answer.by) == ("the council", date(2026, 5, 27))
    assert answer.tag_for(Role.COORDINATOR) == "Your turn"
    assert answer.tag_for(Role.PARENT) == "The council’s turn"


@pytest.mark.parametrize(
    ("today", "whose"), [(date(2027, 3, 8), "nobody"), (date(2027, 3, 9), "nobody"), (date(2027, 3, 10), "the council")]
)
def test_a_plan_in_force_waits_for_its_yearly_review(today, whose):
    answer = turn(Stage.FINAL, dates(final_on=date(2026, 3, 10)), today=today)
    assert (answer.whose, answer.by) == (whose, date(2027, 3, 9))


DECIDED = {"final_on": date(2026, 3, 10), "amending_on": date(2027, 3, 9)}
SENT = {"noticed_on": date(2027, 3, 15), "served_on": date(2027, 3, 15), "closes_on": date(2027, 3, 29)}
AGAIN = {"noticed_on": date(2027, 3, 15)}
REVIEW = {"amending_because": "after_review", "met_on": date(2027, 2, 22)}
# By hand from domain.md 1.2, CK24 to CK28, CK17 and CK42: 4 weeks to the notice, 8 from it, at most 12 from the meeting; 5 weeks of an order, 14 of a reassessment.
CHANGES = [
    ({**REVIEW}, date(2027, 3, 9), "the council", date(2027, 3, 22)),
    ({**REVIEW}, date(2027, 4, 9), "the council", date(2027, 3, 22)),
    ({**REVIEW, **SENT}, date(2027, 3, 15), "the family", date(2027, 3, 29)),
    ({**REVIEW, **SENT}, date(2027, 3, 29), "the family", date(2027, 3, 29)),
    ({**REVIEW, **SENT}, date(2027, 3, 30), "the council", date(2027, 5, 10)),
    ({**REVIEW, **SENT, "noticed_on": date(2027, 3, 25)}, date(2027, 3, 30), "the council", date(2027, 5, 17)),
    ({**REVIEW, **AGAIN}, date(2027, 4, 2), "the council", date(2027, 5, 10)),
    ({"amending_because": "outside_review"}, date(2027, 3, 9), "the council", None),
    ({"amending_because": "outside_review", **SENT}, date(2027, 3, 30), "the council", date(2027, 5, 10)),
    ({"amending_because": "tribunal"}, date(2027, 3, 9), "the council", date(2027, 4, 13)),
    ({"amending_because": "tribunal", **SENT}, date(2027, 3, 20), "the family", date(2027, 3, 29)),
    ({"amending_because": "tribunal", **SENT}, date(2027, 3, 30), "the council", date(2027, 4, 13)),
    ({"amending_because": "reassessment"}, date(2027, 3, 9), "the council", date(2027, 6, 15)),
    ({"amending_because": "reassessment", **SENT}, date(2027, 3, 30), "the council", date(2027, 6, 15)),
]


@pytest.mark.parametrize(("facts", "today", "whose", "by"), CHANGES)
def test_changes_are_written_then_answered_then_sent_each_by_its_day(facts, today, whose, by):
    answer = turn(Stage.AMENDING, dates(**DECIDED, **facts), today=today)
    assert (answer.whose, answer.by) == (whose, by)


@pytest.mark.parametrize(
    ("today", "whose"), [(date(2027, 2, 27), "the family"), (date(2027, 2, 28), "the family"), (date(2027, 3, 1), "nobody")]
)
def test_a_refusal_leaves_the_family_two_months_to_appeal(today, whose):
    assert turn(Stage.REFUSED, dates(refused_on=date(2026, 12, 31)), today=today).whose == whose


def test_a_plan_that_is_to_end_stays_while_it_can_be_appealed():
    during = turn(Stage.CEASING, dates(ceasing_on=date(2026, 3, 10)), today=date(2026, 5, 10))
    after = turn(Stage.CEASING, dates(ceasing_on=date(2026, 3, 10)), today=date(2026, 5, 11))
    assert (during.whose, during.by) == ("the family", date(2026, 5, 10))
    assert (after.whose, after.by) == ("the council", None)


def test_an_ended_plan_waits_for_nobody():
    answer = turn(Stage.ENDED, dates(ended_on=date(2026, 3, 10)), today=date(2026, 5, 10))
    assert (answer.whose, answer.by) == ("nobody", None)
    assert answer.tag_for(Role.COORDINATOR) == "Nobody is waiting"
    assert answer.tag_for(Role.PARENT) == "Nobody is waiting"


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_says_whose_turn_it_is_also_where_a_date_is_missing(stage):
    answer = turn(stage, dates(), today=date(2026, 5, 1))
    assert answer.next_words
    assert answer.whose in set(Whose)
