"""Save an item's words and fields, and the file of a report."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction

from permissions.access import NOTHING_HERE
from permissions.models import User
from permissions.refusals import Clash, NotFound, Stale
from plans.access import facts_of, open_item
from plans.actions.evidence_file import set_file
from plans.actions.writing import ItemWords, clashes_between, current_content, keep_wording, note, set_item, write_spec
from plans.contents import file_values, item_content
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
    changes_file = words.file is not None or words.drops_file
    if item.seq == seq and not changes_file and not clashes_between(words.plain(), item_content(item)):
        return item
    try:
        set_item(item, seq, person, now=now, text=words.text, source=words.source, is_safety=words.is_safety, is_travel=words.is_travel)
    except Stale as stale:
        now_there = current_content(item)
        clashes = clashes_between(words.plain(), now_there) + _clash_of_files(words, now_there)
        if not clashes:
            return item
        current = Item.objects.select_related("saved_by").get(pk=item.pk)
        raise Stale(clashes=clashes, seq=current.seq, saved_by=current.saved_by.name) from stale
    write_spec(item, words.spec)
    if changes_file:
        set_file(item, words.file, access, person, now=now)
    keep_wording(item, words.plain() | file_values(item), access, now=now)
    note("save_item", access, item.section, item, now=now)
    return item


def _clash_of_files(words: ItemWords, now_there: dict[str, Any]) -> tuple[Clash, ...]:
    """Say that somebody saved while this person chose another file, or took it away; the file itself has to be chosen again."""
    if words.file is None and not words.drops_file:
        return ()
    chosen = f"{words.file.name} (choose it again below)" if words.file else ""
    return (Clash("file_name", "The report itself", chosen, str(now_there.get("file_name", ""))),)
