"""Q03: the school stays out of a draft. What is stopped, what is only shown, and what is no name at all (domain.md 0 fact 3, 6)."""

import pytest

from permissions.vocabulary import Code, Party
from plans.statute.quality import LaterFacts, Moment, Severity
from plans.statute.quality.mentions import TYPE, known_setting
from plans.statute.sections import Kind
from tests.plans.quality_help import budget, final, found, help_, hope, item, need, outcome, place, plan, report, uid, voice

BLOCK, INFO = Severity.BLOCK, Severity.INFO
SETTINGS = frozenset(
    {
        "Elm Street Primary School",
        "Oakfield School",
        "St Mary’s C of E Primary School",
        "The Bridge",
        "The Learning Centre",
        "Brookshire College",
        "Hill-View Academy",
    }
)


def weight(of, about="need"):
    """Say how much Q03 weighs in one place: "block", "info" or "" where nothing is found."""
    return "".join(one.severity for one in found(of, "Q03", about))


def in_need(text, **facts):
    return weight(plan(need(text=text), **{"settings": SETTINGS} | facts))


def in_help(text, **facts):
    return weight(plan(help_(text=text), settings=SETTINGS, **facts), "help")


@pytest.mark.parametrize(
    "text",
    [
        "Sam will attend Oakfield School from September.",
        "Oakfield School can meet his needs.",
        "Oakfield school",
        "OAKFIELD SCHOOL has a place.",
        "He needs what Oakfield Special School offers.",
        "The staff of *Oakfield* School know him.",
        "St Mary's CofE Primary School",
        "St. Marys C of E Primary School",
        "Saint Mary’s Primary School",
        "Sam should stay at Elm Street Primary School.",
        "Elm Street Primary School is the right school for him.",
        "He is to be placed at Elm Street.",
        "Sam will go to Oakfield.",
        "He will be taught at The Bridge.",
        "The Learning Centre",
        "Hill View Academy",
    ],
)
def test_the_name_of_a_known_setting_stops_a_draft(text):
    assert in_need(text) == BLOCK


@pytest.mark.parametrize(
    "text",
    [
        "Sam attends Elm Street Primary School.",
        "Sam is in Year 5 at Elm Street Primary School.",
        "He has been at Elm Street since Reception.",
        "At Elm Street Primary School he left the room 9 times.",
        "Amara said that she would like him to go to Oakfield School.",
        "His parents would prefer Oakfield School.",
        "Sam says: “I want to go to Oakfield School.”",
    ],
)
def test_where_the_child_is_now_and_what_the_family_says_is_only_shown(text):
    assert in_need(text.replace("Amara", "His mother")) == INFO


@pytest.mark.parametrize(
    "text",
    [
        "He crosses the bridge by the river with an adult.",
        "Sam finds the learning centre of his brain tired.",
        "He likes the hill and the view.",
        "He needs calm. School is loud.",
        "His school gives him a quiet place, and the college student visits.",
        "He needs special educational provision.",
        "He works on his own: independent tasks of ten minutes, in a unit of work about rivers.",
        "Sam plays with his mainstream peers.",
        "Oak leaves fielded questions.",
        "He lives in a residential street.",
    ],
)
def test_ordinary_words_are_nothing(text):
    assert in_need(text) in ("", INFO)
    assert weight(plan(help_(text=text), settings=SETTINGS), "help") in ("", INFO)


@pytest.mark.parametrize(
    "text", ["He crosses the bridge by the river.", "He likes the hill and the view.", "He needs special educational provision."]
)
def test_ordinary_words_are_not_even_shown(text):
    assert in_need(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Sam needs a special school.",
        "Sam requires a place in a mainstream primary school with support.",
        "His needs can only be met in a specialist setting.",
        "He should be educated in a resourced provision.",
        "Sam needs to attend an autism base.",
        "A special school would best meet his needs.",
        "A residential placement is recommended.",
        "He should go to a pupil referral unit.",
        "An independent special school is needed.",
        "He requires alternative provision.",
        "He should be placed in AP.",
        "A mainstream secondary school is appropriate.",
    ],
)
def test_a_type_of_school_proposed_for_the_child_stops_a_draft(text):
    assert in_need(text) == BLOCK


@pytest.mark.parametrize(
    "text",
    [
        "Sam attends a mainstream primary school.",
        "He was taught in a mainstream school and left it in May.",
        "The special school nurse visits.",
        "His mother would like a special school.",
        "Children in a mainstream school write twelve words a minute.",
    ],
)
def test_a_type_of_school_as_a_fact_a_wish_or_a_generic_word_stops_nothing(text):
    assert in_need(text) in ("", INFO)


