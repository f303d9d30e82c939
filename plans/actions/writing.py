"""What every save of words shares: the compare-and-set on `seq`, the wording that is kept, the ledger entry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F

from files.intake import Received
from permissions import ledger
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Clash, Stale
from plans.access import PlanAccess
from plans.contents import item_content, plain
from plans.livetext.merging import Beside, Merge
from plans.livetext.standing import keep_what_was_written, said_by
from plans.models import SPECS, Item, Section, Wording
from plans.statute.sections import Kind

PUT_FORWARD = Item.State.PUT_FORWARD


@dataclass(frozen=True, kw_only=True)
class ItemWords:
    """What a person wrote in an item's form: the words, where they come from, the typed fields of its kind; for a report its file, or that it goes.

    `text` is None where the words did not come with the form: they are written live. `words_n` names the update of the log on which they stand.
    """

    kind: Kind
    text: str | None
    words_n: int | None = None
    source: str = ""
    is_safety: bool = False
    is_travel: bool = False
    spec: Mapping[str, Any] = field(default_factory=dict)
    file: Received | None = None
    drops_file: bool = False

    def plain(self) -> dict[str, Any]:
        """Give the same values as `plans.contents.item_content`, but for the file."""
        return {"text": self.text} | self.typed()

    def typed(self) -> dict[str, Any]:
        """Give the typed fields alone: everything but the words and the file."""
        own = {"source": self.source, "is_safety": self.is_safety, "is_travel": self.is_travel}
        return own | {name: plain(value) for name, value in self.spec.items()}


@dataclass(frozen=True)
class Saved:
    """What was saved; where two people changed the same sentence, how it reads now, and who the other one is."""

    row: Item | Section
    beside: tuple[Beside, ...] = ()
    by: str = ""

    @property
    def item(self) -> Item | None:
        """Give the item that was saved, if it was one."""
        return self.row if isinstance(self.row, Item) else None

    @property
    def section(self) -> Section:
        """Give the section that was saved, or in which the item stands."""
        return self.row.section if isinstance(self.row, Item) else self.row


def saved(row: Item | Section, merged: Merge | None, access: PlanAccess) -> Saved:
    """Say what was saved, and beside whose words."""
    return Saved(row, merged.beside, said_by(access, merged.others)) if merged and merged.beside else Saved(row)


def keep_wording(item: Item, content: dict[str, Any], access: PlanAccess, *, now: datetime, before: Iterable[Wording] = ()) -> None:
    """Append what an item says after a save, behind wordings of what was typed live `before`. One query for all."""
    said = Wording(
        section=item.section, item=item, seq=item.seq, content=content, state=item.state, by_id=access.person, role=access.role, at=now
    )
    Wording.objects.bulk_create([*before, said])


def keep_what_stands(item: Item, access: PlanAccess, *, now: datetime) -> None:
    """Append what an item says after an act that changed no words: read again, since its typed fields may be older than the lock."""
    keep_wording(item, current_content(item), access, now=now)


def keep_narrative(section: Section, access: PlanAccess, *, now: datetime) -> None:
    """Append what a section's own words and statement say after a save."""
    content = {"narrative": section.narrative, "none_identified": section.none_identified}
    Wording.objects.create(section=section, item=None, seq=section.seq, content=content, by_id=access.person, role=access.role, at=now)


def end_statement(section: Section, access: PlanAccess, *, now: datetime) -> None:
    """Take the statement "none identified" off a section in which something is put forward: both can't be true."""
    if not section.none_identified:
        return
    keep_what_was_written(section, None, now=now)
    section.none_identified, section.seq = False, section.seq + 1
    section.saved_at, section.saved_by_id = now, access.person
    section.save(update_fields=["none_identified", "seq", "saved_at", "saved_by"])
    keep_narrative(section, access, now=now)


def note(verb: str, access: PlanAccess, section: Section, item: Item | None, *, now: datetime) -> None:
    """Write the act into the ledger of the plan, whose circle is locked."""
    act = Act(
        actor=access.person,
        role=access.role,
        verb=verb,
        sections=(section.code,),
        object_kind="item" if item else "section",
        object_uid=item.uid if item else None,
    )
    ledger.record(act, circle=access.circle.circle, now=now)


def set_item(item: Item, seq: int, by: User, *, now: datetime, **values: Any) -> None:
    """Write an item's columns if nobody saved since `seq`; raise Stale otherwise, with nothing changed."""
    rows = Item.objects.filter(pk=item.pk, seq=seq)
    if not rows.update(seq=F("seq") + 1, saved_at=now, saved_by=by, **values):
        raise Stale()
    item.seq = seq + 1
    for name, value in values.items():
        setattr(item, name, value)


def write_spec(item: Item, values: Mapping[str, Any]) -> None:
    """Write the typed fields of an item's kind."""
    if values:
        SPECS[Kind(item.kind)].objects.filter(pk=item.pk).update(**values)  # type: ignore[attr-defined]


def clashes_between(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> tuple[Clash, ...]:
    """List the fields that differ between what one person sent and what stands in the plan now."""
    differing = [name for name in mine if name in theirs and mine[name] != theirs[name]]
    return tuple(Clash(name, name, _said(mine[name]), _said(theirs[name])) for name in differing)


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def current_content(item: Item) -> dict[str, Any]:
    """Read again what an item says now."""
    return item_content(Item.objects.select_related(item.kind, "evidence__file").get(pk=item.pk))
