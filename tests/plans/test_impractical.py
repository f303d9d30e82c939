"""When a time limit need not be kept: the closed school of domain.md 1.3 computed exactly, the other reasons recorded in words; no reason moves a day."""

from datetime import date

import pytest

from plans.statute.clock_rules import Trigger
from plans.statute.clocks import RULES, clocks
from plans.statute.impractical import OF_THE_COUNCIL, Closure, NotExcused, Reason, excuse

SUMMER = Closure(date(2026, 7, 23), date(2026, 9, 3))


def clock(id_, event, day):
    return next(found for found in clocks({event: day}) if found.id == id_)


@pytest.mark.parametrize(
    ("closure", "asked_on", "is_covered"),
    [
        (SUMMER, date(2026, 7, 20), True),
        (SUMMER, date(2026, 7, 10), False),
        (SUMMER, date(2026, 7, 15), False),
        (SUMMER, date(2026, 7, 16), True),
        (SUMMER, date(2026, 8, 27), True),
        (SUMMER, date(2026, 8, 28), False),
        (Closure(date(2026, 12, 19), date(2027, 1, 4)), date(2026, 12, 21), False),
        (Closure(date(2026, 3, 28), date(2026, 4, 13)), date(2026, 3, 30), False),
        (Closure(date(2026, 7, 23), date(2026, 8, 20)), date(2026, 7, 23), True),
        (Closure(date(2026, 7, 23), date(2026, 8, 19)), date(2026, 7, 23), False),
        (Closure(date(2026, 9, 3), date(2026, 7, 23)), date(2026, 8, 1), False),
    ],
)
def test_a_closed_school_is_a_reason_only_for_advice_asked_for_around_four_weeks_of_closure(closure, asked_on, is_covered):
    assert closure.covers(asked_on) is is_covered


def test_an_officer_says_why_it_was_impractical_and_the_day_stands():
    words = "The head teacher alone knew him and could not be reached"
    asked = date(2026, 7, 20)
    reason = excuse(Reason.SCHOOL_CLOSED, allowed=OF_THE_COUNCIL, because=words, closure=SUMMER, advice_asked_on=asked)
    final = clock("CK10", Trigger.REQUEST_RECEIVED, date(2026, 6, 15))
    excused = final.excused(reason)
    assert excused.last_day == final.last_day == date(2026, 11, 2)
    assert excused.is_missed(today=date(2026, 11, 3))
    assert not excused.is_breached(today=date(2026, 11, 3))
    assert final.is_breached(today=date(2026, 11, 3))
    assert not final.is_breached(today=date(2026, 11, 2))


@pytest.mark.parametrize(
    ("reason", "facts"),
    [
        (Reason.SCHOOL_CLOSED, {"because": " ", "closure": SUMMER, "advice_asked_on": date(2026, 7, 20)}),
        (Reason.SCHOOL_CLOSED, {"because": "Closed", "closure": SUMMER, "advice_asked_on": date(2026, 7, 10)}),
        (Reason.SCHOOL_CLOSED, {"because": "Only health had not answered", "closure": SUMMER}),
        (Reason.EARLY_YEARS_CLOSED, {"because": "Closed", "advice_asked_on": date(2026, 7, 20)}),
        (Reason.FAMILY_AWAY, {"because": ""}),
        (Reason.MISSED_APPOINTMENT, {"because": "He did not come"}),
    ],
)
def test_what_is_no_reason_for_the_council_is_refused(reason, facts):
    with pytest.raises(NotExcused):
        excuse(reason, allowed=OF_THE_COUNCIL, **facts)


def test_a_missed_appointment_is_a_reason_for_whoever_gives_advice_and_for_no_other_clock():
    takes = [rule.id for rule in RULES if Reason.MISSED_APPOINTMENT in rule.exceptions]
    assert takes == ["CK4"]
    missed = excuse(Reason.MISSED_APPOINTMENT, allowed=frozenset(Reason), because="He did not come on 2 February")
    assert clock("CK4", Trigger.ADVICE_REQUEST_RECEIVED, date(2026, 1, 20)).excused(missed).excuse is missed
    with pytest.raises(NotExcused):
        clock("CK10", Trigger.REQUEST_RECEIVED, date(2026, 1, 7)).excused(missed)


def test_the_four_reasons_of_regulation_10_are_for_the_councils_clocks_to_6_16_20_and_14_weeks_alone():
    assert [rule.id for rule in RULES if Reason.SCHOOL_CLOSED in rule.exceptions] == ["CK1", "CK5", "CK10", "CK17"]
