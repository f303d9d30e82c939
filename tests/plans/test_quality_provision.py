"""Whether help is specified and quantified: Q13 to Q17, Q32, Q36, Q53, with the list of vague words (domain.md 2.2, 6)."""

import pytest

from permissions.vocabulary import Code
from plans.statute.quality import Severity
from plans.statute.quality.vague import VAGUE, ranges, vague_words
from tests.plans.quality_help import found, help_, need, plan, said


def words_in(text, **how):
    return [word.casefold() for word, _instead in vague_words(text, **how)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Sam will have access to a laptop.", "have access to"),
        ("He has opportunities to talk.", "opportunities"),
        ("He would benefit from a visual timetable.", "would benefit from"),
        ("He has regular breaks.", "regular"),
        ("An assistant regularly checks.", "regularly"),
        ("Frequent breaks.", "frequent"),
        ("Help as required.", "as required"),
        ("Help as needed.", "as needed"),
        ("Help where necessary.", "where necessary"),
        ("Adapted as appropriate.", "as appropriate"),
        ("As advised by the therapist.", "as advised"),
        ("Where possible he sits in front.", "where possible"),
        ("He gets up to ninety words.", "up to"),
        ("Ongoing help with reading.", "ongoing"),
        ("Level 3 or equivalent.", "or equivalent"),
        ("A programme such as brick play.", "such as"),
        ("Games, e.g. cards.", "e.g."),
        ("Games, cards, etc.", "etc."),
        ("For example, a timer.", "for example"),
        ("He reads in a small group.", "small group"),
        ("A high level of help.", "high level"),
        ("A high ratio of adults.", "high ratio"),
        ("He has some help with buttons.", "some"),
        ("Some help with buttons.", "some"),
        ("A key adult greets him.", "key adult"),
        ("Key adults greet him.", "key adults"),
        ("He has adult support.", "adult support"),
        ("School staff remind him.", "school staff"),
        ("The setting will make a plan.", "the setting will"),
        ("A quiet room is available.", "is available"),
        ("This is subject to review.", "subject to review"),
        ("A flexible timetable.", "flexible"),
        ("Consideration of his needs.", "consideration of"),
        ("He is encouraged to speak.", "is encouraged"),
        ("Guidance for his teacher.", "guidance"),
        ("Advice for his teacher.", "advice"),
        ("Training for his teacher.", "training"),
        ("The programme will consist of games.", "consist of"),
        ("A timer is useful.", "useful"),
        ("A timer may help.", "may"),
        ("A timer could help.", "could"),
        ("Adults should wait.", "should"),
        ("The start is TBC.", "tbc"),
    ],
)
def test_each_word_of_the_list_is_found(text, word):
    assert word in words_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Something is told to someone at sometimes noisy, handsome, irregular places.",
        "In May Sam visits; it starts in May 2027.",
        "He learns regular verbs and regular shapes.",
        "A chair for his flexible joints, and flexible seating.",
        "A small group of three children.",
        "He looks up to his coach and keeps up to date with scores.",
        "Up to 10 puffs of the inhaler.",
        "One day's training in brick play.",
        "Six hours of training by the therapist.",
        "An accredited travel trainer, trained in first aid, with strength training in PE.",
        "Has finished the training in this section.",
        "Another adult with the same training takes the session.",
        "Two hours of advice from the therapist each term.",
        "The shoulder strap; he dismays nobody; a wholesome snack; he accesses nothing.",
        "He learns to tell “some” from “many” and “may” from “can”.",
        "As required by the Equality Act, there is a ramp.",
        "A weekly bulletin of the inaccessible tower.",
    ],
)
def test_words_that_only_look_like_it_are_not(text):
    assert words_in(text) == []


def test_each_vague_word_comes_with_what_to_write_instead():
    assert [one for one in VAGUE if not one.instead.endswith(".")] == []
    assert list(vague_words("He has regular breaks.")) == [("regular", "Say how often: a number, and a day, week or term.")]


def test_a_reason_for_flexibility_covers_words_of_time_and_no_others():
    assert words_in("Help as needed, from a key adult.", explained=True) == ["key adult"]
    assert words_in("Help as needed, from a key adult.") == ["as needed", "key adult"]


def test_q13_one_finding_an_item_names_all_of_them():
    of = plan(help_(text="He has regular access to some help."))
    assert said(of, "Q13", "help").startswith("This can be read in more than one way: ")
    assert [one.severity for one in found(of, "Q13")] == [Severity.WARN]
    assert found(plan(), "Q13") == []
    assert found(plan(need(text="He has some words.")), "Q13") == [], "needs are not provision"


def test_q13_reads_who_and_where_and_the_sections_own_words():
    assert found(plan(help_(delivered_by="School staff")), "Q13", "help")
    assert found(plan(help_(where="Where possible in class")), "Q13", "help")
    assert found(plan(narratives={"F": "All of it is subject to funding."}), "Q13", "F")
    assert found(plan(narratives={"B": "All of it is subject to funding."}), "Q13") == []


def test_q13_training_that_is_the_help_itself_has_its_amount_in_the_fields():
    text = "The therapist gives training to his teachers."
    assert found(plan(help_(text=text, grouping="indirect")), "Q13") == []
    assert found(plan(help_(text=text, grouping="indirect", minutes=None)), "Q13", "help")


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        ({"delivered_by": ""}, "who does it"),
        ({"sessions": None}, "how often"),
        ({"per": ""}, "how often"),
        ({"minutes": None}, "how long each time"),
        ({"where": ""}, "where"),
        ({"weeks_a_year": None}, "over which weeks or dates"),
        ({"review": ""}, "when it is looked at again"),
    ],
)
def test_q14_says_what_is_missing(gap, words):
    assert said(plan(help_(**gap)), "Q14", "help") == f"It is not said: {words}."


