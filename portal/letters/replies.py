"""Send the council's replies and tell whoever asked that there is an answer, in one transaction. The letter names the reference and nothing else."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from permissions.models import User
from plans.access import everyone_in, open_plan
from plans.actions.send_replies import send_replies
from plans.models import Reply
from portal import mail

SUBJECT = "The council has answered you about {reference}"
BODY = """Hello

The council has answered something that you said about the draft plan {reference}.

Sign in to read the answer: {origin}/plans/{reference}/replies/
"""


@transaction.atomic
def send(person: User, reference: str, uid: uuid.UUID | None, *, today: date, now: datetime) -> tuple[Reply, ...]:
    """Send one reply or all that are written, and write one letter to each who asked or for whom it was asked. Raises what `send_replies` raises."""
    sent = send_replies(person, reference, uid, today=today, now=now)
    access = open_plan(person, reference, today=today)
    here = everyone_in(access.plan, today=today)
    shown = access.circle.circle.shown_reference
    for reader in readers_of(sent):
        if reader.pk in here and reader.joined_at is not None:
            body = BODY.format(reference=shown, origin=settings.ORIGIN)
            key = f"replies/{access.plan.pk}/{reader.pk}/{now.isoformat()}"
            mail.write(to=reader.email, subject=SUBJECT.format(reference=shown), body=body, key=key)
    return sent


def readers_of(replies: Iterable[Reply]) -> tuple[User, ...]:
    """List those who read these replies: whoever asked, and the person for whom it was asked or who took it up."""
    found: dict[int, User] = {}
    for reply in replies:
        asked = reply.suggestion
        services = [one for one in (asked.service, asked.adopted_for) if one]
        for reader in (asked.by, *(service.recipient for service in services)):
            found[reader.pk] = reader
    return tuple(found.values())
