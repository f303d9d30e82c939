"""Save an item's words and fields, and the file of a report."""

import uuid
from datetime import date, datetime
from typing import Any, NoReturn

from django.db import transaction

from permissions.access import NOTHING_HERE
from permissions.models import User
from permissions.refusals import Clash, NotFound, Stale
from plans.access import PlanAccess, facts_of, open_item
from plans.actions.evidence_file import set_file
from plans.actions.writing import ItemWords, Saved, clashes_between, current_content, keep_wording, note, saved, set_item, write_spec
from plans.contents import file_values, item_content
from plans.livetext.log import Gone
from plans.livetext.merging import Merge, commit
from plans.livetext.runs import mark_worded, wordings_of
from plans.livetext.standing import log_of, merged, words_clash, words_number
from plans.models import Item, LiveText
from plans.models.content import WORDS_LIMIT


@transaction.atomic
def save_item(person: User, reference: str, uid: uuid.UUID, words: ItemWords, *, seq: int, today: date, now: datetime) -> Saved:
    """Save what a person wrote: the words merged into what others wrote meanwhile, the typed fields over what stood there when they opened it (`seq`).

    Raises Stale with both values of every typed field that differs when somebody saved in between, and with both texts where the words on which the form
    stands are not known any more: nothing is overwritten, nothing is lost. Saving exactly what stands there is no clash and changes nothing.
    """
    access, item = open_item(person, reference, uid, today=today)
    access.require_change(item.section.code, facts_of(item))
    if words.kind != item.kind:
        raise NotFound(NOTHING_HERE)
    text = log_of(item.section, item, now=now)
    there = item_content(item) if item.seq == seq else current_content(item)
    clashes = clashes_between(words.typed(), there)
    changes_typed = bool(clashes) or words.file is not None or words.drops_file
    if changes_typed and item.seq != seq:
        _refuse(item, words, text, (*clashes, *_clash_of_files(words, there)))
    try:
        merge = merged(text, item.section, item, words.text, words.words_n, limit=WORDS_LIMIT, person=access.person, now=now)
    except Gone:
        _refuse(item, words, text, ())
    if changes_typed:
        _save_typed(item, words, text, merge, access, person, stood=there, now=now)
    elif merge:
        item.text, item.saved_at, item.saved_by = merge.words, now, person
        item.save(update_fields=["text", "saved_at", "saved_by"])
        commit(merge, person=access.person, role=access.role, is_worded=False, now=now)
    if changes_typed or merge:
        note("save_item", access, item.section, item, now=now)
    return saved(item, merge, access)


def _save_typed(
    item: Item,
    words: ItemWords,
    text: LiveText | None,
    merge: Merge | None,
    access: PlanAccess,
    person: User,
    *,
    stood: dict[str, Any],
    now: datetime,
) -> None:
    """Save typed fields, with the words where those changed, too: one wording of it all, after those of what was typed live while the fields `stood` so."""
    typed_live = wordings_of(text, section=item.section, item=item, stood=stood) if text else []
    said: dict[str, Any] = {"text": merge.words} if merge else {}
    set_item(item, item.seq, person, now=now, source=words.source, is_safety=words.is_safety, is_travel=words.is_travel, **said)
    write_spec(item, words.spec)
    if words.file is not None or words.drops_file:
        set_file(item, words.file, access, person, now=now)
    if merge:
        commit(merge, person=access.person, role=access.role, is_worded=True, now=now)
    elif text:
        mark_worded(text)
    keep_wording(item, {"text": item.text} | words.typed() | file_values(item), access, now=now, before=typed_live)


def _refuse(item: Item, words: ItemWords, text: LiveText | None, clashes: tuple[Clash, ...]) -> NoReturn:
    """Answer with both values of everything that differs; where no typed field does, the words are too old to be merged."""
    current = Item.objects.select_related("saved_by").get(pk=item.pk)
    said = words_clash(words.text, current.text)
    n = -1 if clashes else words_number(text, current.text)
    raise Stale(clashes=(*said, *clashes), seq=current.seq, saved_by=current.saved_by.name, words_n=n)


def _clash_of_files(words: ItemWords, now_there: dict[str, Any]) -> tuple[Clash, ...]:
    """Say that somebody saved while this person chose another file, or took it away; the file itself has to be chosen again."""
    if words.file is None and not words.drops_file:
        return ()
    chosen = f"{words.file.name} (choose it again below)" if words.file else ""
    return (Clash("file_name", "The report itself", chosen, str(now_there.get("file_name", ""))),)
