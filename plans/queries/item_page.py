"""Read one item for the form in which it is written, with what it may be tied to."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from permissions.vocabulary import Code
from plans.access import PlanAccess
from plans.contents import spec_values
from plans.models import Item
from plans.queries.files import FileView, file_of
from plans.queries.items import ItemWriter, Strand, visible_items
from plans.queries.texts import TextBox, item_box
from plans.statute.sections import ALLOWED_LINKS, Kind


@dataclass(frozen=True)
class ItemPage:
    """An item in its form: `values` fill the fields, `sources` are what it may come from, `tied` which of them it does come from."""

    uid: UUID
    code: Code
    kind: Kind
    title: str
    seq: int
    is_kept: bool
    is_own: bool
    values: dict[str, Any]
    sources: tuple[Strand, ...]
    box: TextBox
    tied: tuple[str, ...]
    file: FileView | None = None


def read_item_page(access: PlanAccess, item: Item) -> ItemPage:
    """Read an item that this person may change. Two queries."""
    writer = ItemWriter(access, visible_items(access))
    row = writer.by_key.get(item.pk, item)  # words and their number of one moment, after the reading was written down
    kind = Kind(item.kind)
    tied = {strand.uid for strand in writer.strands(writer.from_.get(item.pk, ()))}
    return ItemPage(
        uid=item.uid,
        code=item.section.code,
        kind=kind,
        title=writer.title_and_rest(row)[0],
        seq=row.seq,
        is_kept=item.state == Item.State.KEPT,
        is_own=item.author_id == access.person,
        values={"text": row.text, "source": row.source, "is_safety": row.is_safety, "is_travel": row.is_travel, **spec_values(row)},
        sources=sources_for(writer, kind, item.uid),
        box=item_box(access, row),
        tied=tuple(str(uid) for uid in tied),
        file=file_of(access, row),
    )


def read_sources(access: PlanAccess, kind: Kind) -> tuple[Strand, ...]:
    """Read what a new item of a kind may come from. Two queries."""
    return sources_for(ItemWriter(access, visible_items(access)), kind, None)


def sources_for(writer: ItemWriter, kind: Kind, but: UUID | None) -> tuple[Strand, ...]:
    """List the visible items that may lead to one of this kind."""
    return tuple(writer.strand(row) for row in writer.visible.rows if (Kind(row.kind), kind) in ALLOWED_LINKS and row.uid != but)
