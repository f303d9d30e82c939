"""Save one thing that somebody says to the draft that was served on them."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction

from permissions.access import NOTHING_HERE
from permissions.models import User
from permissions.refusals import NotFound, NotNow
from permissions.vocabulary import Verb
from plans.actions.answering import (
    ALREADY_REPLIED,
    OF_A_SECTION,
    ONCE,
    STANDS_IN,
    Opened,
    Said,
    asks_in,
    is_replied,
    note,
    open_to_answer,
    standing_on,
)
from plans.models import Section, Suggestion
from plans.queries.answering import LAW


@transaction.atomic
def save_suggestion(
    person: User, reference: str, said: Said, *, uid: uuid.UUID | None = None, post_key: uuid.UUID, today: date, now: datetime
) -> Suggestion:
    """Save it: anew, or in place of what was said before (`uid`, or the one of its kind for the same words). It is nobody else's until it is sent.

    What was sent already stays as it was, withdrawn, and the new words stand beside it. After the last day it is taken, marked as late and sent at once. The
    same form posted twice says it once; with other words, in place of the first. Raises NotFound, NotPermitted, NotNow; Invalid for words that change nothing.
    """
    opened = open_to_answer(person, reference, today=today)
    again = Suggestion.objects.filter(by=person, post_key=post_key, service=opened.service).first()
    if again is not None and _says_the_same(again, said):
        return again
    opened.answering.require_open()
    if said.kind not in STANDS_IN and said.code:
        opened.access.require(Verb.SUGGEST, said.code)
    place = standing_on(opened.access, opened.service.version, said)
    stood = _stood(opened, said, again.uid if again and not again.withdrawn_at else uid, place)
    row = _written(stood, opened, said, place, post_key=uuid.uuid4() if again else post_key, now=now)
    if isinstance(row.section, Section) and said.kind in OF_A_SECTION:
        asks_in(opened, row.section, now=now)
    code = row.section.code if row.section else None
    verb = "send_answer" if row.is_late else "save_answer"
    note(opened.access, opened.circle, verb, uid=row.uid, code=code, on_behalf_of=opened.service.recipient_id, now=now)
    return row


def _says_the_same(row: Suggestion, said: Said) -> bool:
    return (row.kind, row.proposed, row.reason, row.page) == (said.kind, said.proposed, said.reason, said.page)


def _stood(opened: Opened, said: Said, uid: uuid.UUID | None, place: dict[str, Any]) -> Suggestion | None:
    """Find what this is said in place of."""
    rows = Suggestion.objects.select_for_update().filter(service=opened.service, kind=said.kind, withdrawn_at=None)
    if uid is not None:
        found = rows.filter(uid=uid, section=place["section"], item=place["item"]).first()
        if found is None:
            raise NotFound(NOTHING_HERE)
        if is_replied(found):
            raise NotNow(ALREADY_REPLIED, source=LAW)
        return found
    if said.kind not in ONCE:
        return None
    standing = rows.filter(section=place["section"], item=place["item"]).order_by("-pk").first()
    return None if standing is None or is_replied(standing) else standing


def _written(
    stood: Suggestion | None, opened: Opened, said: Said, place: dict[str, Any], *, post_key: uuid.UUID, now: datetime
) -> Suggestion:
    row = stood if stood is not None and stood.sent_at is None else Suggestion(version=opened.service.version, service=opened.service)
    if stood is not None and row is not stood:
        stood.withdrawn_at = now
        stood.save(update_fields=["withdrawn_at"])
    values = place | {"kind": said.kind, "proposed": said.proposed, "reason": said.reason, "page": said.page}
    for name, value in values.items():
        setattr(row, name, value)
    row.by_id, row.role, row.saved_at, row.post_key = opened.access.person, opened.access.role, now, post_key
    if opened.answering.is_late:
        row.sent_at, row.is_late = now, True
    row.save()
    return row
