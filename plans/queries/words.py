"""Show what changed between two texts, word by word: for the comparison of versions and for the history of a section.

The cost has a roof: texts that share little are compared by paragraph first, and a paragraph that was written anew is shown as taken out and added whole.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

RunKind = Literal["same", "added", "removed"]

_TOKENS = re.compile(r"\w+(?:['’\-]\w+)*|\s+|[^\w\s]")
_SENTENCE_ENDS = frozenset(".!?:;")
_PARAGRAPHS = re.compile(r".*?(?:\n\s*\n|\Z)", re.DOTALL)

# Pairs of equal words that one comparison may weigh; above it, paragraphs are matched first. 20 ms for prose, 70 ms for a text made to be slow.
_ROOF = 20_000


@dataclass(frozen=True)
class Run:
    """Words that stand together: the same in both texts, added, or removed."""

    kind: RunKind
    text: str

    @property
    def words(self) -> str:
        """Give the words as `components/diff.html` reads them."""
        return self.text


# One run of each kind that is marked, without words: the browser draws its own by them (static/src/js/change/preview.js).
SAMPLES = (Run("added", ""), Run("removed", ""))


def word_runs(old: str, new: str) -> tuple[Run, ...]:
    """Give the words of both texts in reading order, each run said to be the same, added or removed.

    Without the added runs it reads as the old text, without the removed ones as the new.
    """
    if old == new:
        return (Run("same", old),) if old else ()
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    head, tail = _shared_ends(before, after)
    middle = _middle(before[head : len(before) - tail], after[head : len(after) - tail])
    pieces = [("same", "".join(before[:head])), *middle, ("same", "".join(before[len(before) - tail :]))]
    return _settled(_joined(pieces))


def _shared_ends(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """Count the words that both texts begin and end with: most edits are small."""
    shorter = min(len(before), len(after))
    head = 0
    while head < shorter and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < shorter - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return head, tail


Piece = tuple[RunKind, str]


def _middle(before: list[str], after: list[str]) -> list[Piece]:
    if _cost(before, after) <= _ROOF:
        return list(_by_word(before, after))
    return list(_by_paragraph("".join(before), "".join(after)))


def _cost(before: Sequence[str], after: Sequence[str]) -> int:
    """Count the pairs of equal words: that, and not the length, is what a comparison costs."""
    theirs = Counter(after)
    return sum(times * theirs[word] for word, times in Counter(before).items() if not word.isspace())


def _by_word(before: list[str], after: list[str]) -> Iterator[Piece]:
    # Spaces never anchor a match, so that two sentences are not said to share what is between their words.
    matcher = SequenceMatcher(str.isspace, before, after, autojunk=False)
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        removed, added = "".join(before[a0:a1]), "".join(after[b0:b1])
        if tag == "equal" and removed.strip():
            yield "same", removed
        else:
            yield "removed", removed
            yield "added", added


def _by_paragraph(old: str, new: str) -> Iterator[Piece]:
    before, after = _PARAGRAPHS.findall(old), _PARAGRAPHS.findall(new)
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        removed, added = "".join(before[a0:a1]), "".join(after[b0:b1])
        if tag == "equal":
            yield "same", removed
            continue
        words, anew = _TOKENS.findall(removed), _TOKENS.findall(added)
        if _cost(words, anew) <= _ROOF:
            yield from _by_word(words, anew)
        else:
            yield "removed", removed
            yield "added", added


def _joined(pieces: Sequence[Piece]) -> tuple[Run, ...]:
    """Put neighbours of one kind together; between two texts that stay the same, first all that was removed, then all that was added."""
    runs: list[Run] = []
    for changed, group in groupby((piece for piece in pieces if piece[1]), key=lambda piece: piece[0] != "same"):
        listed = list(group)
        kinds: tuple[RunKind, ...] = ("removed", "added") if changed else ("same",)
        texts = [(kind, "".join(text for of, text in listed if of == kind)) for kind in kinds]
        runs.extend(Run(kind, text) for kind, text in texts if text)
    return tuple(runs)


def _settled(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Let a change end where a sentence ends, where it could as well: "[. Then this] ." reads better as ". [Then this.]"."""
    settled = list(runs)
    for place in range(1, len(settled) - 1):
        before, change, after = settled[place - 1 : place + 2]
        if (before.kind, after.kind) == ("same", "same"):
            words, following = _TOKENS.findall(change.text), _TOKENS.findall(after.text)
            moved = _steps_to_sentence_end(words, following)
            settled[place - 1] = Run("same", before.text + "".join(words[:moved]))
            settled[place] = Run(change.kind, "".join(words[moved:] + words[:moved]))
            settled[place + 1] = Run("same", "".join(following[moved:]))
    return tuple(run for run in settled if run.text)


def _steps_to_sentence_end(words: Sequence[str], following: Sequence[str]) -> int:
    best = 0
    for steps, (word, later) in enumerate(zip(words, following, strict=False), start=1):
        if word != later:
            break
        if word in _SENTENCE_ENDS:
            best = steps
    return best
