"""Say in a finding what it is about: lists, ages, quotes. Law: none of its own; the findings name theirs."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

_MARKS = re.compile(r"[*_`#>]|[\u00ad\u200b\u200c\u200d\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\bSt\.)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!e\.g\.)[\"”’)]*\s+|\n+")
_QUOTED = re.compile(r"“[^”]{1,400}”|\"[^\"\n]{1,400}\"|‘[^’\n]{2,200}’(?!\w)")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Take emphasis and invisible signs out of words, and give them straight apostrophes. Law: none; words are compared as they are read."""
    return _SPACES.sub(" ", _MARKS.sub("", text).replace("’", "'").replace("‘", "'").replace("‑", "-"))


@lru_cache(maxsize=4096)
def unquoted(text: str) -> str:
    """Take out what stands between quotation marks: somebody else's words. Law: none."""
    return plain(_QUOTED.sub(" ", text))


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[str, ...]:
    """Split words into sentences; a line of its own is one. Law: none."""
    return tuple(part.strip() for part in _SENTENCE_END.split(plain(text)) if part.strip(" -•"))


def listed(words: Iterable[str], *, most: int = 6) -> str:
    """Write a short list: a, b and c. Law: none."""
    found = list(dict.fromkeys(words))
    if len(found) > most:
        return f"{', '.join(found[:most])} and {len(found) - most} more"
    return f"{', '.join(found[:-1])} and {found[-1]}" if len(found) > 1 else "".join(found)


def quoted(words: Iterable[str], *, most: int = 6) -> str:
    """Write a short list of words of the plan, in quotation marks. Law: none."""
    return listed((f"“{word}”" for word in words), most=most)


def shortened(text: str, letters: int = 60) -> str:
    """Give the beginning of words, to the last whole word that fits. Law: none."""
    words = " ".join(plain(text).split())
    return words if len(words) <= letters else f"{words[:letters].rsplit(' ', 1)[0]}…"


def years_old(born_on: date, on: date) -> int:
    """Give the age in whole years on a day; somebody born on 29 February is a year older on 1 March.

    Law: Family Law Reform Act 1969 s.9, an age is reached at the beginning of the birthday.
    """
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def year_group_of(born_on: date, on: date) -> int:
    """Give the year group of a child's age on a day: 0 is Reception, below it is nursery; who was moved up or kept back is in another.

    Law: Education Act 1996 s.579 (school year), s.8: the year group follows from the age on 31 August.
    """
    began = on.year if on.month >= 9 else on.year - 1
    return years_old(born_on, date(began, 8, 31)) - 4


def months_before(on: date, months: int) -> date:
    """Give the same day so many months earlier, the last of the month where there is no such day. Law: none."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    for day in range(on.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(on.day, 28))
