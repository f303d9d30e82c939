"""Decide about more time, or give it, and write to the person, in one transaction. The letter names the reference only."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from permissions.access import normal_reference
from permissions.models import User
from plans.actions.decide_more_time import decide_more_time
from plans.actions.give_more_time import give_more_time
from plans.models import MoreTime
from plans.queries.serve_page import ELECTRONIC
from portal import mail

SUBJECT = "There is an answer for you"
BODY = """Hello

There is an answer for you about the time that you have. The reference is {reference}.

Sign in to read it: {origin}/plans/{reference}/more-time/
"""


@transaction.atomic
def decide_and_tell(
    person: User, reference: str, number: int, *, closes_on: date | None, answer: str, today: date, now: datetime
) -> MoreTime:
    """Decide, and write. Raises what `decide_more_time` raises."""
    return _tell(decide_more_time(person, reference, number, closes_on=closes_on, answer=answer, today=today, now=now), reference)


@transaction.atomic
def give_and_tell(person: User, reference: str, service: UUID, *, closes_on: date, answer: str, today: date, now: datetime) -> MoreTime:
    """Give, and write. Raises what `give_more_time` raises."""
    return _tell(give_more_time(person, reference, service, closes_on=closes_on, answer=answer, today=today, now=now), reference)


def said(more: MoreTime) -> str:
    """Say to the council whether the person is told by e-mail: only whoever is served electronically is; anybody else it tells in their safe way."""
    name = more.service.recipient.name
    if more.service.channel in ELECTRONIC:
        return f"Saved. {name} is told by e-mail."
    return f"Saved. {name} is not written to from here: tell them in their safe way."


def _tell(more: MoreTime, reference: str) -> MoreTime:
    if more.service.channel in ELECTRONIC:
        plain = normal_reference(reference)
        body = BODY.format(reference=f"{plain[:4]}-{plain[4:]}", origin=settings.ORIGIN)
        mail.write(to=more.service.recipient.email, subject=SUBJECT, body=body, key=f"more time {more.pk}")
    return more
