"""The change that the browser shows while somebody types: the same runs as the server's for the edits that people make, and never a word lost."""

import json

import pytest

from plans.queries.changes import text_runs
from tests.static_scripts.test_one_change import asked

SCRIPT = "tests/static_scripts/changed_runs.mjs"
SAM = "*Strengths.* Sam talks easily. He is honest, and he’s funny.\n\nHe sees patterns quickly."
EDITS = (
    (SAM, f"{SAM} He hums."),
    (SAM, SAM.replace("easily", "well")),
    (SAM, SAM.replace("He is honest, and", "And")),
    (SAM, SAM.replace("Sam talks easily.", "Sam talks easily. He sings.")),
    (SAM, ""),
    ("", "Ein Wort, ਸ੍ਰੀ 😀."),
    (SAM, SAM),
    (SAM, SAM.replace("*", "")),
    ("One two three four.", "One three, four five."),
    ("Two words.", "Something else altogether, and longer"),
)


def test_the_browser_draws_what_the_server_draws():
    drawn = asked(SCRIPT, json.dumps(EDITS))
    assert drawn == [[[run.kind, run.text] for run in text_runs(*edit)] for edit in EDITS]


@pytest.mark.parametrize("edit", [("a b c d e " * 90, "b c a e d " * 90), ("x " * 900, "y " * 900)])
def test_no_word_is_lost_however_much_changed(edit):
    [runs] = asked(SCRIPT, json.dumps([edit]))
    before, after = ("".join(words for kind, words in runs if kind != gone) for gone in ("added", "removed"))
    assert (before, after) == edit
