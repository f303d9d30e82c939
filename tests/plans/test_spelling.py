"""A passage is found in every spelling in which people type it, and nothing else is."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.striking.spelling import find, strike

MARKS = ("[struck out by the council on 3 May 2026]", "[struck out]", "[…]")
MARK = MARKS[0]


@pytest.mark.parametrize(
    "written",
    [
        "7 Safe Harbour Row",
        "7 SAFE harbour row",
        "7  Safe \n\n Harbour\tRow",
        "7\u00a0Safe\u202fHarbour\u2009Row",
        "7 Sa\u00adfe Har\u200bbour R\u2060ow",
        "7, Safe-Harbour Row",
        "7 Safe–Harbour — Row",
        "7 Safe Har-\nbour Row",
        "7SafeHarbourRow",
        "**7 Safe** Harbour _Row_",
        "7 S*a*fe Harbour Row",
        "７ Safe Harbour Row",
        "7%20Safe%20Harbour%20Row",
        "7+Safe+Harbour+Row",
        "7&nbsp;Safe&#32;Harbour Row",
        "7 Sáfe Härbour Row",
    ],
)
def test_an_address_is_found_however_it_is_typed(written):
    assert strike(f"We live at {written} now.", ["7 Safe Harbour Row"], MARKS) == f"We live at {MARK} now."


@pytest.mark.parametrize("written", ["AB1 2CD", "AB12CD", "ab1  2cd", "AB1-2CD", "AB1\n2CD", "A B 1 2 C D"[:3].replace(" ", "") + "1 2CD"])
@pytest.mark.parametrize("passage", ["AB1 2CD", "ab12cd", "AB1-2CD"])
def test_a_postcode_is_found_with_and_without_its_space(written, passage):
    assert strike(f"({written})", [passage], MARKS) == f"({MARK})"


@pytest.mark.parametrize(
    ("written", "passage"), [("O’Brien", "O'Brien"), ("O'Brien", "O’Brien"), ("OBrien", "O'Brien"), ("O‘Brien", "OBrien")]
)
def test_an_apostrophe_is_an_apostrophe(written, passage):
    assert strike(f"Mrs {written}’s house", [passage], MARKS) == f"Mrs {MARK}’s house"


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize("passage", ["Café Zoë", "ਗੁਰਦੁਆਰਾ ਰੋਡ", "شارع السلام"])
def test_any_form_of_unicode_is_the_same_words(form, passage):
    text = unicodedata.normalize(form, f"at {passage}, there")
    assert strike(text, [unicodedata.normalize("NFC", passage)], MARKS) == f"at {MARK}, there"


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("17 Safe Harbour Row", "7 Safe Harbour Row"),
        ("Flat 12 Elm Road", "Flat 1"),
        ("07700 9001234", "07700 900123"),
        ("foxglove and outfox", "Fox"),
        ("the rapist", "therapist"),
        ("Safe harbour, in a row", "Safe Harbour Row"),
        ("ਕਿ", "ਕੀ ਹੈ"),
        ("", "Fox"),
        ("Fo", "Fo"),
    ],
)
def test_what_only_looks_alike_stays(text, passage):
    assert strike(text, [passage], MARKS) == text


def test_a_word_alone_is_found_at_the_edges_and_in_brackets():
    assert strike("Fox (Fox) “fox”, Fox’s", ["Fox"], MARKS) == f"{MARK} ({MARK}) “{MARK}”, {MARK}’s"


def test_several_spellings_that_touch_are_struck_as_one():
    assert strike("7 Safe Harbour Row, AB1 2CD", ["7 Safe Harbour Row", "Harbour Row, AB1 2CD"], MARKS) == MARK


def test_a_mark_is_not_struck_again():
    text = f"at {MARK}"
    assert strike(text, ["council", "struck out by the council", "3 May 2026"], MARKS) == text


def test_a_mark_never_makes_a_link_of_what_follows():
    assert strike("Safe Harbour(the flat)", ["Safe Harbour"], MARKS) == f"{MARK} (the flat)"


def test_a_text_that_is_full_takes_a_shorter_mark():
    full = "x" * 80 + " Safe Harbour Row"
    assert strike(full, ["Safe Harbour Row"], MARKS, limit=len(full)) == "x" * 80 + " [struck out]"
    assert strike("Fox", ["fox"], MARKS, limit=3) == "[…]"


def test_signs_that_stand_for_nothing_are_no_passage():
    assert find("--- * ---", ["---", "", " "]) == ()


@given(st.text(max_size=40), st.text(max_size=40), st.text(min_size=1, max_size=30))
def test_whatever_stood_there_is_not_found_again(before, after, passage):
    struck = strike(f"{before} {passage} {after}", [passage], MARKS)
    assert find(struck, [passage]) == ()


@given(st.text(max_size=60), st.text(min_size=1, max_size=12))
def test_what_is_not_struck_is_not_touched(text, passage):
    spans = find(text, [passage])
    assert (strike(text, [passage], MARKS) == text) is (not spans)


@pytest.mark.parametrize("text", ["[struck out 7 Safe Harbour Row]", "[struck out by the council on 7 Safe Harbour Row 2026]"])
def test_what_is_typed_to_look_like_a_mark_shields_nothing(text):
    assert "Harbour" not in strike(text, ["7 Safe Harbour Row"], ["[struck out]"])


@pytest.mark.parametrize("mark", ["[struck out]", "[struck out by the council on 3 March 2026]", "[…]"])
def test_a_mark_of_ours_is_never_struck_itself(mark):
    assert strike(f"He lives {mark}.", ["struck out", "the council on"], ["[struck out]"]) == f"He lives {mark}."


def test_a_text_of_one_letter_over_and_over_takes_no_time():
    began = time.perf_counter()
    assert find("ab" * 10_000, ["ab" * (length // 2) for length in (100, 200, 300, 400)]) == ((0, 20_000),)
    assert time.perf_counter() - began < 8
