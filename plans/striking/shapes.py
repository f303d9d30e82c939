"""Rewrite the words in a column, whatever shape they stand in: plain text, a wording, the canonical JSON of a section, reasons by section.

Only words that people typed are rewritten; codes, choices, dates and uids stay, so that what was read before is read after.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db import models

from plans.models import SPECS, Item, Section
from plans.record.canonical import canonical
from plans.striking.spelling import Change

Rewrite = Callable[[Any, Change], Any]

CODED = frozenset({"language"})


def typed_fields(model: type[models.Model]) -> dict[str, int | None]:
    """Name the columns of a table into which people type words, with their limits."""
    found = {}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField) and not field.choices and field.name not in CODED:
            found[field.name] = field.max_length
    return found


_SPEC_LIMITS = {name: limit for spec in SPECS.values() for name, limit in typed_fields(spec).items()}
_LIMITS = {
    **_SPEC_LIMITS,
    "text": Item._meta.get_field("text").max_length,
    "source": Item._meta.get_field("source").max_length,
    "narrative": Section._meta.get_field("narrative").max_length,
}


def plain_text(limit: int | None) -> Rewrite:
    """Rewrite a text."""
    return lambda value, change: change(value, limit)


def wording(value: Any, change: Change) -> Any:
    """Rewrite what an item or a section said after a save."""
    return _by_name(value, change)


def section_blob(value: Any, change: Change) -> Any:
    """Rewrite the canonical JSON of a section; what is not touched keeps its very bytes."""
    facts = json.loads(value)
    items = [_item(item, change) for item in facts["items"]]
    struck = facts | {"narrative": change(facts["narrative"], _LIMITS["narrative"]), "items": items}
    return canonical(struck) if struck != facts else value


def _item(facts: dict[str, Any], change: Change) -> dict[str, Any]:
    author = facts["author"] | {"name": change(facts["author"]["name"], None)}
    words = {name: change(facts[name], _LIMITS[name]) for name in ("text", "source")}
    return facts | words | {"author": author, "spec": _by_name(facts["spec"], change)}


def reasons(value: Any, change: Change) -> Any:
    """Rewrite the reasons for which sections are held back."""
    return {code: change(reason, None) for code, reason in value.items()}


def _by_name(value: Mapping[str, Any], change: Change) -> dict[str, Any]:
    return {name: change(words, _LIMITS[name]) if name in _LIMITS and isinstance(words, str) else words for name, words in value.items()}
