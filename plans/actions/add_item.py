"""Add an item to a section."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from permissions.models import User
from permissions.refusals import NotFound
from permissions.vocabulary import Verb
from plans.access import PlanAccess, open_section
from plans.actions.writing import PUT_FORWARD, ItemWords, keep_wording, note
from plans.models import SPECS, Item, Section
from plans.statute.sections import KINDS, Kind


@transaction.atomic
def add_item(
    person: User,
    reference: str,
    code: str,
    kind: str,
    words: ItemWords,
    *,
    put_forward: bool,
    post_key: uuid.UUID,
    today: date,
    now: datetime,
) -> Item:
    """Add an item at the end of its section, kept to oneself or put forward; the same form posted twice (`post_key`) makes one item.

    Raises NotFound, NotPermitted or NotNow.
    """
    access, section = open_section(person, reference, code, today=today)
    if kind not in KINDS[section.code]:
        raise NotFound("There is no such kind of item in this section.")
    access.require(Verb.ADD, section.code)
    already = Item.objects.filter(author=person, post_key=post_key).first()
    if already:
        return already
    item = _made(access, section, Kind(kind), words, put_forward=put_forward, post_key=post_key, now=now)
    keep_wording(item, words.plain(), access, now=now)
    note("put_forward_item" if put_forward else "keep_item", access, section, item, now=now)
    return item


def _made(
    access: PlanAccess, section: Section, kind: Kind, words: ItemWords, *, put_forward: bool, post_key: uuid.UUID, now: datetime
) -> Item:
    last = section.items.aggregate(last=Max("position"))["last"] or 0
    item = Item.objects.create(
        plan=section.plan,
        section=section,
        kind=kind,
        position=last + 1,
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
    SPECS[kind].objects.create(item=item, **words.spec)  # type: ignore[attr-defined]
    return item
