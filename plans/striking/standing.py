"""Find every text of a plan in which a passage stands, and what it says without it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from permissions.models import Circle
from plans.striking.places import Place, Reader
from plans.striking.spelling import find, strike

AROUND = 40
LONG_MARK = "[struck out by the council on {day}]"
MARKS = (LONG_MARK, "[struck out]", "[…]")


@dataclass(frozen=True)
class Standing:
    """One text in which the passage stands: where, what it says, and what it says without the passage."""

    place: Place
    row: Any
    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Excerpt:
    """The passage as it stands in one text, with a few words around it."""

    before: str
    passage: str
    after: str


@dataclass(frozen=True)
class Found:
    """One place as it is said to the council, with the passage as it stands there."""

    said: str
    excerpts: tuple[Excerpt, ...]
    more: int


def standing(circle: Circle, places: Iterable[Place], spellings: Iterable[str], *, day: str = "") -> Iterator[Standing]:
    """Read every text of a plan and give those in which the passage stands. One query a place."""
    wanted = tuple(spellings)
    marks = tuple(mark.format(day=day) for mark in MARKS)
    for place in places:
        for row in place.rows(circle):
            for column, rewrite in place.columns.items():
                before = getattr(row, column)
                after = rewrite(before, lambda text, limit: strike(text, wanted, marks, limit=limit)) if before else before
                if after != before:
                    yield Standing(place, row, column, before, after)


def found_by(reader: Reader, places: Iterable[Place], spellings: Iterable[str], *, most: int = 4) -> tuple[Found, ...]:
    """Say to one person where the passage stands, as far as they may read it there."""
    wanted = tuple(spellings)
    by_name: dict[str, dict[Excerpt, None]] = {}
    for one in standing(reader.access.circle.circle, places, wanted):
        if one.place.is_seen(reader, one.row):
            named = by_name.setdefault(one.place.said(reader, one.row, one.column), {})
            named.update(dict.fromkeys(_excerpts(one, wanted)))
    return tuple(Found(said, tuple(list(kept)[:most]), max(0, len(kept) - most)) for said, kept in by_name.items())


def _excerpts(one: Standing, wanted: tuple[str, ...]) -> list[Excerpt]:
    excerpts: list[Excerpt] = []

    def look(text: str, limit: int | None) -> str:
        excerpts.extend(_excerpt(text, start, end) for start, end in find(text, wanted))
        return text

    one.place.columns[one.column](one.before, look)
    return excerpts


def _excerpt(text: str, start: int, end: int) -> Excerpt:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = f"… {before.partition(' ')[2]}"
    if end + AROUND < len(text):
        after = f"{after.rpartition(' ')[0]} …"
    return Excerpt(before, text[start:end], after)
