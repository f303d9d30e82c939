"""What must be so on the day of the issue: Q18, Q19, Q39, Q40, Q42 to Q46, Q49, Q50, Q52; and what a leader may let pass (domain.md 6)."""

from dataclasses import replace
from datetime import date

import pytest

from permissions.vocabulary import Code
from plans.statute.quality import CHECKS, NOT_BY_RULE, ChildToCheck, LaterFacts, Moment, Severity, check, may_override
from plans.statute.quality.table import one_each
from tests.plans.quality_help import DONE, TODAY, budget, final, found, help_, need, place, plan, report, said, uid

BLOCK, WARN = Severity.BLOCK, Severity.WARN
H1 = help_("out", "An assistant takes him to football.", code="H1", source="Social care advice, page 6")


def born(year, month, day):
    return ChildToCheck(first_name="Sam", last_name="Adeyemi", born_on=date(year, month, day))


def test_q18_help_under_the_1970_act_ends_on_the_18th_birthday():
    assert [(one.item, one.overridable) for one in found(plan(H1, child=born(2008, 11, 26)), "Q18")] == [(uid("out"), False)]
    assert found(plan(H1, child=born(2008, 11, 27)), "Q18") == []
    assert found(plan(H1, child=born(2008, 11, 27), issue_on=date(2026, 11, 27)), "Q18"), "the day of the issue counts, not today"
    assert found(plan(narratives={"H1": "Football."}, child=born(2008, 11, 26)), "Q18", "H1")
    assert found(plan(help_("out", "Football.", code="H2"), child=born(2008, 11, 26)), "Q18") == []


def test_q19_short_breaks_stand_where_they_belong():
    night = "A residential short break, two nights a month."
    assert found(plan(help_("night", night, code="H1")), "Q19", "night")
    assert found(plan(help_("night", night, code="H2")), "Q19") == []
    assert found(plan(help_("night", "A day out, not an overnight break.", code="H1")), "Q19") == []
    home = "Practical help in the home, three hours a week."
    assert found(plan(help_("home2", home, code="H2")), "Q19", "home2")
    assert found(plan(help_("home2", home, code="H2"), child=born(2007, 1, 1)), "Q19") == [], "from 18 on H2 is the place"


def test_q39_health_and_social_care_agree_their_parts_before_the_final():
    of = (place(), help_("clinic", "A nurse sees him.", code="G"), H1)
    asked = final(*of, later=replace(DONE, health_agreed=None, care_agreed=False))
    assert [(one.section, one.severity, one.overridable) for one in found(asked, "Q39")] == [(Code.G, BLOCK, False), (Code.H1, BLOCK, True)]
    assert found(final(*of), "Q39") == []
    assert found(plan(*of[1:]), "Q39") == [], "at the draft it need not be agreed"
    assert found(final(place(), later=replace(DONE, health_agreed=None)), "Q39") == [], "none is provided"


def test_q40_a_direct_payment_says_what_it_is_for():
    assert "which needs and which outcomes" in said(plan(budget("An assistant.")), "Q40", "budget")
    assert found(plan(budget("It meets his need for friends and serves his outcome of playing.")), "Q40") == []
    assert found(plan(budget("An assistant.", how="notional")), "Q40") == []


LATER = {
    "Q42": {"changes_without_origin": None},
    "Q43": {"answers_open": None},
    "Q44": {"notice_missing": None},
    "Q45": {"signed": None},
    "Q46": {"setting_consulted": None},
    "Q52": {"need_codes": None},
}


@pytest.mark.parametrize(("check_id", "unknown"), LATER.items())
def test_what_nobody_has_said_stands_at_the_final_and_never_passes(check_id, unknown):
    assert found(final(place(), later=replace(DONE, **unknown)), check_id)
    assert found(final(place()), check_id) == []


def test_with_nothing_handed_in_every_later_check_stands_at_the_final():
    of = final(place(), help_("clinic", "A nurse sees him.", code="G"), later=LaterFacts())
    assert {one.id for one in check(of) if one.severity is BLOCK} >= {"Q39", "Q42", "Q43", "Q44", "Q45", "Q46"}


def test_q42_a_change_that_comes_from_nobody():
    one = found(final(place(), later=replace(DONE, changes_without_origin=(Code.F,))), "Q42")
    assert [(it.section, it.severity, it.overridable) for it in one] == [(Code.F, BLOCK, False)]


def test_q43_what_the_family_said_and_nobody_answered():
    assert said(final(place(), later=replace(DONE, answers_open=1)), "Q43") == "1 of the family’s points is not answered."
    assert said(final(place(), later=replace(DONE, answers_open=3)), "Q43") == "3 of the family’s points are not answered."


def test_q44_a_notice_that_lacks_a_part_stops_a_draft_too():
    lacking = LaterFacts(notice_missing=("the last day to answer",))
    assert "the last day to answer" in said(plan(later=lacking), "Q44")
    assert found(plan(later=LaterFacts(notice_missing=())), "Q44") == []
    assert found(plan(), "Q44") == [], "at a draft the act of serving makes the notice"


