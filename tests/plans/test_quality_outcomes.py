"""Outcomes, and what prepares for adult life: Q20 to Q27 (domain.md 6)."""

from datetime import date

import pytest

from plans.statute.quality.outcomes import phase_ends_on
from tests.plans.quality_help import found, help_, outcome, plan, said

GROWN = (
    outcome(text="He holds a work experience place by the end of Year 10."),
    help_(text="The trainer practises shopping and cooking with him, and joining a club; the nurse explains his medicine."),
)


def test_q20_from_year_9_all_four_strands_are_spoken_of():
    assert "work, living independently, friends and community and health" in said(plan(year_group=9), "Q20", "E")
    assert found(plan(year_group=8), "Q20") == []
    assert found(plan(*GROWN, year_group=9), "Q20") == []


@pytest.mark.parametrize("facts", [{"by_on": None}])
def test_q21_an_outcome_says_by_when(facts):
    assert found(plan(outcome(**facts)), "Q21", "outcome")
    assert found(plan(outcome(by_phase="End of Year 6", **facts)), "Q21") == []
    assert found(plan(outcome(text="By the end of Year 6 Sam reads two pages.", **facts)), "Q21") == []
    assert found(plan(outcome(text="Sam stands by the door.", **facts)), "Q21", "outcome"), "by is not always a time"


@pytest.mark.parametrize(
    "text",
    [
        "Sam will improve his reading.",
        "Sam develops friendships.",
        "He understands stories.",
        "He increases in confidence.",
        "He continues to read.",
    ],
)
def test_q22_a_weak_verb_without_a_measure(text):
    assert found(plan(outcome(text=text, measure="", target="")), "Q22", "outcome")
    assert found(plan(outcome(text=text)), "Q22") == [], "what is measured is measured"


def test_q22_nothing_measured_at_all():
    assert found(plan(outcome(measure="", target="")), "Q22", "outcome")
    assert found(plan(outcome(measure="")), "Q22") == [], "a target in plain words is enough where the words are strong"


@pytest.mark.parametrize(
    "text", ["Sam will receive therapy.", "Sam has two sessions a week.", "Sam learns with TA support.", "Sam has 5 hours of support."]
)
def test_q23_help_in_the_place_of_an_outcome(text):
    assert found(plan(outcome(text=text)), "Q23", "outcome")


@pytest.mark.parametrize("text", ["Sam reads two pages.", "Sam asks an adult in the room.", "He says “no therapy today” when he is tired."])
def test_q23_an_outcome_is_fine(text):
    assert found(plan(outcome(text=text)), "Q23") == []


@pytest.mark.parametrize(
    "text", ["The school will make him feel safe.", "Staff will draw each step.", "To provide a calm room.", "Ensure that he eats."]
)
def test_q24_an_outcome_in_the_voice_of_the_service(text):
    assert found(plan(outcome(text=text)), "Q24", "outcome")


@pytest.mark.parametrize("text", ["Sam tells his teacher when he is stuck.", "Sam provides the ball.", "He will go to school on Mondays."])
def test_q24_an_outcome_in_the_voice_of_the_child(text):
    assert found(plan(outcome(text=text)), "Q24") == []


def test_q25_a_day_that_has_passed():
    assert "has passed" in said(plan(outcome(by_on=date(2026, 11, 25))), "Q25", "outcome")
    assert found(plan(outcome(by_on=date(2026, 11, 26))), "Q25") == []
    assert "has passed" in said(plan(outcome(by_on=None, by_phase="End of Year 4")), "Q25", "outcome")
    assert found(plan(outcome(by_on=None, by_phase="End of Year 5")), "Q25") == []


def test_q25_beyond_the_phase_without_a_step_on_the_way():
    assert "beyond the end of the phase" in said(plan(outcome(by_on=date(2028, 9, 1), steps="")), "Q25", "outcome")
    assert found(plan(outcome(by_on=date(2028, 8, 31), steps="")), "Q25") == []
    assert found(plan(outcome(by_on=date(2028, 9, 1), steps="Half of it by July 2028.")), "Q25") == []


def test_the_end_of_each_phase():
    """Year 5 in November 2026 leaves Year 6 in the summer of 2028."""
    assert phase_ends_on(date(2026, 11, 26), 5) == date(2028, 8, 31)
    assert phase_ends_on(date(2027, 8, 31), 5) == date(2028, 8, 31)
    assert phase_ends_on(date(2026, 11, 26), 6) == date(2027, 8, 31)
    assert phase_ends_on(date(2026, 11, 26), 13) == date(2027, 8, 31)
    assert phase_ends_on(date(2026, 11, 26), 14) is None


def test_q26_three_to_ten_outcomes():
    assert said(plan(without=("outcome2", "outcome3")), "Q26") == "There is only one outcome."
    assert said(plan(without=("outcome3",)), "Q26") == "There are only two outcomes."
    assert found(plan(), "Q26") == []
    assert found(plan(*(outcome(f"more{number}") for number in range(7))), "Q26") == [], "ten"
    assert said(plan(*(outcome(f"more{number}") for number in range(8))), "Q26") == "There are 11 outcomes."


def test_q27_targets_and_checking_are_arranged():
    assert "shorter-term targets" in said(plan(outcome(steps=""), narratives={"E": "Sam is asked."}), "Q27", "E")
    assert "checks progress" in said(plan(outcome(monitored_by=""), narratives={"E": "Sam is asked."}), "Q27", "E")
    assert found(plan(narratives={"E": "Sam is asked."}), "Q27") == [], "each outcome says it"
    assert found(plan(outcome(steps="", monitored_by="")), "Q27") == [], "the section says it"
