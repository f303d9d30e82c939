"""Find a passage in a text however it is spelled, and put a mark in its place. Pure: words in, places out.

A passage and a text are compared by their letters and digits only: without case and accents, in one form of Unicode, without anything invisible or any
emphasis. Between them, blanks, line breaks, dashes, apostrophes and other signs may differ as people type them ("AB1 2CD", "ab12cd", "AB1-\\n2CD").
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

LEAST_LETTERS = 3
# From this length on a passage is found also inside a longer word: by chance it does not stand there.
LONG = 8

Span = tuple[int, int]
Change = Callable[[str, int | None], str]

_ACCENTS = range(0x300, 0x370)
_EMPHASIS = frozenset("*_\\`~")
_QUOTED = re.compile(r"%[0-9A-Fa-f]{2}|&#?\w{1,8};|.", re.DOTALL)
_PERCENT = re.compile(r"%[0-7][0-9A-Fa-f]\Z")
_WITHIN_A_WORD = re.compile(r"[‐-―−\-]\s*|['’‘ʼ`´]")
# Exactly what is put in the place of a passage: what somebody typed to look like it shields nothing.
_MARKS = re.compile(r"\[struck out(?: by the council on \d{1,2} [A-Z][a-z]{2,8} \d{4})?\]|\[…\]")
_AROUND = frozenset("*_")


@dataclass(frozen=True)
class _Unit:
    """One letter or digit as it is compared, where it stands in the text, and what stands before it that is neither."""

    letter: str
    start: int
    end: int
    gap: str


def letters_of(text: str) -> str:
    """Give a text as it is compared."""
    return "".join(unit.letter for unit in _units(text))


def find(text: str, passages: Iterable[str]) -> tuple[Span, ...]:
    """Find every place of a text at which one of these passages stands, in order, those that touch each other as one."""
    spans: list[Span] = []
    quick = _quickly(text)
    for passage in passages:
        wanted = _wanted(passage)
        if len(wanted) >= LEAST_LETTERS and (quick is None or "".join(unit.letter for unit in wanted) in quick):
            spans += _of_one(text, wanted)
    marks = [mark.span() for mark in _MARKS.finditer(text)]
    return _joined(span for span in spans if not any(start < span[1] and span[0] < end for start, end in marks))


def strike(text: str, passages: Iterable[str], marks: Iterable[str], *, limit: int | None = None) -> str:
    """Put a mark in the place of every passage: the first of the marks with which the text keeps to its limit, or the last of them."""
    spans = find(text, passages)
    if not spans:
        return text
    struck = ""
    for mark in marks:
        struck = _with(mark, text, spans)
        if limit is None or len(struck) <= limit:
            break
    return struck


def _with(mark: str, text: str, spans: Iterable[Span]) -> str:
    parts, at = [], 0
    for start, end in spans:
        # A bracket right behind the mark would make a link of it.
        parts += [text[at:start], mark, " " if text[end : end + 1] in ("(", ":", "[") else ""]
        at = end
    return "".join([*parts, text[at:]])


def _quickly(text: str) -> str | None:
    """Give the letters and digits of a text fast, to see that a passage is not there; None where signs stand for letters."""
    if "%" in text or "&" in text:
        return None
    return "".join(letter for letter in unicodedata.normalize("NFKD", text).casefold() if letter.isalnum() or _is_sign_of_a_word(letter))


def _wanted(passage: str) -> tuple[_Unit, ...]:
    return tuple(_units(passage))


def _units(text: str) -> list[_Unit]:
    units: list[_Unit] = []
    gap = ""
    for found in _QUOTED.finditer(text):
        for letter in _compared(found.group()):
            if letter.isalnum() or _is_sign_of_a_word(letter):
                units.append(_Unit(letter, found.start(), found.end(), gap))
                gap = ""
            elif not _is_ignored(letter):
                gap += letter
    return units


def _compared(written: str) -> str:
    if len(written) > 1:
        written = chr(int(written[1:], 16)) if _PERCENT.match(written) else html.unescape(written)
    return unicodedata.normalize("NFKD", written).casefold()


def _is_sign_of_a_word(letter: str) -> bool:
    """Say whether a sign belongs to the word as a letter does (vowel signs of Gurmukhi, Arabic and others), and is no accent."""
    return unicodedata.category(letter)[0] == "M" and ord(letter) not in _ACCENTS


def _is_ignored(letter: str) -> bool:
    return letter in _EMPHASIS or ord(letter) in _ACCENTS or unicodedata.category(letter) == "Cf"


def _of_one(text: str, wanted: tuple[_Unit, ...]) -> list[Span]:
    units = _units(text)
    letters, passage = "".join(unit.letter for unit in units), "".join(unit.letter for unit in wanted)
    spans, at = [], letters.find(passage)
    while at >= 0:
        until = at + len(passage)
        if _stands_alone(units, at, until) and all(
            _same_gap(mine, theirs, before.letter) for before, mine, theirs in zip(wanted, wanted[1:], units[at + 1 : until], strict=False)
        ):
            spans.append(_whole(text, units[at].start, units[until - 1].end))
            at = until - 1  # the next one begins behind: a text of one letter over and over is read once
        at = letters.find(passage, at + 1)
    return spans


def _stands_alone(units: list[_Unit], at: int, until: int) -> bool:
    """Refuse a passage that is a part of a longer number, and a short one that is a part of a longer word."""
    ends = ((units[at - 1], units[at]) if at else None, (units[until - 1], units[until]) if until < len(units) else None)
    for pair in ends:
        if pair and not pair[1].gap:
            is_number = pair[0].letter.isdigit() and pair[1].letter.isdigit()
            if is_number or until - at < LONG:
                return False
    return True


def _same_gap(mine: _Unit, theirs: _Unit, before: str) -> bool:
    """Say whether what stands between two letters of a text may stand there for the passage: inside a word only what people put inside words."""
    if not theirs.gap or mine.gap or mine.letter.isdigit() or before.isdigit():
        return True
    return _WITHIN_A_WORD.fullmatch(theirs.gap) is not None


def _whole(text: str, start: int, end: int) -> Span:
    """Take in the accents that follow the last letter, and the emphasis that the passage would leave half behind."""
    while end < len(text) and _is_ignored(text[end]) and text[end] not in _EMPHASIS:
        end += 1
    if any(letter in _AROUND for letter in text[start:end]):
        while start and text[start - 1] in _AROUND:
            start -= 1
        while end < len(text) and text[end] in _AROUND:
            end += 1
    return start, end


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
