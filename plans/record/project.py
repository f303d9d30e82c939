"""Say what one person may read of a version: the one projector behind reading, comparing and PDF.

The rules are those of the live plan, at today's stage, item by item (`plans.access`); the version only holds what they need to know.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from permissions.vocabulary import ROLE_NAMES, Code, Role
from plans.access import ItemFacts, PlanAccess
from plans.models import Item, PlanVersion, VoiceSpec
from plans.record.canonical import ItemRecord, SectionRecord
from plans.statute.sections import Kind

SOMEONE_ELSE = 0


@dataclass(frozen=True)
class SeenItem:
    """An item as one person may read it; `shows_words` is false where only titles are open, and then there is nothing but the title in it."""

    record: ItemRecord
    is_own: bool
    shows_words: bool


@dataclass(frozen=True)
class SeenSection:
    """A section as one person may read it; `shows_text` says whether its running text and its statement are open."""

    code: Code
    narrative: str
    none_identified: bool
    items: tuple[SeenItem, ...]
    shows_text: bool


def kinds_seen(access: PlanAccess) -> tuple[PlanVersion.Kind, ...]:
    """List the kinds of version that a person sees: working ones are the council's; nothing is for whoever sees no section at this stage."""
    if not access.visible_sections:
        return ()
    return tuple(kind for kind in PlanVersion.Kind if kind != PlanVersion.Kind.WORKING or access.circle.is_council)


def project(access: PlanAccess, sections: Mapping[Code, SectionRecord], *, reader: str) -> dict[Code, SeenSection]:
    """Take everything out of a version that this person (`reader` is their uid) does not see, links to unseen items included."""
    visible = {code: sections[code] for code in access.visible_sections if code in sections}
    seen = {code: tuple(item for item in section.items if _sees(access, code, item, reader)) for code, section in visible.items()}
    uids = {item.uid for items in seen.values() for item in items}
    projected = {}
    for code, section in visible.items():
        shows_text = access.sections[code].sees_narrative
        projected[code] = SeenSection(
            code=code,
            narrative=section.narrative if shows_text else "",
            none_identified=section.none_identified and shows_text,
            items=tuple(_item(access, code, item, uids, reader) for item in seen[code]),
            shows_text=shows_text,
        )
    return _without_names(access, projected) if _reads_without_names(access) else projected


def _facts(access: PlanAccess, item: ItemRecord, reader: str) -> ItemFacts:
    return ItemFacts(
        kind=item.kind,
        state=Item.State.PUT_FORWARD,
        author=access.person if item.author.uid == reader else SOMEONE_ELSE,
        is_safety=item.is_safety,
        is_travel=item.is_travel,
        advice_type=str(item.spec.get("advice_type", "")),
        budget_part=str(item.spec.get("part", "")),
    )


def _sees(access: PlanAccess, code: Code, item: ItemRecord, reader: str) -> bool:
    return access.sees_item(code, _facts(access, item, reader))


def _item(access: PlanAccess, code: Code, item: ItemRecord, uids: set[str], reader: str) -> SeenItem:
    shows_words = access.sees_words(code, _facts(access, item, reader))
    links = {name: tuple(uid for uid in getattr(item, name) if uid in uids) for name in ("leads_to", "comes_from")}
    item = replace(item, leads_to=links["leads_to"], comes_from=links["comes_from"])
    return SeenItem(item if shows_words else _title_only(item), is_own=item.author.uid == reader, shows_words=shows_words)


def _title_only(item: ItemRecord) -> ItemRecord:
    title = {name: value for name, value in item.spec.items() if name == "title"}
    return replace(item, text="", source="", spec=title)


def _reads_without_names(access: PlanAccess) -> bool:
    return not access.sees_names or any(access.sections[code].without_names for code in access.visible_sections)


def _without_names(access: PlanAccess, sections: dict[Code, SeenSection]) -> dict[Code, SeenSection]:
    """Take names out for whoever judges a plan without knowing whose it is: the child's, the authors' and the speakers' (domain.md 4.3, AUD)."""
    child = access.circle.circle.child
    named = {name for section in sections.values() for item in section.items for name in _names_in(item.record)}
    take_out = NameTaker([child.first_name, child.last_name, child.called, *named])
    return {
        code: replace(section, narrative=take_out(section.narrative), items=tuple(_nameless(item, take_out) for item in section.items))
        for code, section in sections.items()
    }


def _names_in(item: ItemRecord) -> tuple[str, ...]:
    return (item.author.name, *(str(item.spec.get(field) or "") for field in ("speaker_name", "gathered_by")))


def _nameless(item: SeenItem, take_out: "NameTaker") -> SeenItem:
    record = item.record
    words = {name: value for name, value in record.spec.items() if not name.startswith("file_")}  # a file holds names, and so may its own
    spec = {name: take_out(value) if isinstance(value, str) else value for name, value in words.items()}
    if record.kind is Kind.VOICE:
        spec |= {"speaker_name": VoiceSpec.Speaker(str(record.spec["speaker"])).label, "gathered_by": ""}
    author = replace(record.author, name=ROLE_NAMES[Role(record.author.role)])
    return replace(item, record=replace(record, text=take_out(record.text), source=take_out(record.source), spec=spec, author=author))


class NameTaker:
    """Replace names by a mark, each part of a name as a word of its own."""

    MARK = "[name]"
    _NO_NAMES = frozenset({"dr", "mr", "mrs", "ms", "miss", "prof", "the", "and", "his", "her", "their", "in", "of", "own", "words"})

    def __init__(self, names: Iterable[str]) -> None:
        parts = {part for name in names for part in re.findall(r"\w[\w'’-]*", name)}
        kept = sorted(
            (part for part in parts if part[0].isupper() and part.lower() not in self._NO_NAMES), key=lambda part: (-len(part), part)
        )
        self._pattern = re.compile(rf"\b({'|'.join(map(re.escape, kept))})\b") if kept else None

    def __call__(self, words: str) -> str:
        """Take the names out of some words."""
        return self._pattern.sub(self.MARK, words) if self._pattern else words
