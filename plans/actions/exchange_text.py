"""Take what somebody typed into a live text from a request, and give what others typed: what the socket does, where no socket opens."""

import uuid
from datetime import date, datetime

from django.db import transaction

from permissions.access import NOTHING_HERE
from permissions.clock import LONDON
from permissions.models import User
from permissions.refusals import Invalid, NotFound, NotNow
from plans.access import PlanAccess, facts_of, open_item, open_section
from plans.access.texts import may_hear_text, require_text_writer
from plans.livetext.committing import Refused, TextPlace, Write, write_locked
from plans.livetext.log import load, text_of
from plans.livetext.posted import Posted, answer, fresh
from plans.livetext.settling import settle_locked
from plans.livetext.update import BadUpdate
from plans.models import Item, Section
from plans.models.content import NARRATIVE_LIMIT, WORDS_LIMIT

LOAD_AGAIN = "These words were changed by the council. Load the page again to go on."
TOO_LONG = "This can hold {limit:,} characters. What you added is too long and was not saved."


@transaction.atomic
def exchange_text(person: User, reference: str, where: str | uuid.UUID, posted: Posted, *, today: date, now: datetime) -> bytes:
    """Commit the updates of a request to the text of an item (`where` is its uid) or to a section's own words (its code), all or none of them; answer it.

    Raises NotFound for whoever may not hear the text, NotPermitted or NotNow for whoever sends something and may not write, NotNow also where the words
    would be too long or were struck meanwhile, Invalid for what no page of ours sends.
    """
    access, section, item = _open(person, reference, where, today=today)
    if posted.updates:
        require_text_writer(access, section.code, facts_of(item) if item else None)
    text = text_of(section, item, now=now)
    document, limit = load(text), WORDS_LIMIT if item else NARRATIVE_LIMIT
    try:
        new = fresh(document, posted.updates, limit=limit)
        if new.is_too_long:
            raise NotNow(TOO_LONG.format(limit=limit))
        if new.updates:
            place = TextPlace(text.pk, access.plan.circle_id, section.code, item.uid if item else None)
            asked_at = access.circle.circle.ledger_number
            _commit(
                [Write(place, update, checked, access.person, access.role, asked_at) for update, checked in new.updates],
                today=today,
                now=now,
            )
            settle_locked(section.plan, now=now, only=[text.pk])
        return answer(document, posted.vector, heard=new.heard, hour=f"{now.astimezone(LONDON):%H:%M}")
    except BadUpdate as wrong:
        raise Invalid({"body": "This is not what a page of the portal sends."}) from wrong


def _open(person: User, reference: str, where: str | uuid.UUID, *, today: date) -> tuple[PlanAccess, Section, Item | None]:
    if isinstance(where, uuid.UUID):
        access, item = open_item(person, reference, where, today=today)
        section, facts, role = item.section, facts_of(item), item.author_role
    else:
        access, section = open_section(person, reference, where, today=today)
        item, facts, role = None, None, ""
    if not may_hear_text(access, section.code, facts, role):
        raise NotFound(NOTHING_HERE)
    return access, section, item


def _commit(writes: list[Write], *, today: date, now: datetime) -> None:
    """Append the updates; one that is refused takes all back."""
    refusals = {outcome.refusal for outcome in write_locked(writes, today=today, now=now)}
    if Refused.STRUCK in refusals:
        raise NotNow(LOAD_AGAIN)
    if refusals != {None}:
        raise Invalid({"body": "This was written under somebody else’s number."})
