"""Find a passage that somebody quotes in the words of a section or an item.

What a person copies from a page has neither the small markup nor the line breaks of the words themselves: blanks, line breaks and `*`, `_`, `-` don't count.
"""

import unicodedata
from dataclasses import dataclass

_MARKUP = frozenset("*_-\\•·–—")


@dataclass(frozen=True)
class Quoted:
    """What a form says of a passage: the words themselves, and what stood before them, to tell two places apart."""

    words: str
    before: str = ""


def find_quote(quote: Quoted, words: str) -> tuple[int, int] | None:
    """Find a quote in words: where it begins and where it ends (characters); None where it is not there.

    Where the same words stand in several places, the one whose preceding words agree with `before` the longest; otherwise the first.
    """
    letters, places = _bare(words)
    wanted, _ = _bare(quote.words)
    if not wanted:
        return None
    found = _places(wanted, letters)
    if not found:
        return None
    before, _ = _bare(quote.before)
    best = max(found, key=lambda at: (_agreement(letters[:at], before), -at))
    return places[best], places[best + len(wanted) - 1] + 1


def is_same(one: str, other: str) -> bool:
    """Say whether two passages read the same, blanks, line breaks and markup aside."""
    return _bare(one)[0] == _bare(other)[0]


def _bare(words: str) -> tuple[str, list[int]]:
    """Give the letters that count, and where each stands in the words."""
    kept: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(words):
        if letter.isspace() or letter in _MARKUP or unicodedata.category(letter) == "Cf":
            continue
        for part in unicodedata.normalize("NFD", letter.casefold()):
            kept.append(part)
            places.append(at)
    return "".join(kept), places


def _places(wanted: str, letters: str) -> list[int]:
    found, at = [], letters.find(wanted)
    while at != -1:
        found.append(at)
        at = letters.find(wanted, at + 1)
    return found


def _agreement(letters: str, before: str) -> int:
    """Count how many letters before a place are those of `before`, from its end on backwards."""
    agreed = 0
    for one, other in zip(reversed(letters), reversed(before), strict=False):
        if one != other:
            break
        agreed += 1
    return agreed
