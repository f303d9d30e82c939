"""Where the words of a plan stand: every column into which somebody types, how it is said to the council, and who of them may read it there.

A room above this one lists its own places; `portal.striking` puts them together. A test refuses a column of words that stands in no list.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import models

from files.models import StoredFile
from permissions.models import BrokenGlass, Child, Circle, Conflict, Membership, TeamMembership
from permissions.vocabulary import SECTION_NAMES, Code
from plans.access import PlanAccess, facts_of
from plans.models import (
    SPECS,
    Anchor,
    Happening,
    Item,
    Plan,
    PlanVersion,
    QualityReason,
    Section,
    SectionBlob,
    SectionGrant,
    Strike,
    Wording,
)
from plans.saying import day_in_london, long_date
from plans.statute.sections import KIND_NAMES, WITH_ARTICLE, Kind
from plans.striking.shapes import Rewrite, plain_text, reasons, section_blob, typed_fields, wording

KEPT, PUT_FORWARD, RETIRED = Item.State.KEPT, Item.State.PUT_FORWARD, Item.State.RETIRED


@dataclass(frozen=True)
class Shown:
    """What open pages show of a struck text: a section, an item or a thread, and the row whose `seq` counts its saves."""

    kind: str
    code: Code
    uid: UUID | None
    counted: Item | Section | None = None


class Reader:
    """One person who asks where a passage stands, with what is read once for all places."""

    def __init__(self, access: PlanAccess) -> None:
        self.access = access

    @cached_property
    def numbers(self) -> dict[int, int]:
        """Number the items put forward, by kind and section, as they stand on the page."""
        counted: dict[tuple[int, str], int] = {}
        numbers = {}
        rows = Item.objects.filter(plan=self.access.plan, state=PUT_FORWARD).order_by("position", "pk")
        for pk, section, kind in rows.values_list("pk", "section_id", "kind"):
            counted[section, kind] = numbers[pk] = counted.get((section, kind), 0) + 1
        return numbers

    @cached_property
    def stood(self) -> dict[int | None, str]:
        """Read how each item stood before it was taken out: what its author had taken back stays with the author."""
        rows = Wording.objects.filter(section__plan=self.access.plan).exclude(state=RETIRED).order_by("at", "pk")
        return dict(rows.values_list("item_id", "state"))

    @cached_property
    def versions(self) -> dict[str, list[PlanVersion]]:
        """Read which versions hold which words."""
        found: dict[str, list[PlanVersion]] = {}
        for version in PlanVersion.objects.filter(plan=self.access.plan).order_by("number"):
            for sha in set(version.manifest.values()):
                found.setdefault(sha, []).append(version)
        return found

    def sees_item(self, item: Item) -> bool:
        """Say whether this person may read an item, also one that was taken out."""
        facts = facts_of(item)
        state = self.stood.get(item.pk, KEPT) if item.state == RETIRED else item.state
        return self.access.sees_item(item.section.code, replace(facts, state=state))


@dataclass(frozen=True, kw_only=True)
class Place:
    """One table with words of a plan: the way from it to the circle, its columns, who may read a row there, and how it is said."""

    model: type[models.Model]
    circle: str
    columns: Mapping[str, Rewrite]
    said: Callable[[Reader, Any, str], str]
    is_seen: Callable[[Reader, Any], bool]
    shown: Callable[[Any], Shown | None] = field(default=lambda row: None)
    related: tuple[str, ...] = ()

    def rows(self, circle: Circle) -> models.QuerySet[Any]:
        """Read the rows of one plan."""
        rows = self.model._default_manager.filter(**{self.circle: circle.pk})
        return rows.select_related(*self.related).order_by("pk") if self.related else rows.order_by("pk")


def columns(model: type[models.Model], *names: str) -> dict[str, Rewrite]:
    """Give plain columns of a table, those that are named or all into which people type."""
    limits = typed_fields(model)
    return {name: plain_text(limits[name]) for name in names or limits}


def section_said(code: Code) -> str:
    """Name a section with its letter."""
    return f"{SECTION_NAMES[code]} (Section {code})"


def _nobody(reader: Reader, row: Any) -> bool:
    """Keep a place to those who may read it: it is struck, and not shown."""
    return False


def everybody(reader: Reader, row: Any) -> bool:
    """Say that whoever strikes in a plan may be shown the place."""
    return True


def _item_said(reader: Reader, item: Item) -> str:
    kind, code = Kind(item.kind), section_said(item.section.code)
    if item.pk in reader.numbers:
        return f"{code}, {KIND_NAMES[kind][0]} {reader.numbers[item.pk]}"
    return f"{code}, {WITH_ARTICLE[kind]} that {'was taken out' if item.state == RETIRED else 'you keep to yourself'}"


def _sees_wording(reader: Reader, row: Wording) -> bool:
    if row.item is None:
        return reader.access.sections[row.section.code].sees_narrative
    if row.item.author_id == reader.access.person:
        return True
    return row.state != KEPT and reader.sees_item(row.item)


def _wording_said(reader: Reader, row: Wording, name: str) -> str:
    what = _item_said(reader, row.item) if row.item else f"{section_said(row.section.code)}, the section’s own words"
    return f"{what}, in the history"


def _blob_code(row: SectionBlob) -> Code:
    return Code(json.loads(row.content)["section"])


def _versions_said(versions: list[PlanVersion]) -> str:
    named = [f"{PlanVersion.Kind(version.kind).label} {version.kind_number}" for version in versions]
    return ", ".join(named) or "A version that is not finished"


def _of_item(spec: type[models.Model]) -> Place:
    kinds = tuple(f"item__{kind.value}" for kind in SPECS)
    return Place(
        model=spec,
        circle="item__plan__circle",
        columns=columns(spec),
        said=lambda reader, row, name: f"{_item_said(reader, row.item)}, as it stands now",
        is_seen=lambda reader, row: reader.sees_item(row.item),
        shown=lambda row: Shown("item", row.item.section.code, row.item.uid, row.item),
        related=("item__section", *kinds),
    )


PLACES: tuple[Place, ...] = (
    Place(
        model=Section,
        circle="plan__circle",
        columns=columns(Section, "narrative"),
        said=lambda reader, row, name: f"{section_said(row.code)}, the section’s own words, as they stand now",
        is_seen=lambda reader, row: reader.access.sections[row.code].sees_narrative,
        shown=lambda row: Shown("section", row.code, None, row),
    ),
    Place(
        model=Item,
        circle="plan__circle",
        columns=columns(Item, "text", "source"),
        said=lambda reader, row, name: f"{_item_said(reader, row)}, as it stands now",
        is_seen=lambda reader, row: reader.sees_item(row),
        shown=lambda row: Shown("item", row.section.code, row.uid, row),
        related=("section", *(kind.value for kind in SPECS)),
    ),
    *(_of_item(spec) for spec in SPECS.values() if typed_fields(spec)),
    Place(
        model=Wording,
        circle="section__plan__circle",
        columns={"content": wording},
        said=_wording_said,
        is_seen=_sees_wording,
        related=("section", "item__section", *(f"item__{kind.value}" for kind in SPECS)),
    ),
    Place(
        model=SectionBlob,
        circle="plan__circle",
        columns={"content": section_blob},
        said=lambda reader, row, name: f"{_versions_said(reader.versions.get(row.sha256, []))}: {section_said(_blob_code(row))}",
        is_seen=lambda reader, row: _blob_code(row) in reader.access.visible_sections,
    ),
    Place(
        model=PlanVersion,
        circle="plan__circle",
        columns=columns(PlanVersion, "note"),
        said=lambda reader, row, name: f"{_versions_said([row])}: the note beside it",
        is_seen=everybody,
    ),
    Place(
        model=Happening,
        circle="plan__circle",
        columns=columns(Happening, "reason"),
        said=lambda reader, row, name: f"The reason of “{Happening.Kind(row.kind).label}” on {long_date(row.on)}",
        is_seen=everybody,
    ),
    Place(
        model=Plan,
        circle="circle",
        columns={"held_back": reasons},
        said=lambda reader, row, name: "The reasons for which sections are held back from the family",
        is_seen=everybody,
    ),
    Place(
        model=QualityReason,
        circle="plan__circle",
        columns=columns(QualityReason, "reason"),
        said=lambda reader, row, name: f"A reason given for what a check found, on {day_in_london(row.at)}",
        is_seen=lambda reader, row: (
            reader.access.circle.is_council and (not row.section or Code(row.section) in reader.access.visible_sections)
        ),
    ),
    Place(
        model=Strike,
        circle="plan__circle",
        columns=columns(Strike, "reason"),
        said=lambda reader, row, name: f"The reason of what was proposed to be struck on {day_in_london(row.proposed_at)}",
        is_seen=everybody,
    ),
    Place(
        model=SectionGrant,
        circle="content_object__plan__circle",
        columns=columns(SectionGrant, "reason"),
        said=lambda reader, row, name: f"Why {row.user.name} has an exception in {section_said(row.content_object.code)}",
        is_seen=lambda reader, row: reader.access.keeps_circle,
        related=("user", "content_object"),
    ),
    Place(
        model=Membership,
        circle="content_object",
        columns=columns(Membership, "basis", "reason"),
        said=lambda reader, row, name: f"Why {row.user.name} takes part in this plan",
        is_seen=lambda reader, row: reader.access.keeps_circle,
        related=("user",),
    ),
    Place(
        model=TeamMembership,
        circle="content_object",
        columns=columns(TeamMembership, "basis", "reason"),
        said=lambda reader, row, name: f"Why the team {row.group.name} takes part in this plan",
        is_seen=lambda reader, row: reader.access.keeps_circle,
        related=("group",),
    ),
    Place(
        model=Child,
        circle="circles",
        columns=columns(Child, "first_language", "interpreter", "communication", "access_needs"),
        said=lambda reader, row, name: "The child’s details: languages, communication and access",
        is_seen=everybody,
    ),
    Place(
        model=StoredFile,
        circle="evidence__item__plan__circle",
        columns=columns(StoredFile, "name"),
        said=lambda reader, row, name: f"The name of a file in {section_said(row.evidence.item.section.code)}",
        is_seen=lambda reader, row: reader.sees_item(row.evidence.item),
        shown=lambda row: Shown("item", row.evidence.item.section.code, row.evidence.item.uid, row.evidence.item),
        related=("evidence__item__section",),
    ),
    # A passage that is spoken about: the conversation itself shows it, and lists it.
    Place(
        model=Anchor,
        circle="text__section__plan__circle",
        columns=columns(Anchor, "quote"),
        said=lambda reader, row, name: "",
        is_seen=_nobody,
    ),
    # What was said of a conflict or of putting off to tell a family is not for everybody who strikes: it is struck, and not shown.
    Place(model=Conflict, circle="circle", columns=columns(Conflict, "reason"), said=lambda reader, row, name: "", is_seen=_nobody),
    Place(
        model=BrokenGlass,
        circle="membership__content_object",
        columns=columns(BrokenGlass, "delay_reason"),
        said=lambda reader, row, name: "",
        is_seen=_nobody,
    ),
)
