"""Words added and removed, readable in order, at a bounded cost."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.queries.words import Run, word_runs


def test_one_changed_word_is_shown_as_one_changed_word():
    assert word_runs("Two 30 minute sessions a week.", "Two 45 minute sessions a week.") == (
        Run("same", "Two "),
        Run("removed", "30"),
        Run("added", "45"),
        Run("same", " minute sessions a week."),
    )


def test_words_added_at_the_end_leave_the_rest_the_same():
    assert word_runs("Sam likes maths.", "Sam likes maths. He likes chips.") == (
        Run("same", "Sam likes maths."),
        Run("added", " He likes chips."),
    )


def test_sentences_that_share_no_word_are_not_said_to_share_their_spaces():
    assert word_runs("quiet place here", "blue card shown") == (Run("removed", "quiet place here"), Run("added", "blue card shown"))


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [("", "", ()), ("a", "a", (Run("same", "a"),)), ("", "a", (Run("added", "a"),)), ("a", "", (Run("removed", "a"),))],
)
def test_nothing_and_everything_are_said_plainly(old, new, runs):
    assert word_runs(old, new) == runs


def test_two_changes_apart_stay_apart():
    kinds = [run.kind for run in word_runs("one two three four five", "one 2 three 4 five")]
    assert kinds == ["same", "removed", "added", "same", "removed", "added", "same"]


def test_a_sentence_that_was_added_is_shown_with_its_own_full_stop():
    runs = word_runs("A blue card. A strip for coming back.", "A red card. A strip for coming back.\n\nBoth are told.")
    assert [run for run in runs if run.kind != "same"] == [Run("removed", "blue"), Run("added", "red"), Run("added", "\n\nBoth are told.")]


words = st.lists(
    st.sampled_from(["Sam", "needs", "help", "with", "speech", " ", "\n\n", ".", "ਸਤ", "😀", "Sam's", "30-minute"]), max_size=60
).map(" ".join)


@given(words, words)
def test_both_texts_can_be_read_out_of_the_runs(old, new):
    runs = word_runs(old, new)
    assert "".join(run.text for run in runs if run.kind != "added") == old
    assert "".join(run.text for run in runs if run.kind != "removed") == new
    assert all(run.text for run in runs)


@pytest.mark.parametrize(
    "vocabulary", [["a", "b"], ["the", "and", "of"] * 60 + [f"word{number}" for number in range(400)]], ids=["two words", "prose"]
)
def test_two_long_texts_with_nothing_in_common_cost_a_bounded_time(vocabulary):
    drawn = random.Random(7)
    old, new = (" ".join(drawn.choice(vocabulary) for _ in range(3_500)) for _ in range(2))
    begun = time.process_time()
    runs = word_runs(old, new)
    assert time.process_time() - begun < 1
    assert {run.kind for run in runs} >= {"removed", "added"}


def test_a_long_text_of_which_one_paragraph_changed_shows_that_paragraph_only():
    paragraphs = [f"Paragraph {number} says what Sam needs, in {number} words and more of them than that." for number in range(200)]
    changed = [*paragraphs[:10], "Paragraph 10 says something new.", *paragraphs[11:190], *paragraphs[191:]]
    runs = word_runs("\n\n".join(paragraphs), "\n\n".join(changed))
    assert sum(len(run.text) for run in runs if run.kind == "removed") < 250