@pytest.mark.parametrize(
    "text",
    [
        "Elm Street Primary School gives him 10 hours.",
        "The teacher of Elm Street Primary School reads with him.",
        "This is delivered in a mainstream school.",
        "Elm Street Primary School will train two adults.",
    ],
)
def test_in_help_the_school_of_now_is_no_fact_but_a_duty_to_come(text):
    assert in_help(text) == BLOCK


def test_in_help_the_school_of_now_may_be_told_as_it_is_now():
    assert in_help("At present Elm Street Primary School gives 3 hours.") == INFO
    assert weight(plan(outcome(baseline="2 in 10, counted at Elm Street Primary School"), settings=SETTINGS), "outcome") == INFO


def test_every_field_of_an_item_is_read_and_where_it_comes_from_is_not():
    assert weight(plan(help_(where="Oakfield School"), settings=SETTINGS), "help") == BLOCK
    assert weight(plan(help_(where="A special school"), settings=SETTINGS), "help") == BLOCK
    assert weight(plan(help_(where="Elm Street Primary School"), settings=SETTINGS), "help") == BLOCK
    assert weight(plan(help_(delivered_by="Teacher of Oakfield School"), settings=SETTINGS), "help") == BLOCK
    assert weight(plan(outcome(measure="Counted at Oakfield School"), settings=SETTINGS), "outcome") == BLOCK
    assert weight(plan(need(impact="He will go to Oakfield School."), settings=SETTINGS)) == BLOCK
    assert weight(plan(budget("For the needs and outcomes at Oakfield School."), settings=SETTINGS), "budget") == BLOCK
    assert weight(plan(need(source="Speech and language therapy advice, written at Oakfield School"), settings=SETTINGS)) == ""


@pytest.mark.parametrize("code", ["B", "C", "D", "E", "F", "G", "H1", "H2", "J"])
def test_the_words_of_each_section_from_b_to_j_are_read(code):
    assert weight(plan(narratives={code: "Sam will attend Oakfield School."}, settings=SETTINGS), code) == BLOCK


def test_the_familys_words_and_the_reports_are_only_shown_once_a_section():
    words = voice(text="I want to go to Oakfield School. Draw it if you talk with me."), hope(text="He should go to a special school.")
    named = report("school", "Educational advice of Oakfield School", "educational")
    of = plan(*words, named, settings=SETTINGS)
    assert [(one.section, one.item, one.severity) for one in found(of, "Q03")] == [(Code.A, None, INFO), (Code.K, None, INFO)]


def test_what_the_family_wrote_outside_section_a_is_only_shown():
    theirs = item("theirs", "B", Kind.NEED, "He should go to Oakfield School.", side=Party.FAMILY)
    assert weight(plan(theirs, settings=SETTINGS), "theirs") == INFO


def test_anything_in_section_i_stops_a_draft_and_is_asked_for_in_a_final_plan():
    assert weight(plan(place()), "place") == BLOCK
    assert weight(plan(place(name="")), "place") == BLOCK, "the type alone as well"
    assert weight(plan(narratives={"I": "To be named."}), "I") == BLOCK
    assert found(final(place()), "Q03") == []
    assert weight(plan(place(), moment=Moment.REASSESSMENT), "place") == BLOCK


def test_in_an_amendment_the_place_in_force_stays_and_a_new_one_is_stopped():
    asked = {"moment": Moment.AMENDMENT, "later": LaterFacts(changes_without_evidence=())}
    assert weight(plan(place(), in_force=frozenset({uid("place")}), **asked), "place") == ""
    assert weight(plan(place(), **asked), "place") == BLOCK
    assert weight(plan(place(), bans_place_in_amendments=False, **asked), "place") == ""
    assert weight(plan(help_(text="Elm Street Primary School gives him 10 hours."), settings=SETTINGS, **asked), "help") == INFO
    assert weight(plan(help_(text="He should move to Oakfield School."), settings=SETTINGS, **asked), "help") == BLOCK


@pytest.mark.parametrize(("moment", "may"), [(Moment.FIRST_DRAFT, False), (Moment.REASSESSMENT, False), (Moment.AMENDMENT, True)])
def test_nobody_overrides_a_name_in_a_first_draft(moment, may):
    assert {one.overridable for one in found(plan(need(text="Sam will attend Oakfield School."), moment=moment), "Q03")} == {may}


def test_a_school_that_the_council_does_not_know_is_no_name():
    assert in_need("Sam will attend Larchwood.", settings=frozenset()) == ""


def test_a_name_is_known_by_what_is_its_own():
    assert known_setting("School") is None
    assert known_setting("Oakfield School").sure.search("at Oakfield Primary School")
    assert not known_setting("Oakfield School").sure.search("in an oak field, school")
    assert not TYPE.search("special educational provision")
