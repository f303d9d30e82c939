"""Whose words they are, whose plan it is, and how it speaks: Q28 to Q31, Q33 to Q35, Q37, Q38, Q41, Q47 (domain.md 6)."""

import pytest

from permissions.vocabulary import Code
from plans.statute.quality import ChildToCheck, LaterFacts, Severity
from tests.plans.quality_help import BORN_ON, found, help_, need, plan, said, uid, voice

BLOCK, WARN, INFO = Severity.BLOCK, Severity.WARN, Severity.INFO
MANY = "Sam talks to the people whom he knows well about football, about tables of results, about maps, about buses and about the cat of his own family at home."


def test_q28_what_is_missing_of_the_views_is_named():
    assert (
        said(plan(without=("voice",), narratives={"A": "How to talk with Sam: draw it."}), "Q28") == "Missing here: the child’s own view."
    )
    assert "a parent’s view" in said(plan(without=("parent",)), "Q28")
    assert "a hope for the future" in said(plan(without=("hope",), links=()), "Q28")
    assert found(plan(), "Q28") == []


def test_q28_without_any_view_it_stops_the_plan():
    assert [one.severity for one in found(plan(without=("voice", "parent")), "Q28")] == [BLOCK]
    assert [one.severity for one in found(plan(without=("voice",)), "Q28")] == [WARN]


def test_q28_how_to_talk_may_stand_in_the_personal_details():
    quiet = voice(text="I like maths.")
    assert "how to talk" in said(plan(quiet), "Q28")
    told = ChildToCheck(first_name="Sam", born_on=BORN_ON, communication="Draw each step.")
    assert found(plan(quiet, child=told), "Q28") == []


def test_q29_who_says_i():
    assert found(plan(narratives={"A": "I like maths. My cat sits on my feet."}), "Q29", "A")
    assert found(plan(narratives={"A": "Sam says: “I like maths.” Class 2 I is his."}), "Q29") == []
    assert found(plan(voice(speaker_name="", text="I like maths. Draw it if you talk with me.")), "Q29", "voice")
    assert found(plan(), "Q29") == []


def test_q29_words_that_were_changed_after_they_were_approved():
    changed = LaterFacts(altered_after_approval=frozenset({uid("voice")}))
    assert [(one.item, one.severity) for one in found(plan(later=changed), "Q29")] == [(uid("voice"), BLOCK)]


def test_q30_help_that_stands_in_section_a_only():
    assert "“laptop”" in said(plan(voice(text="I want a laptop. Draw it if you talk with me.")), "Q30", "voice")
    assert found(plan(voice(text="I like speech therapy. Draw it.")), "Q30") == [], "there is speech and language therapy in F"


@pytest.mark.parametrize(
    "text",
    [
        "[name] follows two words.",
        "XXX follows two words.",
        "He/she follows two words.",
        "Sam follows ____ words.",
        "Pupil X follows two.",
        "[insert school]",
    ],
)
def test_q31_what_was_left_from_a_form(text):
    assert [one.severity for one in found(plan(need(text=text)), "Q31", "need")] == [BLOCK]


@pytest.mark.parametrize(
    "text",
    ["He lives in [struck out by the council on 3 May 2026].", "Section [F] of the plan.", "He wears size XXL.", "He is, or was, tired?"],
)
def test_q31_brackets_that_mean_something_are_fine(text):
    assert found(plan(need(text=text)), "Q31") == []


@pytest.mark.parametrize(
    "text", ["Sam is in Year 4.", "He is 8 years old.", "Sam was born on 28 August 2017.", "DOB: 29/08/2016", "He is now in Year 6."]
)
def test_q31_age_year_and_birthday_agree_with_the_details(text):
    assert [one.severity for one in found(plan(need(text=text)), "Q31", "need")] == [BLOCK]


@pytest.mark.parametrize(
    "text",
    [
        "Sam is in Year 5.",
        "He is 9 years old.",
        "Sam was born on 29 August 2017.",
        "DOB: 29/08/2017",
        "In Year 3 it got harder.",
        "His brother was born on 1 May 2020.",
        "When he is in Year 7 he says so.",
    ],
)
def test_q31_what_agrees_is_fine(text):
    assert found(plan(need(text=text)), "Q31") == []


def test_q31_the_name_of_another_child_is_for_the_council_alone():
    one = found(plan(need(text="Zoe follows two words."), other_children=frozenset({"Zoe"})), "Q31", "need")
    assert [(it.severity, it.for_council) for it in one] == [(BLOCK, True)]
    for text in ("Sam follows two words.", "His sister Zoe follows him.", "His friend, Zoe, waits.", "zoe"):
        assert found(plan(need(text=text), other_children=frozenset({"Zoe", "Sam", "May"})), "Q31") == []
    assert found(plan(need(text="In May he was ill."), other_children=frozenset({"May"})), "Q31") == []


