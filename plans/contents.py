"""Read an item's typed detail as plain values: for the form, for the wording after a save, for the canonical JSON of a version."""

from datetime import date
from typing import Any

from django.db import models

from plans.models import SPECS, Item
from plans.statute.sections import Kind


def spec_names(kind: Kind) -> tuple[str, ...]:
    """List the names of a kind's typed fields, in their order."""
    return tuple(field.name for field in SPECS[kind]._meta.concrete_fields if field.name != "item")


def spec_of(item: Item) -> models.Model | None:
    """Give the row with an item's typed fields."""
    spec: models.Model | None = getattr(item, item.kind, None)
    return spec


def spec_values(item: Item) -> dict[str, Any]:
    """Give an item's typed fields by name, dates as dates."""
    spec = spec_of(item)
    return {name: getattr(spec, name) for name in spec_names(Kind(item.kind))} if spec else {}


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
    }
