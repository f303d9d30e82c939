"""The statutory clocks CK1 to CK47: every worked date of domain.md 1.4 by hand, the closed school of 1.3, and what must hold for any day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.statute.bank_holidays import bank_holiday
from plans.statute.clock_rules import About, Count, CountFrom, Facts, Given, Owner, Trigger, Unit
from plans.statute.clocks import RULES, clocks, last_day, latest_meeting_before_transfer_on, latest_meeting_on, latest_service_on

# What happened, which clock, its last lawful day.
WORKED = [
    ("request_received=2026-01-07", "CK1=2026-02-18 CK3=2026-02-18 CK5=2026-04-29 CK6=2026-04-29 CK10=2026-05-27"),
    ("request_received=2026-11-30", "CK1=2027-01-11 CK5=2027-03-22 CK10=2027-04-19"),
    ("request_received=2028-01-17", "CK1=2028-02-28 CK5=2028-05-08 CK10=2028-06-05"),
    ("request_received=2026-08-03", "CK1=2026-09-14 CK5=2026-11-23 CK10=2026-12-21"),
    ("became_responsible=2026-01-07", "CK1=2026-02-18 CK5=2026-04-29 CK10=2026-05-27"),
    ("request_received=2026-01-09 became_responsible=2026-01-07", "CK1=2026-02-18 CK10=2026-05-27"),
    ("draft_served=2026-03-06", "CK7=2026-03-20"),
    ("draft_served=2026-12-17", "CK7=2026-12-31"),
    ("draft_served=2026-12-22", "CK7=2027-01-05"),
    ("draft_served=2028-02-16", "CK7=2028-03-01"),
    ("draft_served=2026-07-24", "CK7=2026-08-07"),
    ("draft_served=2026-03-15", "CK7=2026-03-29"),
    ("draft_served=2026-10-11", "CK7=2026-10-25"),
    ("amendment_notice_served=2026-03-06", "CK25=2026-03-20"),
    ("amendment_notice_served=2026-12-17", "CK25=2026-12-31"),
    ("amendment_notice_served=2028-02-16", "CK25=2028-03-01"),
    ("advice_request_received=2026-03-16", "CK4=2026-04-27"),
    ("advice_request_received=2026-12-07", "CK4=2027-01-18"),
    ("advice_request_received=2026-07-20", "CK4=2026-08-31"),
    ("consultation_received=2026-06-08", "CK9=2026-06-23"),
    ("consultation_received=2026-12-14", "CK9=2026-12-29"),
    ("consultation_received=2028-02-21", "CK9=2028-03-07"),
    (
        "review_meeting=2027-02-09",
        "CK20=2027-01-26 CK21=2027-01-26 CK22=2027-02-23 CK23=2027-03-09 CK24=2027-03-09 CK27=2027-05-04",
    ),
    ("review_meeting=2026-12-10", "CK20=2026-11-26 CK21=2026-11-26 CK22=2026-12-24 CK23=2027-01-07 CK24=2027-01-07 CK27=2027-03-04"),
    ("review_meeting=2026-07-14", "CK20=2026-06-30 CK22=2026-07-28 CK23=2026-08-11 CK24=2026-08-11 CK27=2026-10-06"),
    ("review_meeting=2028-02-08", "CK20=2028-01-25 CK22=2028-02-22 CK23=2028-03-07 CK24=2028-03-07 CK27=2028-05-02"),
    ("review_meeting=2027-02-09", "CK26= CK28= CK25="),
    ("amendment_notice_sent=2027-02-23", "CK26=2027-04-20 CK28=2027-04-20"),
    ("amendment_notice_sent=2027-02-23 review_meeting=2027-02-09", "CK26=2027-04-20 CK28="),
    ("amendment_notice_sent=2027-03-09 review_meeting=2027-02-09", "CK26=2027-05-04 CK28="),
    ("amendment_notice_sent=2027-03-16 review_meeting=2027-02-09", "CK26=2027-05-04 CK28="),
    ("amendment_notice_sent=2027-09-01 review_meeting=2027-02-09", "CK26=2027-10-27 CK28=2027-10-27"),
    ("amendment_notice_sent=2027-02-01 review_meeting=2027-02-09", "CK26=2027-03-29 CK28=2027-03-29"),
    ("plan_made=2026-03-10", "CK18=2027-03-09 CK11=2026-03-10"),
    ("plan_made=2026-09-01", "CK18=2027-08-31"),
    ("plan_made=2027-03-01", "CK18=2028-02-29"),
    ("plan_made=2028-02-29", "CK18=2029-02-28"),
    ("plan_made=2026-03-10 review_decided=2027-03-01", "CK18=2028-02-29"),
    ("plan_made=2026-03-10 final_issued=2026-05-02", "CK11=2026-05-02"),
    ("transfer_year=2026", "CK29=2026-02-14 CK30=2026-03-30"),
    ("transfer_year=2027", "CK29=2027-02-14 CK30=2027-03-30"),
    ("transfer_year=2028", "CK29=2028-02-14 CK30=2028-03-30"),
    ("post16_transfer_date=2027-09-01", "CK31=2027-04-01"),
    ("term_starts=2026-09-03", "CK19=2026-08-20"),
    ("reassess_request=2026-03-02", "CK16=2026-03-17"),
    ("reassess_notified=2026-03-17", "CK17=2026-06-23"),
    ("reassess_request=2026-12-21", "CK16=2027-01-05"),
    ("reassess_notified=2027-01-05", "CK17=2027-04-13"),
    ("reassess_decided=2027-01-05", "CK17=2027-04-13"),
    ("old_la_aware=2026-08-17", "CK34=2026-09-07"),
    ("old_la_aware=2026-08-17 moved=2026-08-20", "CK34=2026-09-07"),
    ("old_la_aware=2026-08-17 moved=2026-09-08", "CK34=2026-09-08"),
    ("transfer_date=2026-09-07", "CK35=2026-10-19"),
    ("old_la_aware=2026-12-14", "CK34=2027-01-06"),
    ("transfer_date=2027-01-06", "CK35=2027-02-17 CK36=2027-04-05"),
    ("old_la_aware=2027-12-20", "CK34=2028-01-12"),
    ("transfer_date=2028-01-12", "CK35=2028-02-23"),
    ("transfer_date=2027-01-06 plan_made=2026-02-01", "CK36=2027-04-05"),
    ("transfer_date=2027-01-06 plan_made=2026-11-01", "CK36=2027-10-31"),
    ("plan_made=2026-02-01 review_decided=2026-11-01", "CK36="),
    ("old_icb_aware=2026-08-17", "CK37=2026-09-07"),
    ("decision_notice_sent=2026-03-10", "CK12=2026-05-10 CK15=2026-05-10"),
    ("decision_notice_sent=2026-12-31", "CK12=2027-02-28 CK15=2027-02-28"),
    ("decision_notice_sent=2027-12-30", "CK12=2028-02-29 CK15=2028-02-29"),
    ("certificate_dated=2027-01-31", "CK15=2027-02-28"),
    ("certificate_dated=2028-01-31", "CK15=2028-02-29"),
    ("decision_notice_sent=2026-12-31 certificate_dated=2027-01-31", "CK12=2027-02-28 CK15=2027-02-28"),
    ("decision_notice_sent=2026-12-31 certificate_dated=2027-02-10", "CK12=2027-02-28 CK15=2027-03-10"),
    ("decision_notice_sent=2026-12-31 certificate_dated=2027-01-10", "CK15=2027-02-28"),
    ("certificate_requested=2026-12-23", "CK13=2026-12-30"),
    ("mediation_requested=2026-12-23", "CK14=2027-01-22"),
    ("certificate_dated=2027-02-10", "CK39= CK12="),
    ("cease_notice_sent=2026-12-31", "CK39=2027-02-28"),
    ("cease_notice_sent=2026-12-31 certificate_dated=2027-02-10", "CK39=2027-03-10"),
    ("tribunal_amend_order=2026-07-09", "CK42=2026-08-13"),
    ("tribunal_setting_order=2026-07-09", "CK42=2026-07-23"),
    ("tribunal_amend_order=2026-07-09 tribunal_setting_order=2026-07-09", "CK42=2026-08-13"),
    ("tribunal_plan_order=2026-07-09", "CK43=2026-09-24"),
    ("tribunal_assess_order=2026-07-09", "CK44=2026-10-15"),
    ("appeal_conceded=2026-07-09 appeal_about=amend", "CK45=2026-08-13"),
    ("appeal_conceded=2026-07-09 appeal_about=setting", "CK45=2026-07-23"),
    ("appeal_conceded=2026-07-09 appeal_about=plan", "CK45=2026-09-24"),
    ("appeal_conceded=2026-07-09 appeal_about=assess", "CK45=2026-10-15"),
    ("appeal_conceded=2026-07-09", "CK45="),
    ("recommendation_sent=2026-07-09", "CK46=2026-08-13"),
    ("recommendation_sent=2018-04-02", "CK46="),
    ("first_direct_payment=2027-01-06", "CK47=2027-04-05"),
    ("born_on=2010-01-15", "CK40=2026-06-26"),
    ("born_on=2011-01-15", "CK40=2027-06-25"),
    ("born_on=2012-02-29", "CK40=2028-06-30"),
    ("born_on=2013-01-15", "CK40=2029-06-29"),
    ("born_on=2010-08-31", "CK40=2026-06-26"),
    ("born_on=2010-09-01", "CK40=2027-06-25"),
    ("born_on=2010-06-27", "CK40=2026-06-26"),
    ("review_meeting=2027-02-09 year_group=9", "CK33=2027-02-09"),
    ("review_meeting=2027-02-09 year_group=8", "CK33="),
    ("review_meeting=2027-02-09", "CK33="),
    ("plan_made=2026-03-10 born_on=2021-03-11", "CK32=2026-09-09"),
    ("plan_made=2026-03-10 born_on=2021-03-10", "CK32="),
    ("plan_made=2026-03-10", "CK32="),
    ("born_on=2021-03-11", "CK32="),
]
# Neither a length in the law nor a date that could be said.
WITHOUT_A_DATE = ["CK2", "CK8", "CK38", "CK41"]
# An amendment is either of a review or outside one.
OF_ANOTHER_CASE = ["CK28"]
# Domain.md marks these with (K) or has not read their provision.
TO_VERIFY = ["CK2", "CK6", "CK13", "CK14", "CK16", "CK28", "CK36", "CK37", "CK41", "CK46"]
EVERYTHING = {event: date(2026, 1, 7) for event in Trigger}


def reckon(words, **how):
    """Reckon from "name=day name=day", as one would say it to the command."""
    pairs = dict(word.split("=") for word in words.split())
    facts = {name: pairs.pop(name) for name in ("year_group", "transfer_year", "appeal_about") if name in pairs}
    known = {name: About(value) if name == "appeal_about" else int(value) for name, value in facts.items()}
    events = {Trigger(name): date.fromisoformat(day) for name, day in pairs.items()}
    return {clock.id: clock for clock in clocks(events, Facts(**known), **how)}


@pytest.mark.parametrize(("words", "expected"), WORKED, ids=[words for words, _ in WORKED])
def test_each_worked_date(words, expected):
    found = reckon(words)
    days = {
        id_: found[id_].last_day.isoformat() if found[id_].last_day else "" for id_, _ in (pair.split("=") for pair in expected.split())
    }
    assert days == dict(pair.split("=") for pair in expected.split())


@pytest.mark.parametrize("wrong", ["2026-03-21", "2026-03-26"], ids=["the first day left out", "working days"])
def test_neither_of_the_two_usual_wrong_answers_is_given(wrong):
    assert reckon("draft_served=2026-03-06")["CK7"].last_day != date.fromisoformat(wrong)


@pytest.mark.parametrize(
    ("words", "id_", "day"),
    [
        ("advice_request_received=2026-07-20", "CK4", "2026-08-28"),
        ("transfer_year=2026", "CK29", "2026-02-13"),
        ("transfer_year=2027", "CK29", "2027-02-12"),
        ("transfer_year=2028", "CK29", "2028-02-14"),
        ("review_meeting=2027-02-09", "CK20", "2027-01-25"),
        ("review_meeting=2027-02-09", "CK21", "2027-01-25"),
        ("review_meeting=2027-02-08", "CK20", "2027-01-22"),
        ("review_meeting=2027-02-09", "CK22", "2027-02-23"),
        ("decision_notice_sent=2026-03-10", "CK15", "2026-05-08"),
        ("request_received=2026-01-07", "CK10", "2026-05-27"),
    ],
)
def test_the_day_to_act_by(words, id_, day):
    assert reckon(words)[id_].do_by == date.fromisoformat(day)


def test_the_councils_margin_is_for_what_the_council_owes_and_shortens_nobody_elses_time():
    found = reckon("request_received=2026-01-07 draft_served=2026-03-06 consultation_received=2026-06-08", margin=3)
    assert found["CK10"].do_by == date(2026, 5, 21)
    assert found["CK7"].do_by == date(2026, 3, 20)
    assert found["CK9"].do_by == date(2026, 6, 23)
    assert found["CK10"].last_day == date(2026, 5, 27)


def test_nobody_is_told_to_end_a_plan_by_the_day_on_which_it_must_still_stand():
    assert reckon("cease_notice_sent=2026-12-31")["CK39"].do_by is None


@pytest.mark.parametrize(
    ("words", "id_", "steps"),
    [
        ("tribunal_plan_order=2026-07-09", "CK43", ["2026-08-13", "2026-09-24"]),
        ("tribunal_assess_order=2026-07-09", "CK44", ["2026-07-23", "2026-09-17", "2026-10-15"]),
        ("appeal_conceded=2026-07-09 appeal_about=assess", "CK45", ["2026-07-23", "2026-09-17", "2026-10-15"]),
        ("request_received=2026-01-07", "CK10", []),
        ("appeal_conceded=2026-07-09", "CK45", []),
    ],
)
def test_an_order_with_several_days_has_its_steps_and_the_outermost_is_its_last(words, id_, steps):
    clock = reckon(words)[id_]
    assert [step.last_day.isoformat() for step in clock.steps] == steps
    assert len({step.name for step in clock.steps}) == len(steps)


def test_there_is_one_clock_for_each_number_and_each_names_its_law():
    found = clocks({})
    assert [clock.id for clock in found] == [f"CK{number}" for number in range(1, 48)]
    assert [clock.id for clock in found if not (clock.name and clock.law)] == []
    assert [clock.id for clock in found if clock.rule.to_verify] == TO_VERIFY


def test_where_no_date_can_be_said_none_is_made_up():
    assert {clock.last_day for clock in clocks({})} == {clock.do_by for clock in clocks({})} == {None}
    full = clocks(EVERYTHING, Facts(year_group=9, transfer_year=2026, appeal_about=About.PLAN))
    assert [clock.id for clock in full if clock.last_day is None] == sorted(WITHOUT_A_DATE + OF_ANOTHER_CASE, key=lambda id_: int(id_[2:]))


def test_every_event_starts_a_clock():
    started = {count.after for rule in RULES for count in rule.counts}
    assert set(Trigger) - started == set()


@pytest.mark.parametrize(
    ("requested", "served"),
    [("2026-01-07", "2026-05-12"), ("2026-11-30", "2027-04-04"), ("2026-05-11", "2026-09-13"), ("2013-01-07", None)],
)
def test_the_latest_day_to_serve_a_draft_leaves_the_whole_window_before_the_day_of_the_final_plan(requested, served):
    assert latest_service_on(date.fromisoformat(requested)) == (date.fromisoformat(served) if served else None)


def test_a_longer_window_asks_for_an_earlier_service():
    assert latest_service_on(date(2026, 1, 7), days=21) == date(2026, 5, 6)


@pytest.mark.parametrize(
    ("made", "meeting"),
    [("2026-03-10", "2027-02-09"), ("2026-09-01", "2027-08-03"), ("2027-03-01", "2028-02-01"), ("2028-02-29", "2029-01-31")],
)
def test_the_latest_meeting_leaves_the_council_four_weeks_within_the_year(made, meeting):
    assert latest_meeting_on(last_day("CK18", plan_made=date.fromisoformat(made))) == date.fromisoformat(meeting)


@pytest.mark.parametrize(
    ("id_", "year", "meeting"),
    [
        ("CK29", 2026, "2025-11-22"),
        ("CK29", 2027, "2026-11-22"),
        ("CK29", 2028, "2027-11-22"),
        ("CK30", 2026, "2026-01-05"),
        ("CK30", 2027, "2027-01-05"),
        ("CK30", 2028, "2028-01-06"),
    ],
)
def test_the_latest_meeting_before_a_change_of_phase_leaves_twelve_weeks(id_, year, meeting):
    assert latest_meeting_before_transfer_on(last_day(id_, Facts(transfer_year=year))) == date.fromisoformat(meeting)


def test_a_clock_or_event_that_there_is_not_is_a_fault():
    with pytest.raises(KeyError):
        last_day("CK99", request_received=date(2026, 1, 7))
    with pytest.raises(ValueError, match="is not a valid Trigger"):
        last_day("CK1", request_recieved=date(2026, 1, 7))


def test_a_new_version_of_the_law_governs_what_happens_from_its_first_day_on():
    ten = next(rule for rule in RULES if rule.id == "CK10")
    shorter = tuple(replace(count, n=16) for count in ten.counts)
    old = replace(ten, effective_to=date(2028, 8, 31))
    new = replace(ten, counts=shorter, source="A new law", effective_from=date(2028, 9, 1))
    for event, last, law in [
        ("2028-08-31", "2029-01-18", ten.source),
        ("2028-09-01", "2028-12-22", "A new law"),
        ("2014-08-31", "", "A new law"),
    ]:
        (clock,) = clocks({Trigger.REQUEST_RECEIVED: date.fromisoformat(event)}, rules=(old, new))
        assert (clock.last_day.isoformat() if clock.last_day else "", clock.law) == (last, law)


def test_versions_of_one_clock_never_overlap():
    for rule in RULES:
        others = [other for other in RULES if other.id == rule.id and other is not rule]
        assert [other for other in others if other.is_in_force(rule.effective_from)] == []


@pytest.mark.parametrize(("done_on", "is_missed"), [("2026-05-26", False), ("2026-05-27", False), ("2026-05-28", True)])
def test_what_was_done_in_time_stays_in_time_and_what_was_late_stays_late(done_on, is_missed):
    clock = reckon("request_received=2026-01-07")["CK10"].done(date.fromisoformat(done_on)).broken("The report of health came on 20 May")
    assert clock.is_missed(today=date(2027, 1, 1)) is is_missed
    assert (clock.breach, clock.last_day) == ("The report of health came on 20 May", date(2026, 5, 27))


def test_nobody_is_late_with_a_time_that_must_be_given():
    assert not reckon("draft_served=2026-03-06")["CK7"].is_missed(today=date(2026, 4, 1))


# No example is judged by the time it takes.
days = st.dates(min_value=date(2014, 9, 1), max_value=date(2100, 12, 31))
COUNTED = [(rule.id, count) for rule in RULES for count in rule.counts if isinstance(count, Count) and not count.applies_if]


def _of_one(event, day):
    facts = Facts(year_group=9, transfer_year=2026, appeal_about=About.ASSESS)
    return {clock.id: clock for clock in clocks({event: day}, facts)}


@given(st.sampled_from(Trigger), days, st.integers(min_value=0, max_value=400))
def test_a_later_event_never_has_an_earlier_deadline(event, day, later):
    before, after = _of_one(event, day), _of_one(event, day + timedelta(days=later))
    both = [id_ for id_ in before if before[id_].last_day and after[id_].last_day]
    assert [id_ for id_ in both if after[id_].last_day < before[id_].last_day] == []
    assert [id_ for id_ in both if before[id_].do_by and after[id_].do_by < before[id_].do_by] == []


@given(st.sampled_from(Trigger), days, st.integers(min_value=0, max_value=10))
def test_no_day_to_act_by_is_late_or_no_working_day(event, day, margin):
    for clock in clocks({event: day}, Facts(transfer_year=2027, year_group=10, appeal_about=About.PLAN), margin=margin):
        for last, by in [(clock.last_day, clock.do_by), *((step.last_day, step.do_by) for step in clock.steps)]:
            assert by is None or (by <= last and by.weekday() < 5 and bank_holiday(by) == "")


@given(st.sampled_from([(id_, count) for id_, count in COUNTED if count.unit in (Unit.WEEK, Unit.DAY)]), days)
def test_no_deadline_in_days_or_weeks_is_moved_by_a_weekend_or_a_holiday(rule, day):
    id_, count = rule
    length = count.n * (7 if count.unit is Unit.WEEK else 1) * (-1 if count.count_from is CountFrom.NOTICE_BEFORE else 1)
    length -= count.count_from is CountFrom.INCLUDE_EVENT
    assert count.last_day(Given({count.after: day})) == day + timedelta(days=length), id_


@pytest.mark.parametrize("id_", ["CK7", "CK25"])
@given(served=days)
def test_the_window_is_never_shorter_than_fifteen_days_with_the_day_of_service(id_, served):
    event = {"CK7": Trigger.DRAFT_SERVED, "CK25": Trigger.AMENDMENT_NOTICE_SERVED}[id_]
    clock = _of_one(event, served)[id_]
    assert (clock.last_day - served).days + 1 == 15
    assert clock.rule.owner is Owner.FAMILY