def test_q31_another_pronoun_than_in_the_rest_of_the_plan_is_a_warning():
    his = need(text="Sam says what he did, where he was, what he saw and whom he met.")
    assert [one.severity for one in found(plan(his, help_(text="Sam practises until she is calm.")), "Q31", "help")] == [WARN]
    assert found(plan(his, help_(text="The therapist shows Sam, and she writes it down.")), "Q31") == []
    assert found(plan(help_(text="Sam practises until she is calm."), narratives={"B": "Strong at learning."}), "Q31") == [], (
        "nobody knows which one is right"
    )


def test_q33_long_sentences_short_forms_and_words_of_the_trade_are_one_hint_a_section():
    assert "3 sentences have more than 25 words" in said(plan(narratives={"B": f"{MANY} {MANY} {MANY} He can learn."}), "Q33", "B")
    assert "Short forms that are not explained: CELF" in said(plan(need(text="CELF 68.")), "Q33", "B")
    assert "“receptive language”" in said(plan(need(text="His receptive language is low.")), "Q33", "B")
    assert found(plan(need(text="The clinical test (CELF) of the SENCo.")), "Q33") == []
    assert found(plan(voice(text=f"{MANY} Draw it.")), "Q33") == [], "nobody's own words are judged"


@pytest.mark.parametrize("text", ["He has severe anxiety.", "Moderately delayed.", "A significant need."])
def test_q34_words_for_how_severe_it_is(text):
    assert found(plan(need(text=text)), "Q34", "need")
    assert found(plan(need(text=text), severity_words_defined=True), "Q34") == []


@pytest.mark.parametrize("text", ["He has moderate learning difficulties.", "Severe hearing loss in one ear.", "Everything is hard."])
def test_q34_the_names_of_needs_are_fine(text):
    assert found(plan(need(text=text)), "Q34") == []


@pytest.mark.parametrize("text", ["He refuses to write.", "He suffers from asthma.", "He is non-compliant.", "His challenging behaviour"])
def test_q35_words_that_hurt(text):
    assert [one.severity for one in found(plan(need(text=text)), "Q35", "need")] == [INFO]


def test_q35_a_word_that_is_quoted_and_the_familys_own_words_are_fine():
    assert found(plan(need(text="He was never “refusing” to write.")), "Q35") == []
    assert found(plan(voice(text="He refuses to write, I refused too. Draw it.")), "Q35") == []


def test_q37_strengths_stand_beside_the_needs():
    assert "cognition and learning" in said(plan(narratives={"B": "Strengths: Sam talks easily."}), "Q37", "B")
    assert found(plan(), "Q37") == []


def test_q38_a_diagnosis_says_what_it_means():
    assert "“autism”" in said(plan(need(text="Sam has autism.", impact="")), "Q38", "need")
    assert found(plan(need(text="Sam has autism.")), "Q38") == []
    assert found(plan(need(text="Sam stops.", impact="")), "Q38") == []


def test_q41_details_of_child_protection_need_consent():
    care = need("care", "He is on a child protection plan.", code="D", source="Social care advice, page 1")
    assert found(plan(care), "Q41", "care")
    assert found(plan(care, later=LaterFacts(consent_to_details=True)), "Q41") == []
    assert found(plan(narratives={"D": "He is not subject to a child in need plan or a child protection plan."}), "Q41") == []


def test_q47_an_address_is_told_to_the_council_and_not_repeated():
    one = found(plan(need(text="He runs home to 7 Safe-Harbour Row."), addresses=("7 Safe Harbour Row",)), "Q47", "need")
    assert [it.for_council for it in one] == [True]
    assert "Harbour" not in one[0].wrong
    assert found(plan(need(text="He lives at AB1 2ED.")), "Q47", "need")
    assert found(plan(need(text="He finds a safe harbour in row 7."), addresses=("7 Safe Harbour Row", "London")), "Q47") == []


def test_q47_other_people_are_not_named():
    assert [one.severity for one in found(plan(need(text="His brother Adam helps him.")), "Q47", "need")] == [WARN]
    assert [one.severity for one in found(plan(voice(text="My friend Jo talks to me.")), "Q47", "voice")] == [INFO]
    assert found(plan(need(text="His brother helps him. Friends In Year 5 wait.")), "Q47") == []


def test_no_finding_about_section_a_asks_for_other_words_of_the_family():
    of = plan(voice(text="I refuse. XYZ? My severe brother. He should get some regular therapy such as talk."))
    assert {one.id for one in found_all(of) if one.section is Code.A and one.severity is not INFO} == set()


def found_all(of):
    return [one for check_id in ("Q13", "Q15", "Q16", "Q33", "Q34", "Q35", "Q36", "Q38", "Q47") for one in found(of, check_id)]
