"""Save the words of a text alone, as the small form of the section's page sends them where there is no JavaScript."""

import uuid
from datetime import date, datetime
from typing import NoReturn

from django.db import transaction

from permissions.models import User
from permissions.refusals import Stale
from plans.access import PlanAccess, facts_of, open_item, open_section
from plans.access.texts import require_text_writer
from plans.actions.writing import Saved, note, saved
from plans.livetext.log import Gone
from plans.livetext.merging import commit
from plans.livetext.standing import log_of, merged, words_clash, words_number
from plans.models import Item, LiveText, Section
from plans.models.content import NARRATIVE_LIMIT, WORDS_LIMIT


@transaction.atomic
def save_words(person: User, reference: str, where: str | uuid.UUID, words: str, *, words_n: int, today: date, now: datetime) -> Saved:
    """Merge what a form says into the words of an item (`where` is its uid) or into a section's own (its code).

    Raises Stale with both texts where the words on which the form stands (`words_n`) are not known any more; Invalid where the text would be too long.
    """
    access, section, item = _open(person, reference, where, today=today)
    text = log_of(section, item, now=now)
    limit = WORDS_LIMIT if item else NARRATIVE_LIMIT
    try:
        merge = merged(text, section, item, words, words_n, limit=limit, person=access.person, now=now)
    except Gone:
        _refuse(section, item, text, words)
    if merge:
        commit(merge, person=access.person, role=access.role, is_worded=False, now=now)
        row: Item | Section = item or section
        setattr(row, "text" if item else "narrative", merge.words)
        row.saved_at, row.saved_by = now, person
        row.save(update_fields=["text" if item else "narrative", "saved_at", "saved_by"])
        note("save_item" if item else "save_section", access, section, item, now=now)
    return saved(item or section, merge, access)


def _open(person: User, reference: str, where: str | uuid.UUID, *, today: date) -> tuple[PlanAccess, Section, Item | None]:
    if isinstance(where, uuid.UUID):
        access, item = open_item(person, reference, where, today=today)
        require_text_writer(access, item.section.code, facts_of(item))
        return access, item.section, item
    access, section = open_section(person, reference, where, today=today)
    require_text_writer(access, section.code, None)
    return access, section, None


def _refuse(section: Section, item: Item | None, text: LiveText | None, words: str) -> NoReturn:
    """Answer with both texts, and the number on which the words stand now."""
    stands, by = (item.text, item.saved_by) if item else (section.narrative, section.saved_by)
    raise Stale(clashes=words_clash(words, stands), saved_by=by.name if by else "", words_n=words_number(text, stands))
