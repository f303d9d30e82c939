"""Understand the one box in which people look for a plan: a name, a reference or a date of birth."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from permissions.access import normal_reference
from permissions.models.circle import ALPHABET

LONGEST = 120
_DATE_FORMS = ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y", "%d/%m/%y")


@dataclass(frozen=True)
class Search:
    """What was typed, and everything it can mean. Eight letters may be a reference or a name, so both are looked for."""

    typed: str = ""
    reference: str = ""
    born_on: date | None = None
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.typed)


def read_search(text: str) -> Search:
    """Read the box; what can't be understood as anything else is a name."""
    typed = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:LONGEST]
    if not typed:
        return Search()
    born_on = _date(typed)
    if born_on:
        return Search(typed, born_on=born_on)
    reference = normal_reference(typed)
    is_reference = len(reference) == 8 and all(letter in ALPHABET for letter in reference)
    return Search(typed, reference=reference if is_reference else "", words=tuple(typed.casefold().split())[:6])


def _date(typed: str) -> date | None:
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", typed.replace(",", " "), flags=re.IGNORECASE)
    plain = re.sub(r"\s*([/.-])\s*", r"\1", " ".join(plain.split()))
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007 a date of birth is a civil date
        except ValueError:
            continue
    return None
