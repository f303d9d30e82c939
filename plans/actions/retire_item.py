"""Take an item out of the plan."""

import uuid
from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access import facts_of, open_item
from plans.actions.evidence_file import set_file
from plans.actions.writing import keep_what_stands, note, set_item
from plans.livetext.standing import keep_what_was_written
from plans.models import Item
from plans.statute.sections import Kind


@transaction.atomic
def retire_item(person: User, reference: str, uid: uuid.UUID, *, today: date, now: datetime) -> Item:
    """Take an item out. It stays in the history and in every version that was cut; nothing is deleted."""
    access, item = open_item(person, reference, uid, today=today)
    access.require_change(item.section.code, facts_of(item))
    was_kept = item.state == Item.State.KEPT
    keep_what_was_written(item.section, item, now=now)
    set_item(item, item.seq, person, now=now, state=Item.State.RETIRED)
    if item.kind == Kind.EVIDENCE and not item.was_put_forward:
        set_file(item, None, access, person, now=now)
    keep_what_stands(item, access, now=now)
    note("retire_kept_item" if was_kept else "retire_item", access, item.section, item, now=now)
    return item