def test_q45_what_a_final_plan_carries():
    assert (
        said(final(place(), later=replace(DONE, signed=False, review_due_on=None)), "Q45")
        == "Still missing: the signature and the day of the next review."
    )
    amended = plan(place(), moment=Moment.AMENDED_FINAL, later=replace(DONE, says_what_it_replaces=False))
    assert "which plan it replaces" in said(amended, "Q45")
    assert found(final(place(), later=replace(DONE, says_what_it_replaces=None)), "Q45") == [], "a first plan replaces none"


def test_q46_the_school_that_is_named_was_consulted():
    assert "consulted" in said(final(place(), later=replace(DONE, setting_consulted=False)), "Q46", "place")
    assert "answer" in said(final(place(), later=replace(DONE, reply_or_lapse=False)), "Q46", "place")
    assert found(final(place(name=""), later=replace(DONE, setting_consulted=None)), "Q46") == [], "a type alone is nobody to consult"
    assert found(final(), "Q46", "I")
    assert found(final(later=replace(DONE, educated_otherwise=True)), "Q46") == []


def test_q49_another_form_that_somebody_needs():
    needs = ChildToCheck(first_name="Sam", born_on=date(2017, 8, 29), formats_asked=("easy read", "large print"))
    assert said(plan(child=needs, later=LaterFacts(formats_made=frozenset({"large print"}))), "Q49").endswith("it is not there: easy read.")
    assert found(plan(child=needs, later=LaterFacts(formats_made=frozenset({"large print", "easy read"}))), "Q49") == []
    assert [one.severity for one in found(plan(child=needs), "Q49")] == [WARN]


def test_q50_each_proposed_change_has_its_evidence():
    assert found(plan(moment=Moment.AMENDMENT), "Q50"), "nobody has said"
    proposed = LaterFacts(changes_without_evidence=(Code.F,))
    assert [(one.section, one.severity) for one in found(plan(moment=Moment.AMENDMENT, later=proposed), "Q50")] == [(Code.F, BLOCK)]
    assert found(plan(moment=Moment.AMENDMENT, later=LaterFacts(changes_without_evidence=())), "Q50") == []
    assert found(plan(later=proposed), "Q50") == []


@pytest.mark.parametrize(
    ("codes", "is_right"),
    [(("SLCN",), True), (("SLCN", "ASD"), True), ((), False), (("SLCN", "ASD", "MLD"), False), (("ABC",), False), (("ASD", "ASD"), False)],
)
def test_q52_one_or_two_kinds_of_need_that_the_return_knows(codes, is_right):
    assert (found(plan(later=LaterFacts(need_codes=codes)), "Q52") == []) is is_right


@pytest.mark.parametrize("check_id", ["Q18", "Q42", "Q43", "Q44", "Q46"])
@pytest.mark.parametrize("moment", list(Moment))
def test_these_are_never_overridden(check_id, moment):
    assert not may_override(check_id, moment)


def test_what_else_is_never_overridden_depends_on_the_moment_and_the_section():
    assert not may_override("Q03", Moment.FIRST_DRAFT)
    assert not may_override("Q03", Moment.REASSESSMENT)
    assert may_override("Q03", Moment.AMENDMENT)
    assert not may_override("Q39", Moment.FINAL, Code.G)
    assert may_override("Q39", Moment.FINAL, Code.H1)
    assert may_override("Q04", Moment.FIRST_DRAFT)
    assert may_override("Q08", Moment.FIRST_DRAFT)


def test_every_check_of_the_table_is_decided_by_a_rule_or_says_why_not():
    assert set(CHECKS) | set(NOT_BY_RULE) == {f"Q{number:02}" for number in range(1, 54)}
    assert set(CHECKS) & set(NOT_BY_RULE) == set()


def test_one_check_says_what_it_has_to_say_of_one_place_once():
    of = plan(
        report("salt", "Speech and language therapy advice", "therapy"),
        need(text="[name] of His brother Adam, AB1 2CD, XXX.", impact=""),
        year_group=9,
    )
    found_here = check(of)
    assert len({one.key for one in found_here}) == len(found_here)
    assert one_each(found_here) == found_here


def test_a_reason_is_for_the_words_as_they_stand():
    one, again = (
        found(plan(help_(text="Regular help.")), "Q13")[0],
        found(plan(help_(text="Regular help."), need(text="Other words.")), "Q13")[0],
    )
    other = found(plan(help_(text="Regular help!")), "Q13")[0]
    assert one.words_hash == again.words_hash
    assert one.words_hash != other.words_hash
    assert one.words_hash != found(plan(help_(text="Regular help.", minutes=20)), "Q13")[0].words_hash, "the fields count as words"


def test_an_override_is_for_one_issue_and_a_reason_is_not():
    draft, last = plan(need(source="")), final(place(), need(source=""))
    assert found(draft, "Q07")[0].words_hash != found(last, "Q07")[0].words_hash
    assert (
        found(plan(help_(text="Regular help.")), "Q13")[0].words_hash
        == found(final(place(), help_(text="Regular help.")), "Q13")[0].words_hash
    )


def test_no_word_of_the_plan_is_in_the_name_of_a_finding():
    assert [one.key for one in found(plan(help_(text="Regular help.")), "Q13")] == [f"Q13-F-{uid('help')}"]
    assert date(2026, 11, 26) == TODAY