def test_q14_a_reason_for_flexibility_covers_how_often_and_how_long_only():
    assert found(plan(help_(sessions=None, minutes=None, flexibility_reason="It depends on his day.")), "Q14") == []
    assert found(plan(help_(where="", flexibility_reason="It depends on his day.")), "Q14", "help")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"grouping": "small_group", "children_max": None}, "A group is named without its size."),
        ({"text": "He reads in a reading group.", "children_max": None}, "A group is named without its size."),
        ({"qualification": ""}, "It is not said what training or qualification is needed."),
        ({"delivered_by": "An adult", "qualification": ""}, "An adult is named without a role."),
        ({"text": "He practises for 20 each day."}, "A number stands without its unit: “for 20”."),
        ({"text": "Therapy sessions each week.", "sessions": None}, "Sessions are named without their number."),
    ],
)
def test_q15_a_number_without_unit_a_group_without_size_an_adult_without_role(facts, words):
    assert words in said(plan(help_(**facts)), "Q15", "help")


@pytest.mark.parametrize(
    "facts",
    [
        {"grouping": "small_group", "children_max": 4},
        {"grouping": "pair", "children_max": None},
        {"text": "He practises for 20 minutes each day."},
        {"text": "A group of three children reads.", "children_max": None},
        {"text": "Two therapy sessions each week.", "sessions": None},
    ],
)
def test_q15_what_is_said_whole_is_fine(facts):
    assert found(plan(help_(**facts)), "Q15") == []


@pytest.mark.parametrize(
    "text",
    [
        "20-45 minutes",
        "20 to 45 minutes",
        "up to 3 hours a week",
        "two or three sessions",
        "between 2 and 4 times a week",
        "around an hour",
        "15–20 minute",
    ],
)
def test_q16_a_range_is_found(text):
    assert list(ranges(f"He has {text}."))
    assert found(plan(help_(text=f"He has {text}.")), "Q16", "help")


@pytest.mark.parametrize(
    "text", ["20 minutes", "pages 12 to 13", "every 30 to 60 seconds", "up to 10 puffs", "one or two other children", "3 hours on 2 days"]
)
def test_q16_one_amount_is_no_range(text):
    assert list(ranges(f"He has {text}.")) == []


def test_q16_a_reason_for_flexibility_covers_it():
    assert found(plan(help_(text="For 10 to 20 minutes.", flexibility_reason="It depends on his day.")), "Q16") == []


def test_q17_speech_therapy_stands_in_section_f():
    clinic = help_("clinic", "Speech and language therapy at the clinic.", code="G")
    elsewhere = help_(text="The teacher practises instructions with Sam.", delivered_by="Teacher")
    assert [one.section for one in found(plan(elsewhere, clinic), "Q17")] == [Code.G]
    assert found(plan(clinic), "Q17") == [], "in F as well"
    assert found(plan(elsewhere), "Q17") == []


def test_q32_a_person_is_named():
    assert "“Lena Novak”" in said(plan(help_(text="Lena Novak works with Sam."), practitioners=frozenset({"Lena Novak"})), "Q32", "help")
    assert "“Mrs Bell”" in said(plan(help_(text="Mrs Bell works with Sam.")), "Q32", "help")
    assert found(plan(help_(text="The doctor works with Sam."), practitioners=frozenset({"Lena Novak"})), "Q32") == []


def test_q36_the_same_words_twice():
    twice = "Sam follows two words at a time and copies the child in front of him."
    assert found(plan(need(text=twice), need("again", f"{twice} So.", source="Educational advice, page 1")), "Q36", "again")
    other = "Sam writes six words a minute and his hand hurts after eight of them."
    assert found(plan(need(text=twice), need("again", other, source="Educational advice, page 1")), "Q36") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He has three sessions a week.", "three sessions a week"),
        ("He has 20-minute sessions.", "20-minute sessions"),
        ("He has sessions of 1 hour.", "sessions of 1 hour"),
        ("He has 5 hours a week.", "5 hours a week"),
    ],
)
def test_q36_words_and_fields_say_different_amounts(text, words):
    assert f"“{words}”" in said(plan(help_(text=text)), "Q36", "help")


@pytest.mark.parametrize(
    "text",
    [
        "He has two sessions a week.",
        "He has 30-minute sessions.",
        "He has 1 hour a week.",
        "He has two sessions a term.",
        "He waits 10 minutes.",
    ],
)
def test_q36_the_same_amount_said_twice_is_fine(text):
    assert found(plan(help_(text=text)), "Q36") == []


def test_q53_more_help_than_there_are_hours():
    much = help_("all", "An assistant works with Sam.", sessions=1, per="day", minutes=300, source="Educational advice, page 1")
    assert "27 hours 0 minutes a week; a taught week has 25 hours" in said(plan(much), "Q53", "F")
    assert found(plan(help_("all", "An assistant works with Sam.", sessions=1, per="day", minutes=240)), "Q53") == []
    assert found(plan(help_("all", "The therapist trains.", sessions=1, per="day", minutes=400, grouping="indirect")), "Q53") == []
