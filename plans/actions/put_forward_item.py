"""Put an item forward, so that all who may see the section see it."""

import uuid
from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import NotPermitted
from plans.access import facts_of, open_item
from plans.actions.writing import PUT_FORWARD, end_statement, keep_what_stands, note, set_item
from plans.livetext.standing import keep_what_was_written
from plans.models import Item


@transaction.atomic
def put_forward_item(person: User, reference: str, uid: uuid.UUID, *, today: date, now: datetime) -> Item:
    """Put one's own item forward. Putting forward twice changes nothing."""
    access, item = open_item(person, reference, uid, today=today)
    access.require_change(item.section.code, facts_of(item))
    if item.author_id != person.pk:
        raise NotPermitted("Only the person who wrote this can put it forward.")
    if item.state == PUT_FORWARD:
        return item
    keep_what_was_written(item.section, item, now=now)
    set_item(item, item.seq, person, now=now, state=PUT_FORWARD, was_put_forward=True)
    keep_what_stands(item, access, now=now)
    end_statement(item.section, access, now=now)
    note("put_forward_item", access, item.section, item, now=now)
    return item
