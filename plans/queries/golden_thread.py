"""Read the golden thread both ways: from hopes to outcomes, and from outcomes back to hopes."""

from collections.abc import Mapping
from dataclasses import dataclass

from plans.access import PlanAccess
from plans.models import Item
from plans.queries.items import ItemWriter, Strand, visible_items
from plans.queries.plan_page import PlanHead, plan_head
from plans.statute.sections import Kind

THREADED = (Kind.ASPIRATION, Kind.NEED, Kind.PROVISION, Kind.OUTCOME)
SAID_FORWARD = {Kind.ASPIRATION: "Hope", Kind.NEED: "Need", Kind.PROVISION: "Help", Kind.OUTCOME: "Outcome"}


@dataclass(frozen=True)
class Knot:
    """One item on the thread, and what it leads to (or comes from), each again with its own."""

    said: str
    strand: Strand
    below: tuple["Knot", ...]


@dataclass(frozen=True)
class Loose:
    """An item that is tied to nothing on one side, and what is missing, said kindly."""

    strand: Strand
    missing: str


@dataclass(frozen=True)
class ThreadPage:
    """The thread: `is_backwards` starts at the outcomes."""

    head: PlanHead
    is_backwards: bool
    knots: tuple[Knot, ...]
    loose: tuple[Loose, ...]


def read_golden_thread(access: PlanAccess, *, is_backwards: bool) -> ThreadPage:
    """Read the thread of what this person sees. Two queries."""
    writer = ItemWriter(access, visible_items(access))
    way = writer.from_ if is_backwards else writer.to
    start = Kind.OUTCOME if is_backwards else Kind.ASPIRATION
    rows = [row for row in writer.visible.rows if Kind(row.kind) in THREADED]
    return ThreadPage(
        head=plan_head(access),
        is_backwards=is_backwards,
        knots=tuple(_knot(writer, row, way, frozenset()) for row in rows if row.kind == start),
        loose=tuple(loose for row in rows for loose in _loose(writer, row)),
    )


def _knot(writer: ItemWriter, row: Item, way: Mapping[int, list[int]], above: frozenset[int]) -> Knot:
    below = [writer.by_key[key] for key in way.get(row.pk, ()) if key not in above]
    ordered = sorted(below, key=lambda other: (THREADED.index(Kind(other.kind)), other.position))
    return Knot(SAID_FORWARD[Kind(row.kind)], writer.strand(row), tuple(_knot(writer, other, way, above | {row.pk}) for other in ordered))


_LOOSE: dict[Kind, tuple[tuple[str, frozenset[Kind], str], ...]] = {
    Kind.ASPIRATION: (("to", frozenset({Kind.NEED, Kind.OUTCOME}), "No outcome or need is tied to this hope yet"),),
    Kind.NEED: (("to", frozenset({Kind.PROVISION}), "No help is tied to this need yet"),),
    Kind.PROVISION: (
        ("from_", frozenset({Kind.NEED}), "This help is not tied to a need yet"),
        ("to", frozenset({Kind.OUTCOME}), "No outcome is tied to this help yet"),
    ),
    Kind.OUTCOME: (("from_", frozenset({Kind.PROVISION}), "No help is tied to this outcome yet"),),
}


def _loose(writer: ItemWriter, row: Item) -> list[Loose]:
    """Find what is missing around an item (domain.md 6, Q08 to Q10)."""
    found = []
    for side, kinds, said in _LOOSE[Kind(row.kind)]:
        ends = getattr(writer, side).get(row.pk, ())
        if not any(Kind(writer.by_key[key].kind) in kinds for key in ends):
            found.append(Loose(writer.strand(row), said))
    return found
