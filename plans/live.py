"""Show on an open page what was saved, to whoever may see it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.template.loader import render_to_string

from permissions.models import LedgerEntry
from permissions.vocabulary import Code
from plans.access import PlanAccess, facts_of
from plans.models import SPECS, Item, LiveText
from plans.queries.plan_page import read_plan_page
from plans.queries.section_page import read_section_page

# After these acts an item that others saw is not there for them any more: they are told, so that it goes from their pages.
LEAVING = frozenset({"take_back_item", "retire_item"})
PUT_FORWARD = Item.State.PUT_FORWARD


def visible(access: PlanAccess, entries: Iterable[LedgerEntry]) -> frozenset[int]:
    """Pick the entries about sections and items that this person may know of, by number. One query where there are items.

    Invariant: an act on what somebody keeps to themselves is news to that person only.
    """
    listed = [entry for entry in entries if entry.object_kind in ("section", "item")]
    uids = {entry.object_uid for entry in listed if entry.object_kind == "item" and entry.object_uid}
    rows = Item.objects.filter(uid__in=uids, plan=access.plan).select_related("section", *[kind.value for kind in SPECS]) if uids else ()
    items = {row.uid: row for row in rows}
    return frozenset(entry.number for entry in listed if _is_visible(access, entry, items.get(entry.object_uid)))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Settled:
    """A live text whose newer words the plan shows now; `item` is None for a section's own words, `author` and `role` are of whoever wrote the item."""

    code: Code
    item: UUID | None
    author: int | None
    role: str

    @property
    def place(self) -> str:
        """Name the text as its address does: "sections/B", "items/<uid>"."""
        return f"items/{self.item}" if self.item else f"sections/{self.code}"


def settled(access: PlanAccess, *, since: int) -> tuple[Settled, ...]:
    """List the live texts that this person sees and whose words have changed after the settling `since`. One query where there are any."""
    if access.plan.words_number <= since:
        return ()
    specs = [f"item__{kind.value}" for kind in SPECS]
    rows = LiveText.objects.filter(section__plan=access.plan, settled_number__gt=since).select_related("section", "item", *specs)
    return tuple(_settled(row) for row in rows if _is_text_seen(access, row))


def _is_text_seen(access: PlanAccess, text: LiveText) -> bool:
    if text.item is None:
        return access.sections[text.section.code].sees_narrative
    return text.item.state != Item.State.RETIRED and access.sees_item(text.section.code, facts_of(text.item))


def _settled(text: LiveText) -> Settled:
    item = text.item
    return Settled(text.section.code, item.uid, item.author_id, item.author_role) if item else Settled(text.section.code, None, None, "")


def _is_visible(access: PlanAccess, entry: LedgerEntry, item: Item | None) -> bool:
    if entry.object_kind == "section":
        return any(access.sections[Code(code)].sees_narrative for code in entry.sections.split())
    if item is None:
        return False
    facts = facts_of(item)
    if entry.verb in LEAVING and item.was_put_forward:
        facts = replace(facts, state=PUT_FORWARD)
    elif facts.state == Item.State.RETIRED:
        return item.author_id == access.person
    return access.sees_item(item.section.code, facts)


def regions_for(
    access: PlanAccess, codes: Iterable[Code], page: str, section: Code | None, *, comments: Mapping[Code, str]
) -> list[tuple[str, str]]:
    """Render the parts of an open page that show these sections: cards on the plan page, the section itself on its page."""
    touched = set(codes)
    if page == "plan" and touched:
        cards = [card for card in read_plan_page(access, comments=comments).cards if card.code in touched]
        return [(f"card-{card.code}", render_to_string("plans/parts/card.html", {"card": card})) for card in cards]
    if page == "section" and section is not None and touched and section in access.visible_sections:
        # Any section that changed may hold the other end of a link that this one shows.
        return [(f"section-{section}", render_to_string("plans/parts/section.html", {"page": read_section_page(access, section)}))]
    return []
