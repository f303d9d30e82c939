"""What stands where, and what each part is tied to: Q01, Q02, Q04 to Q12 (domain.md 6)."""

from datetime import date

import pytest

from permissions.vocabulary import Code
from plans.statute.quality import ChildToCheck, Severity, check
from plans.statute.quality.saying import months_before, year_group_of, years_old
from tests.plans.quality_help import BORN_ON, LINKS, final, found, help_, hope, need, outcome, place, plan, report, said

BLOCK, WARN = Severity.BLOCK, Severity.WARN


def test_nothing_is_found_in_a_plan_in_which_all_is_right():
    assert [(one.key, one.wrong) for one in check(plan())] == []


def test_nothing_is_found_in_the_same_plan_when_it_is_final():
    assert [(one.key, one.wrong) for one in check(final(place()))] == []


def test_q01_an_empty_section_stops_the_plan():
    assert [one.section for one in found(plan(without=("outcome", "outcome2", "outcome3"), narratives={"E": ""}), "Q01")] == [Code.E]
    assert found(plan(without=("outcome", "outcome2", "outcome3")), "Q01") == [], "words of the section itself are something"
    assert found(plan(), "Q01", "I") == [], "in a draft Section I is empty"


def test_q02_a_section_with_nothing_to_say_says_so():
    assert [one.section for one in found(plan(none=frozenset({"C", "D", "H1", "H2", "J"})), "Q02")] == [Code.G]
    assert found(plan(), "Q02") == []
    assert found(plan(need("eats", "He eats 14 foods.", code="C")), "Q02") == []


def test_q04_a_report_lacks_its_file_or_the_reason():
    assert (
        said(plan(report("salt", "Speech and language therapy advice", "therapy", has_file=False, dated_on=None)), "Q04")
        == "This report lacks the file and its date."
    )
    assert found(plan(report("doctor", "Medical advice", "medical", obtained=False)), "Q04", "doctor")[0].severity is BLOCK
    assert found(plan(), "Q04") == [], "what the family writes is itself their advice, and a report may be missing with a reason"


@pytest.mark.parametrize(
    ("dated_on", "months"),
    [(date(2025, 11, 25), "12 months old"), (date(2025, 10, 1), "13 months old"), (date(2024, 1, 1), "34 months old")],
)
def test_q05_a_report_of_more_than_twelve_months_ago(dated_on, months):
    assert months in said(plan(report("ep", "Psychological advice", "psychological", dated_on=dated_on)), "Q05")


@pytest.mark.parametrize("dated_on", [date(2025, 11, 26), date(2026, 11, 26)])
def test_q05_a_report_of_the_last_twelve_months_is_fresh(dated_on):
    assert found(plan(report("ep", "Psychological advice", "psychological", dated_on=dated_on)), "Q05") == []


def test_q06_every_kind_of_advice_is_there_or_the_reason_why_not():
    one = found(plan(without=("doctor", "ep", "help2"), links=()), "Q06")
    assert [(it.severity, it.section) for it in one] == [(BLOCK, Code.K)]
    assert "medical and psychological" in one[0].wrong
    assert found(plan(), "Q06") == []


def test_q06_from_year_9_advice_about_adult_life_is_asked_for():
    assert [one.severity for one in found(plan(year_group=9), "Q06")] == [WARN]
    assert found(plan(year_group=8), "Q06") == []
    assert found(plan(report("pfa", "Preparing for adulthood", "other"), year_group=9), "Q06") == []


def test_q07_a_need_comes_from_a_report():
    assert [one.severity for one in found(plan(need(source=" ")), "Q07", "need")] == [BLOCK]
    assert [one.severity for one in found(plan(need(source="What I remember")), "Q07", "need")] == [WARN]
    assert found(plan(need(source="A. Salt, page 2")), "Q07") == [], "who wrote it is as good as the title"


def test_q08_each_need_has_help_and_each_help_a_need():
    loose = plan(links=tuple(link for link in LINKS if link != ("need", "help")))
    assert [one.severity for one in found(loose, "Q08", "need")] == [BLOCK]
    assert [one.severity for one in found(loose, "Q08", "help")] == [WARN]
    assert found(plan(), "Q08") == []
    assert [one.severity for one in found(plan(need("sleep", "He sleeps badly.", code="C")), "Q08", "sleep")] == [WARN], (
        "for health needs it is a warning"
    )


def test_q09_each_outcome_comes_from_somewhere():
    assert said(plan(outcome("new", "Sam types.")), "Q09", "new") == "This outcome is tied to no hope or need and no help."
    assert found(plan(outcome("new", "Sam types."), links=(*LINKS, ("hope", "new"), ("help", "new"))), "Q09") == []
    assert "no help" in said(plan(outcome("new", "Sam types."), links=(*LINKS, ("need", "new"))), "Q09", "new")


def test_q10_each_hope_is_touched_by_an_outcome():
    assert [one.severity for one in found(plan(hope("far", "I want to fly.")), "Q10", "far")] == [Severity.INFO]
    assert found(plan(), "Q10") == []
    assert found(plan(hope("far", "I want to fly."), links=(*LINKS, ("far", "need"))), "Q10") == [], "by way of a need and its help"


def test_q11_a_report_from_which_nothing_comes():
    assert [one.item for one in found(plan(report("ot", "Occupational therapy advice", "therapy")), "Q11")] == [report("ot", "", "").uid]
    assert found(plan(), "Q11") == [], "the family's own words need not be cited"


def test_q12_help_and_outcomes_say_whose_advice_they_are():
    assert found(plan(help_(source="")), "Q12", "help")
    assert found(plan(outcome(source="")), "Q12", "outcome")
    assert found(plan(), "Q12") == []


def test_ages_and_year_groups():
    assert years_old(date(2008, 11, 27), date(2026, 11, 26)) == 17
    assert years_old(date(2008, 11, 26), date(2026, 11, 26)) == 18
    assert years_old(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert years_old(date(2008, 2, 29), date(2026, 3, 1)) == 18
    assert year_group_of(BORN_ON, date(2026, 11, 26)) == 5
    assert year_group_of(date(2017, 9, 1), date(2026, 11, 26)) == 4, "born a day into the next school year"
    assert year_group_of(date(2017, 8, 31), date(2026, 8, 31)) == 4
    assert year_group_of(date(2017, 8, 31), date(2026, 9, 1)) == 5
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 11, 26), 12) == date(2025, 11, 26)
    assert ChildToCheck(first_name="Sam", born_on=BORN_ON).formats_asked == ()
