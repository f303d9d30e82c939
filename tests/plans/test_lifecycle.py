"""Where a plan stands, from its dates alone, and the statutory days counted from them; every date by hand from domain.md 1.2, 1.4 and 3."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permissions.vocabulary import Stage
from plans.statute.lifecycle import STAGE_NAMES, STAGE_RULES, Phase, PlanDates, phase, stage
from plans.statute.turn import next_due_on

REQUESTED_ON = date(2026, 1, 7)
BEFORE_SERVICE = {"assess_yes_on": date(2026, 2, 2), "plan_yes_on": date(2026, 3, 2)}
SERVED = {**BEFORE_SERVICE, "checking_on": date(2026, 3, 4), "served_on": date(2026, 3, 6), "closes_on": date(2026, 3, 20)}
FINAL = {**SERVED, "final_on": date(2026, 4, 1)}
# The review meeting on 2 March, the decision a week later, the notice on 29 March, the last day but one of the four weeks.
REVIEWED = {
    "amending_on": date(2027, 3, 9),
    "amending_because": "after_review",
    "met_on": date(2027, 3, 2),
    "served_on": None,
    "closes_on": None,
}
PROPOSED = {**REVIEWED, "noticed_on": date(2027, 3, 29), "served_on": date(2027, 3, 29), "closes_on": date(2027, 4, 12)}
CEASING = {**FINAL, "ceasing_on": date(2026, 9, 1)}

# What happened, the day on which one asks, where the plan stands, what is due next.
LIFE = [
    ({}, date(2026, 1, 7), "requested", date(2026, 2, 18)),
    ({"assess_yes_on": date(2026, 2, 2)}, date(2026, 2, 2), "assessing", date(2026, 3, 16)),
    ({"assess_yes_on": date(2026, 2, 2)}, date(2026, 3, 17), "assessing", date(2026, 4, 29)),
    ({"refused_on": date(2026, 2, 10)}, date(2026, 2, 11), "refused", date(2026, 4, 10)),
    ({"refused_on": date(2026, 2, 10)}, date(2026, 4, 11), "refused", None),
    (BEFORE_SERVICE, date(2026, 3, 2), "drafting", date(2026, 5, 12)),
    ({**BEFORE_SERVICE, "checking_on": date(2026, 3, 4)}, date(2026, 3, 4), "checking", date(2026, 5, 12)),
    (SERVED, date(2026, 3, 6), "consulting", date(2026, 3, 20)),
    (SERVED, date(2026, 3, 21), "finalising", date(2026, 5, 27)),
    (FINAL, date(2026, 4, 1), "final", date(2027, 3, 31)),
    ({**FINAL, **REVIEWED}, date(2027, 3, 9), "amending", date(2027, 3, 30)),
    ({**FINAL, **PROPOSED}, date(2027, 3, 29), "amending", date(2027, 4, 12)),
    ({**FINAL, **PROPOSED}, date(2027, 4, 13), "amending", date(2027, 5, 24)),
    (CEASING, date(2026, 9, 1), "ceasing", date(2026, 11, 1)),
    (CEASING, date(2026, 11, 2), "ceasing", None),
    ({**CEASING, "ended_on": date(2026, 11, 9)}, date(2026, 11, 9), "ended", None),
]


def dates(**facts):
    return PlanDates(request_received_on=REQUESTED_ON, **facts)


@pytest.mark.parametrize(("facts", "today", "expected", "due"), LIFE)
def test_the_dates_say_where_the_plan_stands_and_what_is_due(facts, today, expected, due):
    assert stage(dates(**facts), today=today).value == expected
    assert next_due_on(dates(**facts), today=today) == due


def test_the_life_above_goes_through_every_stage():
    assert {expected for _, _, expected, _ in LIFE} == {at.value for at in Stage}


@pytest.mark.parametrize("facts", [{}, BEFORE_SERVICE, FINAL, {**FINAL, "amending_on": date(2027, 3, 9)}, CEASING])
def test_nothing_moves_by_time_but_the_window(facts):
    on = {stage(dates(**facts), today=date(2026, 1, 7) + timedelta(days=day)) for day in range(0, 2000, 50)}
    assert len(on) == 1


def test_a_missed_date_stays_due_until_somebody_acts():
    assert next_due_on(dates(), today=date(2026, 2, 18)) == date(2026, 2, 18)
    assert next_due_on(dates(), today=date(2026, 8, 1)) == date(2026, 2, 18)


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2026, 11, 8), "ceasing"), (date(2026, 11, 9), "ended"), (date(2026, 11, 10), "ended"), (date(2030, 1, 1), "ended")],
)
def test_a_plan_ends_on_its_day_and_not_before(today, expected):
    assert stage(dates(**CEASING, ended_on=date(2026, 11, 9)), today=today).value == expected


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 2, 17), date(2026, 2, 18)),
        (date(2026, 2, 18), date(2026, 2, 18)),
        (date(2026, 2, 19), date(2026, 2, 18)),
        (date(2026, 1, 7), date(2026, 2, 18)),
    ],
)
def test_the_last_day_to_decide_is_the_same_before_on_and_after_it(today, due):
    assert next_due_on(dates(), today=today) == due


@pytest.mark.parametrize(
    ("facts", "today", "expected"),
    [
        (BEFORE_SERVICE, date(2026, 3, 3), Phase.WRITING),
        (SERVED, date(2026, 3, 20), Phase.WINDOW),
        (SERVED, date(2026, 3, 21), Phase.AFTER),
        ({"refused_on": date(2026, 2, 10)}, date(2026, 2, 11), None),
        (FINAL, date(2026, 4, 1), None),
        ({**FINAL, **REVIEWED}, date(2027, 3, 9), Phase.WRITING),
        ({**FINAL, **PROPOSED}, date(2027, 3, 29), Phase.WINDOW),
        ({**FINAL, **PROPOSED}, date(2027, 4, 11), Phase.WINDOW),
        ({**FINAL, **PROPOSED}, date(2027, 4, 12), Phase.WINDOW),
        ({**FINAL, **PROPOSED}, date(2027, 4, 13), Phase.AFTER),
        ({**CEASING, **PROPOSED}, date(2027, 4, 13), None),
    ],
)
def test_what_is_proposed_is_written_then_answered_then_finished(facts, today, expected):
    assert phase(dates(**facts), today=today) is expected


def test_every_stage_has_its_rule_and_its_name():
    assert set(STAGE_RULES) == set(Stage) == set(STAGE_NAMES)
    assert [at for at, rule in STAGE_RULES.items() if not (rule.because and rule.source and rule.instead)] == []


# No example is judged by the time it takes.
days = st.dates(min_value=date(2014, 9, 1), max_value=date(2100, 12, 31))
maybe = st.none() | days
any_dates = st.builds(
    PlanDates, request_received_on=days, **{name: maybe for name in PlanDates.__dataclass_fields__ if name != "request_received_on"}
)


@given(any_dates, days)
def test_any_dates_whatever_give_a_stage_and_a_date_or_none(facts, today):
    assert stage(facts, today=today) in Stage
    due = next_due_on(facts, today=today)
    assert due is None or due >= date(2014, 9, 1)


@given(any_dates, days)
def test_asking_later_never_leads_back(facts, today):
    now, later = stage(facts, today=today), stage(facts, today=today + timedelta(days=1))
    assert now is later or later in (Stage.FINALISING, Stage.ENDED)
