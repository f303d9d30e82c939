"""Read an item's typed detail as plain values: for the form, for the wording after a save, for the canonical JSON of a version."""

from datetime import date
from typing import Any

from django.db import models

from plans.models import SPECS, Item
from plans.statute.sections import Kind

# The key of the row, and the file of a report: its bytes are no words, `file_values` says what is written of them.
NO_WORDS = frozenset({"item", "file"})


def spec_names(kind: Kind) -> tuple[str, ...]:
    """List the names of a kind's typed fields, in their order."""
    return tuple(field.name for field in SPECS[kind]._meta.concrete_fields if field.name not in NO_WORDS)


def spec_of(item: Item) -> models.Model | None:
    """Give the row with an item's typed fields."""
    spec: models.Model | None = getattr(item, item.kind, None)
    return spec


def spec_values(item: Item) -> dict[str, Any]:
    """Give an item's typed fields by name, dates as dates."""
    spec = spec_of(item)
    return {name: getattr(spec, name) for name in spec_names(Kind(item.kind))} if spec else {}


def file_values(item: Item) -> dict[str, Any]:
    """Say which file belongs to a report, nothing where there is none: its number, name, kind, size and hash, by which it is known for good."""
    file = item.evidence.file if item.kind == Kind.EVIDENCE else None
    if file is None:
        return {}
    return {
        "file_uid": str(file.uid),
        "file_name": file.name,
        "file_kind": file.kind,
        "file_size": file.size,
        "file_sha256": file.sha256,
    }


def plain(value: Any) -> Any:
    """Write a value as JSON can hold it: dates as ISO text, everything else as it is."""
    return value.isoformat() if isinstance(value, date) else value


def item_content(item: Item) -> dict[str, Any]:
    """Give everything that a person wrote in an item, as plain values."""
    return {
        "text": item.text,
        "source": item.source,
        "is_safety": item.is_safety,
        "is_travel": item.is_travel,
        **{name: plain(value) for name, value in spec_values(item).items()},
        **file_values(item),
    }
