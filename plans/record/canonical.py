"""Write a section as canonical JSON and read it back: sorted keys, NFC, no floats, and a number that says which shape it is in.

The bytes are what is hashed, so the same section gives the same bytes on every machine and in every year.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from permissions.vocabulary import Code
from plans.statute.sections import Kind

SCHEMA = 1

Plain = str | int | bool | None


@dataclass(frozen=True, kw_only=True)
class AuthorRecord:
    """Who wrote an item, with the name and the role of that time: people change."""

    uid: str
    name: str
    role: str


@dataclass(frozen=True, kw_only=True)
class ItemRecord:
    """One item as it was put forward, with everything that decides who may read it.

    `position` counts from 1 among the items put forward, so that it says nothing of those that were kept. `spec` holds the typed fields, dates as ISO text.
    """

    uid: str
    kind: Kind
    text: str
    position: int
    author: AuthorRecord
    source: str
    is_safety: bool
    is_travel: bool
    spec: Mapping[str, Plain]
    leads_to: tuple[str, ...]
    comes_from: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SectionRecord:
    """One section as put forward: its running text, the statement that there is nothing, its items in order."""

    code: Code
    narrative: str
    none_identified: bool
    items: tuple[ItemRecord, ...]


def canonical(value: Any) -> str:
    """Write plain values as canonical JSON. Raises TypeError for a float or anything that is not plain."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256_of(content: str) -> str:
    """Hash the bytes of a text."""
    return hashlib.sha256(content.encode()).hexdigest()


def section_json(section: SectionRecord) -> str:
    """Write a section as the content of its blob."""
    facts = {
        "schema": SCHEMA,
        "section": section.code.value,
        "narrative": section.narrative,
        "none_identified": section.none_identified,
        "items": [_item_facts(item) for item in section.items],
    }
    return canonical(facts)


def read_section(content: str) -> SectionRecord:
    """Read a section back from its blob. Raises ValueError for a shape that this code does not know."""
    facts = json.loads(content)
    if facts["schema"] != SCHEMA:
        raise ValueError(f"a section is written in shape {facts['schema']}, which is not known here")
    return SectionRecord(
        code=Code(facts["section"]),
        narrative=facts["narrative"],
        none_identified=facts["none_identified"],
        items=tuple(_read_item(item) for item in facts["items"]),
    )


def _item_facts(item: ItemRecord) -> dict[str, Any]:
    return {
        "uid": item.uid,
        "kind": item.kind.value,
        "text": item.text,
        "position": item.position,
        "author": {"uid": item.author.uid, "name": item.author.name, "role": item.author.role},
        "source": item.source,
        "is_safety": item.is_safety,
        "is_travel": item.is_travel,
        "spec": dict(item.spec),
        "leads_to": sorted(item.leads_to),
        "comes_from": sorted(item.comes_from),
    }


def _read_item(facts: dict[str, Any]) -> ItemRecord:
    return ItemRecord(
        **facts
        | {
            "kind": Kind(facts["kind"]),
            "author": AuthorRecord(**facts["author"]),
            "leads_to": tuple(facts["leads_to"]),
            "comes_from": tuple(facts["comes_from"]),
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", str(value))
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {_plain(str(name)): _plain(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")
