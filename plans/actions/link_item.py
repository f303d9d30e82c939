"""Tie an item to what it comes from: the golden thread."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import Invalid
from plans.access import facts_of, open_item
from plans.actions.writing import note
from plans.models import Item, ItemLink
from plans.statute.sections import ALLOWED_LINKS, Kind

NOT_FROM_THERE = "Choose from the list: one of these is not in this plan any more, or can't lead here."


@transaction.atomic
def link_item(person: User, reference: str, uid: uuid.UUID, comes_from: Iterable[uuid.UUID], *, today: date, now: datetime) -> Item:
    """Set which items an item comes from. Links to items that this person does not see stay as they are.

    Raises Invalid for an item of another plan, of a kind that does not lead here, or that this person does not see.
    """
    access, item = open_item(person, reference, uid, today=today)
    access.require_change(item.section.code, facts_of(item))
    wanted = set(comes_from)
    rows = Item.objects.filter(plan=item.plan).exclude(state=Item.State.RETIRED).select_related("section", "evidence", "budget")
    seen = {row.uid: row for row in rows if access.sees_item(row.section.code, facts_of(row))}
    possible = {key: row for key, row in seen.items() if (Kind(row.kind), Kind(item.kind)) in ALLOWED_LINKS}
    if not wanted <= set(possible):
        raise Invalid({"comes_from": NOT_FROM_THERE})
    there = {link.source.uid: link for link in item.comes_from.select_related("source") if link.source.uid in possible}
    gone = [link.pk for key, link in there.items() if key not in wanted]
    new = [key for key in wanted if key not in there]
    if gone or new:
        ItemLink.objects.filter(pk__in=gone).delete()
        ItemLink.objects.bulk_create([ItemLink(plan=item.plan, source=possible[key], target=item) for key in new])
        note("link_item" if item.state == Item.State.PUT_FORWARD else "link_kept_item", access, item.section, item, now=now)
    return item
