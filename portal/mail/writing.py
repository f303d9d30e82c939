"""Write mail as rows, in the transaction of whatever sends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import transaction

from permissions import clock
from portal.mail.carrying import carry
from portal.mail.silence import circles_of, is_silenced
from portal.models import OutgoingMail

LONGEST_SUBJECT = 200


class OutboxBackend(BaseEmailBackend):
    """Take mail from Django and allauth into the table of outgoing mail."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Write each message once a recipient, and ask the worker to carry it."""
        count = 0
        for message in messages:
            for address in message.to:
                write(to=address, subject=str(message.subject), body=str(message.body), names_plans=False)
                count += 1
        return count


def write(*, to: str, subject: str, body: str, key: str = "", circle: int | None = None, names_plans: bool = True) -> OutgoingMail | None:
    """Write one message; it leaves when the transaction commits. With a `key` (the act and the person) it is written once, however often it is asked for.

    `circle` is the plan that it is about, for a message that does not name the reference. About a plan that was silenced nothing is written: None.
    A message that names no plan (a code to sign in looks like a reference) says so by `names_plans`: what it asks is then the same for every address.
    Raises ValidationError for an address that is none: a line break in it would be a header.
    """
    validate_email(to)
    about = circles_of(circle, f"{subject}\n{body}") if names_plans else frozenset()
    if is_silenced(about):
        return None
    line = " ".join(subject.split())[:LONGEST_SUBJECT]
    now = clock.now()
    fresh = OutgoingMail(
        to=to, subject=line, body=body, key=key or None, written_at=now, circle_id=next(iter(about)) if len(about) == 1 else circle
    )
    if settings.MAIL_TRANSPORT == "demo":
        fresh.state, fresh.sent_at = OutgoingMail.State.SENT, now  # it is read at /demo/mail/
    mail = _once(fresh) if key else _saved(fresh)
    if mail.state == OutgoingMail.State.WAITING:
        transaction.on_commit(lambda: carry.enqueue(mail.pk))
    return mail


def _saved(mail: OutgoingMail) -> OutgoingMail:
    mail.save(force_insert=True)
    return mail


def _once(mail: OutgoingMail) -> OutgoingMail:
    """Insert, or read what stands there under the same key; who comes second waits for the first to commit, and no transaction is broken by it."""
    OutgoingMail.objects.bulk_create([mail], ignore_conflicts=True)
    return OutgoingMail.objects.get(key=mail.key)


@dataclass(frozen=True)
class Letter:
    """A message as the demo shows it."""

    number: int
    to: str
    subject: str
    body: str
    written_at: datetime


def newest(count: int) -> list[Letter]:
    """Read the newest messages (the demo shows them; a real service never does)."""
    rows = OutgoingMail.objects.order_by("-written_at", "-pk")[:count]
    return [Letter(mail.pk, mail.to, mail.subject, mail.body, mail.written_at) for mail in rows]
