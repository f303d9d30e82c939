"""Write mail as rows, in the transaction of whatever sends it; a job carries each out once."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django_tasks import task

from permissions import clock
from portal.models import OutgoingMail

log = logging.getLogger(__name__)

SECONDS = 20
MOST_TRIES = 10
A_WHILE = timedelta(minutes=5)


class OutboxBackend(BaseEmailBackend):
    """Take mail from Django and allauth into the table of outgoing mail."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Write each message once a recipient, and ask the worker to carry it."""
        count = 0
        for message in messages:
            for address in message.to:
                write(to=address, subject=str(message.subject), body=str(message.body))
                count += 1
        return count


def write(*, to: str, subject: str, body: str) -> OutgoingMail:
    """Write one message; it leaves when the transaction commits."""
    mail = OutgoingMail.objects.create(to=to, subject=" ".join(subject.split()), body=body, written_at=clock.now())
    if settings.MAIL_TRANSPORT == "smtp":
        transaction.on_commit(lambda: carry.enqueue(mail.pk))
    return mail


@task()
def carry(number: int) -> None:
    """Send one message by SMTP. The try is claimed first, so that two workers don't send it twice, and no lock is held while the mail server is waited for."""
    mail = OutgoingMail.objects.get(pk=number)
    claimed = OutgoingMail.objects.filter(pk=number, sent_at=None, attempts=mail.attempts).update(attempts=mail.attempts + 1)
    if not claimed:
        return
    fault = _send(mail)
    OutgoingMail.objects.filter(pk=number).update(sent_at=None if fault else clock.now(), fault=fault)
    if fault:
        log.warning("mail %s was not sent at try %s: %s", number, mail.attempts + 1, fault)


def _send(mail: OutgoingMail) -> str:
    """Hand a message to the mail server; give the kind of fault, or "" (never its words, which may name the address)."""
    try:
        EmailBackend(timeout=SECONDS).send_messages([EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to])])
    except (SMTPException, OSError) as fault:
        return type(fault).__name__
    return ""


def carry_waiting(*, now: datetime) -> int:
    """Ask the worker again for every message that waits: a mail server that was away, or a worker that fell over. Give their number."""
    if settings.MAIL_TRANSPORT != "smtp":
        return 0
    waiting = OutgoingMail.objects.filter(sent_at=None, attempts__lt=MOST_TRIES, written_at__lt=now - A_WHILE)
    numbers = list(waiting.values_list("pk", flat=True)[:1000])
    for number in numbers:
        carry.enqueue(number)
    return len(numbers)


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
