"""Show on an open page what was saved, to whoever may see it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.template.loader import render_to_string

from permissions.models import LedgerEntry
from permissions.vocabulary import Code
from plans.access import PlanAccess, facts_of
from plans.models import SPECS, Item
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
    access: PlanAccess, codes: Iterable[Code], page: str, section: Code | None, *, comments: Mapping[Code, int]
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
