"""Write mail as rows, in the transaction of whatever sends it; a job carries each out once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django_tasks import task

from permissions import clock
from portal.models import OutgoingMail


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
    """Send one message by SMTP; the row is locked, so that nothing is sent twice."""
    with transaction.atomic():
        mail = OutgoingMail.objects.select_for_update().get(pk=number)
        if mail.sent_at:
            return
        EmailBackend().send_messages([EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to])])
        mail.sent_at = clock.now()
        mail.save(update_fields=["sent_at"])


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
