"""Add an item to a section."""

import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction

from permissions.access import NOTHING_HERE
from permissions.models import User
from permissions.refusals import NotFound
from permissions.vocabulary import Verb
from plans.access import PlanAccess, open_section
from plans.actions.writing import PUT_FORWARD, ItemWords, keep_wording, note
from plans.models import SPECS, Item, Section
from plans.statute.sections import KINDS


def add_item(
    person: User, reference: str, code: str, words: ItemWords, *, put_forward: bool, post_key: uuid.UUID, today: date, now: datetime
) -> Item:
    """Add an item at the end of its section, kept to oneself or put forward; the same form posted twice (`post_key`) makes one item.

    Raises NotFound, NotPermitted or NotNow.
    """
    try:
        with transaction.atomic():
            access, section = open_section(person, reference, code, today=today)
            if words.kind not in KINDS[section.code]:
                raise NotFound(NOTHING_HERE)
            access.require(Verb.ADD, section.code)
            item = _made(access, section, words, put_forward=put_forward, post_key=post_key, now=now)
            keep_wording(item, words.plain(), access, now=now)
            note("put_forward_item" if put_forward else "keep_item", access, section, item, now=now)
            return item
    except IntegrityError:
        already = Item.objects.filter(author=person, post_key=post_key).first()
        if already is None:
            raise
        return already


def _made(access: PlanAccess, section: Section, words: ItemWords, *, put_forward: bool, post_key: uuid.UUID, now: datetime) -> Item:
    item = Item.objects.create(
        plan=section.plan,
        section=section,
        kind=words.kind,
        position=section.last_position + 1,  # type: ignore[attr-defined]
        text=words.text,
        source=words.source,
        is_safety=words.is_safety,
        is_travel=words.is_travel,
        state=PUT_FORWARD if put_forward else Item.State.KEPT,
        was_put_forward=put_forward,
        author_id=access.person,
        author_role=access.role,
        saved_at=now,
        saved_by_id=access.person,
        post_key=post_key,
    )
    SPECS[words.kind].objects.create(item=item, **words.spec)  # type: ignore[attr-defined]
    return item
