"""Lay what was served, what each of the family asks for and what the council made of it over each other, and say of every word whose it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from plans.queries.words import word_runs
from plans.runs import Mark, Run

COUNCIL = "The council"


@dataclass(frozen=True)
class Wish:
    """How one of the family wants a text to read, who that is, since when, and on which day the council answered; None where the reader is not told."""

    text: str
    by: str
    on: date | None = None
    answered_on: date | None = None


@dataclass(frozen=True)
class Standing:
    """How the council has it now: `by` names where a change of its own comes from."""

    text: str
    on: date | None = None
    by: str = COUNCIL


@dataclass(frozen=True)
class _Edits:
    """What one side makes of a text: the places of the letters that it takes out, and what it puts in, by the place before which it stands."""

    out: frozenset[int]
    into: dict[int, str] = field(default_factory=dict)


def marked(served: str, wishes: Sequence[Wish], stands: Standing) -> tuple[Run, ...]:
    """Give the words in reading order. Without what is put in it reads as it was served, and without what is taken out, for one wish, as that wish.

    What the family and the council do alike, word for word, is an agreed change; what only one of them does, is theirs.
    """
    theirs, ours = [_edits(served, wish.text) for wish in wishes], _edits(served, stands.text)
    runs: list[Run] = []
    for place in range(len(served) + 1):
        runs.extend(_put_in(place, wishes, theirs, stands, ours))
        if place < len(served):
            runs.append(_letter(place, served[place], wishes, theirs, stands, ours))
    return tuple(_joined(runs))


def _edits(before: str, after: str) -> _Edits:
    out: set[int] = set()
    into: dict[int, str] = {}
    at = 0
    for run in word_runs(before, after):
        if run.kind == "added":
            into[at] = into.get(at, "") + run.text
            continue
        if run.kind == "removed":
            out.update(range(at, at + len(run.text)))
        at += len(run.text)
    return _Edits(frozenset(out), into)


def _letter(place: int, letter: str, wishes: Sequence[Wish], theirs: Sequence[_Edits], stands: Standing, ours: _Edits) -> Run:
    against = [wish for wish, edits in zip(wishes, theirs, strict=True) if place in edits.out]
    if place in ours.out:
        return _agreed(letter, against, is_struck=True) if against else _ours(letter, stands, is_struck=True)
    return _theirs(letter, against, is_struck=True) if against else Run(letter)


def _put_in(place: int, wishes: Sequence[Wish], theirs: Sequence[_Edits], stands: Standing, ours: _Edits) -> Iterable[Run]:
    asked: dict[str, list[Wish]] = {}
    for wish, edits in zip(wishes, theirs, strict=True):
        if place in edits.into:
            asked.setdefault(edits.into[place], []).append(wish)
    own = ours.into.get(place, "")
    met = own if own in asked else next((words for words in asked if _shares(words, own)), None)
    if own and met is not None:
        for run in word_runs(met, own):
            if run.kind == "same":
                yield _agreed(run.text, asked[met])
            else:
                yield _theirs(run.text, asked[met]) if run.kind == "removed" else _ours(run.text, stands)
    for words, of in asked.items():
        if not own or words != met:
            yield _theirs(words, of)
    if own and met is None:
        yield _ours(own, stands)


def _shares(words: str, own: str) -> bool:
    return any(run.kind == "same" and any(letter.isalnum() for letter in run.text) for run in word_runs(words, own)) if own else False


def _agreed(words: str, of: Sequence[Wish], *, is_struck: bool = False) -> Run:
    return Run(words, Mark.AGREED_CHANGE, is_struck, f"Agreed with {_names(of)}", of[0].answered_on)


def _theirs(words: str, of: Sequence[Wish], *, is_struck: bool = False) -> Run:
    return Run(words, Mark.FAMILY, is_struck, _names(of), of[0].on)


def _ours(words: str, stands: Standing, *, is_struck: bool = False) -> Run:
    return Run(words, Mark.AUTHORITY, is_struck, stands.by, stands.on)


def _names(of: Sequence[Wish]) -> str:
    return ", ".join(dict.fromkeys(wish.by for wish in of))


def _joined(runs: Iterable[Run]) -> Iterable[Run]:
    """Put neighbours together that differ in nothing but their words."""
    last: Run | None = None
    words: list[str] = []
    for run in runs:
        if last is not None and _kind(last) == _kind(run):
            words.append(run.words)
            continue
        if last is not None:
            yield Run("".join(words), last.mark, last.is_struck, last.by, last.on)
        last, words = run, [run.words]
    if last is not None:
        yield Run("".join(words), last.mark, last.is_struck, last.by, last.on)


def _kind(run: Run) -> tuple[Mark, bool, str, date | None]:
    return run.mark, run.is_struck, run.by, run.on
