"""A document counts characters as people do, whatever the script, and carries passages through every edit."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pycrdt import Doc, Text

from plans.livetext.document import EMPTY_UPDATE, Document, check_readable, first_update
from plans.livetext.update import BadUpdate, check, read_varuint, write_varuint

PIECES = ("a", "word ", "😀", "👨‍👩‍👧", "ਸੈਮ ", "عَرَبِيّ ", "é", "\u0301", "\r\n", "\n", "𝒳", ".")
WORDS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(WORDS, WORDS)
@example("😀a", "a😀")
@example("e\u0301", "é")
@example("a\r\nb", "a\nb")
def test_words_rewritten_alone_are_the_words_that_were_sent(before, after):
    document = Document([first_update(before)])
    update = document.rewritten(after)
    assert document.words == before
    check(update)
    check_readable(update)
    document.apply(update)
    assert document.words == after
    assert document.rewritten(after) == EMPTY_UPDATE


@given(WORDS, WORDS, WORDS)
def test_two_who_rewrite_at_once_end_with_the_same_words_in_either_order(before, one, other):
    start = first_update(before)
    mine, theirs = Document([start]).rewritten(one), Document([start]).rewritten(other)
    assert Document([start, mine, theirs]).words == Document([start, theirs, mine]).words


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_a_snapshot_and_what_is_missing_rebuild_the_whole(versions):
    document = Document()
    updates = []
    for words in versions:
        updates.append(document.rewritten(words))
        document.apply(updates[-1])
    assert Document(updates).words == Document([document.snapshot()]).words == versions[-1]
    half = Document(updates[: len(updates) // 2])
    half.apply(document.missing_in(half.state_vector))
    assert half.words == versions[-1]
    assert half.clocks == document.clocks


@given(WORDS, st.integers(0, 30), st.integers(1, 30), WORDS, WORDS)
def test_a_passage_stays_the_same_words_when_others_are_put_before_and_behind_it(words, start, length, before, behind):
    passage = words[start : start + length]
    if not passage:
        return
    document = Document([first_update(words)])
    peer = Document([document.snapshot()])
    first = _put(peer, before, at=0)
    peer.apply(first)
    updates = [first, _put(peer, behind, at=len(peer.words))]
    [moved] = document.apply_moving(updates, [(start, start + len(passage))])
    assert document.words == before + words + behind
    assert moved is not None
    assert document.words[slice(*moved)] == passage


def _put(document, words, *, at):
    """Make the update that puts words in at a place."""
    doc = Doc()
    doc.apply_update(document.snapshot())
    text, vector = doc.get("text", type=Text), doc.get_state()
    if not words:
        return EMPTY_UPDATE
    text.insert(len(document.words[:at].encode()), words)
    return doc.get_update(vector)


def test_a_passage_is_carried_by_hand():
    document = Document([first_update("One 😀 two three")])
    update = document.rewritten("Zero One 😀 two three four")
    assert document.apply_moving([update], [(4, 9)]) == [(9, 14)]
    assert document.words[9:14] == "😀 two"
    assert document.apply_moving([document.rewritten("Zero One three four")], [(9, 14)]) == [None]


@given(st.binary(max_size=60))
def test_whatever_bytes_come_they_are_words_or_a_bad_update(given_bytes):
    try:
        check(given_bytes)
        check_readable(given_bytes)
    except BadUpdate:
        return


@given(st.integers(0, 2**70 - 1))
def test_numbers_are_read_as_they_were_written(number):
    written = write_varuint(number)
    assert read_varuint(written, 0) == (number, len(written))


@pytest.mark.parametrize("vector", [b"\xff", b"\x01\x01", b"\x05"])
def test_a_state_vector_without_sense_is_a_bad_update(vector):
    with pytest.raises(BadUpdate):
        Document().missing_in(vector)
