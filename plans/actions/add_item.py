"""Add an item to a section."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce

from files.intake import discard
from permissions.access import NOTHING_HERE, normal_reference
from permissions.models import User
from permissions.refusals import Invalid, NotFound
from permissions.vocabulary import Verb
from plans.access import PlanAccess, open_section
from plans.actions.evidence_file import set_file
from plans.actions.link_item import link_item
from plans.actions.writing import PUT_FORWARD, ItemWords, end_statement, keep_wording, note
from plans.contents import file_values
from plans.models import SPECS, Item, Section, Wording
from plans.statute.sections import KINDS


def add_item(
    person: User,
    reference: str,
    code: str,
    words: ItemWords,
    *,
    put_forward: bool,
    post_key: uuid.UUID,
    today: date,
    now: datetime,
    comes_from: Collection[uuid.UUID] = (),
) -> Item:
    """Add an item at the end of its section, kept to oneself or put forward; the same form posted twice (`post_key`) makes one item.

    Raises NotFound, NotPermitted or NotNow; Invalid for a form that made an item already and now says something else: neither text is lost.
    Invalid also where it can't come from one of `comes_from`; then nothing is added.
    """
    try:
        with transaction.atomic():
            access, section = open_section(person, reference, code, today=today)
            if words.kind not in KINDS[section.code]:
                raise NotFound(NOTHING_HERE)
            access.require(Verb.ADD, section.code)
            item = _made(access, section, words, put_forward=put_forward, post_key=post_key, now=now)
            if words.file:
                set_file(item, words.file, access, person, now=now)
            keep_wording(item, words.plain() | file_values(item), access, now=now)
            if put_forward:
                end_statement(section, access, now=now)
            note("put_forward_item" if put_forward else "keep_item", access, section, item, now=now)
            if comes_from:
                link_item(person, reference, item.uid, comes_from, today=today, now=now)
            return item
    except IntegrityError:
        made = (
            Wording.objects.select_related("item__section", "item__plan__circle")
            .filter(item__author=person, item__post_key=post_key, seq=0)
            .first()
        )
        if made is None or made.item is None:
            raise
        return _again(made, made.item, reference, code, words, put_forward=put_forward)


def _again(made: Wording, item: Item, reference: str, code: str, words: ItemWords, *, put_forward: bool) -> Item:
    """Give the item that the same form made before, if it said the same then."""
    is_here = (item.plan.circle.reference, item.section.code) == (normal_reference(reference), code)
    said = {name: value for name, value in made.content.items() if not name.startswith("file_")}
    is_same = (said, made.content.get("file_sha256"), made.state == PUT_FORWARD) == (
        words.plain(),
        words.file and words.file.sha256,
        put_forward,
    )
    if is_here and is_same:
        if words.file:
            discard(words.file)
        return item
    raise Invalid(
        {"text": "You saved this form before, and it said something else. Save again to add this as well, or change what you added then."}
    )


def _made(access: PlanAccess, section: Section, words: ItemWords, *, put_forward: bool, post_key: uuid.UUID, now: datetime) -> Item:
    last = Item.objects.filter(section=section.pk).order_by("-position").values("position")[:1]
    item = Item.objects.create(
        plan=section.plan,
        section=section,
        kind=words.kind,
        position=Coalesce(Subquery(last), 0) + Value(1),
        text=words.text or "",
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
    del item.position  # worked out by the database; read again where somebody asks
    setattr(item, words.kind.value, SPECS[words.kind].objects.create(item=item, **words.spec))  # type: ignore[attr-defined]
    return item
