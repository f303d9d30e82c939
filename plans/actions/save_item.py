"""Save an item's words and fields."""

import uuid
from datetime import date, datetime

from django.db import transaction

from permissions.access import NOTHING_HERE
from permissions.models import User
from permissions.refusals import NotFound, Stale
from plans.access import facts_of, open_item
from plans.actions.writing import ItemWords, clashes_between, current_content, keep_wording, note, set_item, write_spec
from plans.contents import item_content
from plans.models import Item


@transaction.atomic
def save_item(person: User, reference: str, uid: uuid.UUID, words: ItemWords, *, seq: int, today: date, now: datetime) -> Item:
    """Save what a person wrote over what stood there when they opened it (`seq`).

    Raises Stale with both values of every field that differs when somebody saved in between: nothing is overwritten, nothing is lost.
    Saving exactly what stands there already is no clash and changes nothing.
    """
    access, item = open_item(person, reference, uid, today=today)
    access.require_change(item.section.code, facts_of(item))
    if words.kind != item.kind:
        raise NotFound(NOTHING_HERE)
    if item.seq == seq and not clashes_between(words.plain(), item_content(item)):
        return item
    try:
        set_item(item, seq, person, now=now, text=words.text, source=words.source, is_safety=words.is_safety, is_travel=words.is_travel)
    except Stale as stale:
        now_there = current_content(item)
        clashes = clashes_between(words.plain(), now_there)
        if not clashes:
            return item
        current = Item.objects.select_related("saved_by").get(pk=item.pk)
        raise Stale(clashes=clashes, seq=current.seq, saved_by=current.saved_by.name) from stale
    write_spec(item, words.spec)
    keep_wording(item, words.plain(), access, now=now)
    note("save_item", access, item.section, item, now=now)
    return item
