"""Merge what a form says into a live text, inside a transaction that has locked the circle: what its writer changed is changed, and nothing else.

A form names the update (`words_n`) on whose words it was opened. Where somebody else has changed the same sentence since, both are kept and said.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from plans.livetext import news
from plans.livetext.document import EMPTY_UPDATE, Document
from plans.livetext.log import Gone, load_with_later
from plans.livetext.settling import is_worth_a_snapshot, move_anchors, take_snapshot
from plans.models import Anchor, LiveText, TextUpdate
from plans.queries.words import Run, word_runs

_SENTENCES = re.compile(r".+?(?:[.!?…。؟۔।॥]+[\"'”’)\]]*\s+|\n+|\Z)", re.DOTALL)


@dataclass(frozen=True)
class Beside:
    """A sentence that two people changed: as somebody else wrote it, as it stands in the form, and how it reads now."""

    theirs: str
    yours: str
    now: str


@dataclass(frozen=True)
class Merge:
    """What a form would do to a text: the words that come out, the update that brings them, and who else changed the same sentences."""

    text: LiveText
    words: str
    update: bytes
    document: Document
    beside: tuple[Beside, ...]
    others: tuple[tuple[int | None, str], ...]

    @property
    def is_nothing(self) -> bool:
        """Say whether the form changes no words."""
        return self.update == EMPTY_UPDATE


def merge(text: LiveText, posted: str, words_n: int, *, person: int) -> Merge:
    """Work out what a form brings to a text whose row is locked. One query. Raises Gone where its words are too old to be known.

    Whoever sends back what they were shown (`posted`, tidied as a form does) has changed nothing, and so has whoever sends one form twice.
    """
    document, later = load_with_later(text, words_n)
    if not words_n and later and later[0].by is None:
        raise Gone  # before the words with which the log began, nobody was shown anything
    base = _as_shown(document, [row.content for row in later if row.by == person], posted)
    shown, client = base.words, _client(text, words_n, person, posted)
    theirs = Document([document.snapshot(), *[row.content for row in later]]).words
    update = EMPTY_UPDATE if posted == tidied(shown) else base.rewritten(_without_the_same(shown, posted, theirs), client=client)
    for row in later:
        document.apply(row.content)
    now = theirs if update == EMPTY_UPDATE else _with(document, update)
    if now == theirs:
        return Merge(text, theirs, EMPTY_UPDATE, document, (), ())
    strangers = tuple(dict.fromkeys((row.by, row.role) for row in later if row.by not in (None, person)))
    beside = tuple(_beside(shown, posted, theirs, now)) if strangers else ()
    return Merge(text, now, update, document, beside, strangers if beside else ())


def _without_the_same(shown: str, posted: str, theirs: str) -> str:
    """Leave out of what was posted the changes that others have made just so, word for word: two who mend one word mend it once."""
    made = set(_changes(shown, theirs))
    at, said = 0, []
    for start, end, words in _changes(shown, posted):
        if (start, end, words) not in made:
            said += [shown[at:start], words]
            at = end
    return "".join([*said, shown[at:]])


def _changes(before: str, after: str) -> list[tuple[int, int, str]]:
    """List what an edit changes: from where to where, and what stands there then."""
    changes: list[tuple[int, int, str]] = []
    at = 0
    for run in word_runs(before, after):
        if run.kind == "added":
            start = changes.pop()[0] if changes and changes[-1][1] == at and not changes[-1][2] else at
            changes.append((start, at, run.text))
            continue
        if run.kind == "removed":
            changes.append((at, at + len(run.text), ""))
        at += len(run.text)
    return changes


def _as_shown(base: Document, own: list[bytes], posted: str) -> Document:
    """Choose on which words a form stands whose writer has saved since it was opened: those, or (a page to which they went back) with what they saved.

    Nobody knows; the one of which less is changed is taken, so that what was saved is neither put in again nor taken out.
    """
    if not own:
        return base
    with_own = Document([base.snapshot(), *own])
    return min(base, with_own, key=lambda one: _distance(one.words, posted))


def _distance(before: str, after: str) -> int:
    return sum(len(run.text) for run in word_runs(before, after) if run.kind != "same")


def _client(text: LiveText, words_n: int, person: int, posted: str) -> int:
    """Give the client under which a form writes: the same form has the same one, whatever else is written meanwhile."""
    facts = f"{text.uid} {text.epoch} {words_n} {person} {posted}"
    return int.from_bytes(hashlib.sha256(facts.encode()).digest()[:6], "big")


def tidied(words: str) -> str:
    """Give words as they come back from a form that nobody changed: its box strips them at the ends and knows one kind of line end."""
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()


def commit(merged: Merge, *, person: int, role: str, is_worded: bool, now: datetime) -> None:
    """Append the update to the log, settled: the caller writes the words into the plan. Two statements, and the passages that people speak about.

    `is_worded`: the caller keeps a wording of it, so that the history does not read it in the log again.
    """
    text = merged.text
    # `log_of` has asked, under the lock of the circle, whether anybody speaks about a passage.
    if text.settled_n == text.n and getattr(text, "has_anchors", True):
        move_anchors(merged.document, [merged.update], list(Anchor.objects.filter(text=text, starts_at__isnull=False)))
    text.n += 1
    TextUpdate.objects.create(text=text, n=text.n, by_id=person, role=role, content=merged.update, at=now)
    text.stored_bytes += len(merged.update)
    if is_worth_a_snapshot(text.n - 1, text.n):
        take_snapshot(text, merged.document, now=now)
    text.settled_n = text.n
    if is_worded:
        text.worded_n = text.n
    text.save(update_fields=["n", "stored_bytes", "settled_n", "worded_n"])
    newest = {text.pk: text.n}
    transaction.on_commit(lambda: news.written(newest))


def _with(document: Document, update: bytes) -> str:
    """Read a text as it will be, and leave it as it is."""
    peer = Document([document.snapshot()])
    peer.apply(update)
    return peer.words


def _beside(before: str, mine: str, theirs: str, now: str) -> Iterable[Beside]:
    """Find the sentences of a text that both have changed."""
    by_me, by_them, merged = word_runs(before, mine), word_runs(before, theirs), word_runs(before, now)
    for start, end in _joined(sentence for sentence in _sentences(before) if _touches(by_me, sentence) and _touches(by_them, sentence)):
        readings = [_cut(after, runs, start, end) for after, runs in ((theirs, by_them), (mine, by_me), (now, merged))]
        if readings[0] != readings[1]:
            yield Beside(*readings)


def _sentences(words: str) -> list[tuple[int, int]]:
    return [found.span() for found in _SENTENCES.finditer(words)] or [(0, 0)]


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _touches(runs: Iterable[Run], sentence: tuple[int, int]) -> bool:
    """Say whether an edit changes a sentence; what is put in between two belongs to the one before."""
    start, end = sentence
    at = 0
    for run in runs:
        if run.kind == "added":
            if start < at <= end or at == start == 0:
                return True
            continue
        if run.kind == "removed" and at < end and at + len(run.text) > start:
            return True
        at += len(run.text)
    return False


def _cut(after: str, runs: Sequence[Run], start: int, end: int) -> str:
    """Give what became of a part of a text."""
    return after[moved_place(runs, start) if start else 0 : moved_place(runs, end)].strip()


def moved_place(runs: Iterable[Run], position: int) -> int:
    """Say where a place of a text has come to stand, behind all that was put in there."""
    old = new = 0
    for run in runs:
        if old > position:
            break
        if run.kind == "added":
            new += len(run.text)
            continue
        if old == position:
            break
        new += min(len(run.text), position - old) if run.kind == "same" else 0
        old += len(run.text)
    return new
