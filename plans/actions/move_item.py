"""Move an item up or down in its section."""

import uuid
from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import Invalid
from plans.access import PlanAccess, facts_of, open_item
from plans.actions.writing import note
from plans.models import Item

UP, DOWN = "up", "down"


@transaction.atomic
def move_item(person: User, reference: str, uid: uuid.UUID, direction: str, *, today: date, now: datetime) -> Item:
    """Change places with the nearest item above or below that this person sees; at the end of the list nothing moves."""
    if direction not in (UP, DOWN):
        raise Invalid({"direction": "Say up or down."})
    access, item = open_item(person, reference, uid, today=today)
    access.require_change(item.section.code, facts_of(item))
    neighbour = _neighbour(access, item, direction)
    if neighbour is None:
        return item
    item.position, neighbour.position = neighbour.position, item.position
    Item.objects.bulk_update([item, neighbour], ["position"])
    note("move_item" if item.state == Item.State.PUT_FORWARD else "move_kept_item", access, item.section, item, now=now)
    return item


def _neighbour(access: PlanAccess, item: Item, direction: str) -> Item | None:
    rows = item.section.items.exclude(state=Item.State.RETIRED).select_related("evidence", "budget")
    beyond = (
        rows.filter(position__lt=item.position).order_by("-position")
        if direction == UP
        else rows.filter(position__gt=item.position).order_by("position")
    )
    return next((row for row in beyond if access.sees_item(item.section.code, facts_of(row))), None)
