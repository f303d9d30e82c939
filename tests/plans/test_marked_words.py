"""Whose each word is, where what was served, what the family asks for and what the council made of it lie over each other."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.queries.marked import Standing, Wish, marked
from plans.runs import Mark

SERVED = "Lena sees Sam once a week at school."
ASKED, ANSWERED = date(2026, 3, 2), date(2026, 3, 20)


def said(served: str, wishes: tuple[str, ...], stands: str) -> str:
    """Write the marks by hand: {+F ...} and {-F ...} the family's, A agreed, C the council's."""
    letters = {Mark.FAMILY: "F", Mark.AGREED_CHANGE: "A", Mark.AUTHORITY: "C"}
    runs = marked(served, [Wish(text, "Amara", ASKED, ANSWERED) for text in wishes], Standing(stands, ANSWERED))
    return "".join(f"{{{'-' if run.is_struck else '+'}{letters[run.mark]} {run.words}}}" if run.is_change else run.words for run in runs)


TWICE = "Lena sees Sam twice a week at school."
FORTNIGHT = "Lena sees Sam twice a fortnight at school."


@pytest.mark.parametrize(
    ("wishes", "stands", "written"),
    [
        ((), SERVED, SERVED),
        ((TWICE,), TWICE, "Lena sees Sam {-A once}{+A twice} a week at school."),
        ((TWICE,), SERVED, "Lena sees Sam {-F once}{+F twice} a week at school."),
        ((), TWICE, "Lena sees Sam {-C once}{+C twice} a week at school."),
        ((TWICE,), FORTNIGHT, "Lena sees Sam {-A once}{+A twice} a {-C week}{+C fortnight} at school."),
        ((FORTNIGHT,), TWICE, "Lena sees Sam {-A once}{+A twice} a {-F week}{+F fortnight} at school."),
        (("",), SERVED, "{-F " + SERVED + "}"),
        (("",), "", "{-A " + SERVED + "}"),
        ((TWICE, TWICE), TWICE, "Lena sees Sam {-A once}{+A twice} a week at school."),
        ((TWICE, FORTNIGHT), SERVED, "Lena sees Sam {-F once}{+F twice} a {-F week}{+F fortnight} at school."),
    ],
)
def test_each_word_is_marked_as_the_tribunal_s_key_says(wishes, stands, written):
    assert said(SERVED, wishes, stands) == written


def test_words_that_were_not_there_are_whose_they_are():
    assert said("", ("A quiet room.",), "A quiet room.") == "{+A A quiet room.}"
    assert said("", ("A quiet room every day.",), "A quiet room.") == "{+A A quiet room}{+F  every day}{+A .}"
    assert said("", (), "A quiet room.") == "{+C A quiet room.}"


def test_a_run_says_who_asked_and_on_which_day():
    agreed = marked(SERVED, [Wish(TWICE, "Amara", ASKED, ANSWERED)], Standing(TWICE, ANSWERED))[1]
    assert (agreed.by, agreed.on) == ("Agreed with Amara", ANSWERED)
    asked = marked(SERVED, [Wish(TWICE, "Amara", ASKED)], Standing(SERVED))[1]
    assert (asked.by, asked.on) == ("Amara", ASKED)
    council = marked(SERVED, [], Standing(TWICE))[1]
    assert (council.by, council.on) == ("The council", None)


WORDS = st.lists(st.sampled_from(["Sam", "sees", "Lena", "two", "days.", "\n\n", "ever,"]), max_size=8).map(" ".join)


@given(WORDS, st.lists(WORDS, max_size=2), WORDS)
def test_what_was_served_is_what_is_left_without_what_was_put_in(served, wishes, stands):
    runs = marked(served, [Wish(text, str(number)) for number, text in enumerate(wishes)], Standing(stands))
    assert "".join(run.words for run in runs if run.is_struck or not run.is_change) == served


@given(WORDS, WORDS, WORDS)
def test_the_council_s_words_and_the_wish_can_each_be_read_off(served, wish, stands):
    runs = marked(served, [Wish(wish, "Amara")], Standing(stands))
    council = "".join(run.words for run in runs if (run.mark is Mark.FAMILY) == run.is_struck or run.mark is Mark.AGREED)
    assert council == stands
    family = "".join(run.words for run in runs if (run.mark is Mark.AUTHORITY) == run.is_struck or run.mark is Mark.AGREED)
    assert family == wish
