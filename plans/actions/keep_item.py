"""Take an item back to oneself."""

import uuid
from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import NotPermitted
from plans.access import facts_of, open_item
from plans.actions.writing import keep_what_stands, note, set_item
from plans.livetext.standing import keep_what_was_written
from plans.models import Item


@transaction.atomic
def keep_item(person: User, reference: str, uid: uuid.UUID, *, today: date, now: datetime) -> Item:
    """Keep one's own item to oneself again: others don't see it from now on; versions that were cut keep it."""
    access, item = open_item(person, reference, uid, today=today)
    access.require_change(item.section.code, facts_of(item))
    if item.author_id != person.pk:
        raise NotPermitted("Only the person who wrote this can keep it to themselves.")
    if item.state == Item.State.KEPT:
        return item
    keep_what_was_written(item.section, item, now=now)
    set_item(item, item.seq, person, now=now, state=Item.State.KEPT)
    keep_what_stands(item, access, now=now)
    note("take_back_item", access, item.section, item, now=now)
    return item
