"""What runs in the browser is ours, is built from files, and leaves nothing behind on the device but what a file says it keeps."""

import re

import pytest

from tests.architecture import house

SOURCES = house.files(".js", ".scss", ".css", under=("static", "portal", "templates"))
OTHER_ORIGIN = re.compile(r"""["'(`]\s*(?:https?:|wss?:)?//[a-z0-9]""", re.IGNORECASE)
RUNS_WORDS = re.compile(r"\beval\s*\(|\bnew\s+Function\b|\bdocument\.write|\bset(?:Timeout|Interval)\s*\(\s*[\"'`]")
WRITES_MARKUP = re.compile(r"\b(?:innerHTML|outerHTML)\s*=(?!=)|\binsertAdjacentHTML\b|\bcreateContextualFragment\b")
KEEPS_ON_DEVICE = re.compile(r"\b(?:localStorage|sessionStorage|indexedDB|caches|document\.cookie)\b")
# One module puts what the server rendered for this person into the page.
PUTS_MARKUP_IN = {"static/src/js/plan/regions.js"}
# Words of a comment, for this tab only; a person's own unsent words of a live text; and the worker's one page, which is nobody's.
KEEPS_UNSENT_WORDS = {"static/src/js/drafts.js", "static/src/js/unsent.js"}
KEEPS_ONE_PAGE = {"templates/portal/sw.js"}


def found_in(pattern: re.Pattern[str]) -> dict[str, list[str]]:
    """Give every place at which a pattern stands in a script or style."""
    return house.offences(SOURCES, lambda source: pattern.findall(source))


def test_no_script_or_style_names_another_origin():
    assert len(SOURCES) > 20
    assert found_in(OTHER_ORIGIN) == {}


def test_no_script_runs_words():
    assert found_in(RUNS_WORDS) == {}


def test_only_the_regions_put_markup_into_the_page():
    assert set(found_in(WRITES_MARKUP)) <= PUTS_MARKUP_IN


def test_only_unsent_words_and_one_page_are_kept_on_the_device():
    assert set(found_in(KEEPS_ON_DEVICE)) <= KEEPS_UNSENT_WORDS | KEEPS_ONE_PAGE


@pytest.mark.parametrize(
    ("pattern", "source"),
    [
        (OTHER_ORIGIN, "import { go } from 'https://cdn.example.org/go.js'"),
        (OTHER_ORIGIN, "p { background: url(//example.org/a.png) }"),
        (OTHER_ORIGIN, "new WebSocket(`wss://example.org/`)"),
        (RUNS_WORDS, "eval (words)"),
        (RUNS_WORDS, "setTimeout('go()', 10)"),
        (WRITES_MARKUP, "element.innerHTML = words"),
        (KEEPS_ON_DEVICE, "localStorage.setItem('words', words)"),
    ],
)
def test_each_of_these_is_found(pattern, source):
    assert pattern.search(source)


@pytest.mark.parametrize(
    ("pattern", "source"),
    [
        (OTHER_ORIGIN, "// a comment, and a path: fetch('/plans/')"),
        (RUNS_WORDS, "setTimeout(() => go(), 10)"),
        (WRITES_MARKUP, "element.textContent = words; if (a.innerHTML === b) {}"),
    ],
)
def test_what_is_fine_is_not_found(pattern, source):
    assert not pattern.search(source)
