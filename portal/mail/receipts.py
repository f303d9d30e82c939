"""Take in what comes back: GOV.UK Notify's receipts, and the bounce messages of mail servers (RFC 3464). Each names the message by our own opaque name."""

import email
import hmac
import json
import re
from collections.abc import Iterator
from datetime import datetime
from email.message import Message

from django.conf import settings
from django.db.models import Q

from permissions.access import NOTHING_HERE
from permissions.refusals import NotFound
from portal.mail import notify
from portal.mail.outcome import Outcome, What
from portal.models import OutgoingMail

State = OutgoingMail.State
REFERENCE = re.compile(r"([0-9a-f]{32})-(\d{1,4})", re.ASCII)
MESSAGE_ID = re.compile(r"<([0-9a-f]{32})@[^<>\s]{1,255}>", re.ASCII)
LONGEST_BOUNCE = 2_000_000
NOT_DELIVERED = "It came back: the other mail server could not deliver it."


def is_notify(authorization: str) -> bool:
    """Say whether a call carries the key that was given to Notify; how long that takes tells nothing of the key. Without a key nobody is Notify."""
    wanted = f"Bearer {settings.NOTIFY_CALLBACK_TOKEN}"
    return bool(settings.NOTIFY_CALLBACK_TOKEN) and hmac.compare_digest(authorization.encode(), wanted.encode())


def read_receipt(body: bytes) -> tuple[str, str] | None:
    """Read reference and status of a receipt; None for whatever is none."""
    try:
        facts = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(facts, dict):
        return None
    reference, status = facts.get("reference"), facts.get("status")
    return (reference, status) if isinstance(reference, str) and isinstance(status, str) else None


def take_receipt(reference: str, status: str, *, now: datetime) -> None:
    """Write down what Notify says became of a message; the same receipt again changes nothing. Raises NotFound for a message that is not ours."""
    named = REFERENCE.fullmatch(reference)
    if named is None or not OutgoingMail.objects.filter(provider_id=named[1]).exists():
        raise NotFound(NOTHING_HERE)
    this_try = Q(provider_id=named[1], attempts=int(named[2]))
    _note(this_try, notify.outcome_of(status), now)


def record_bounce(raw: bytes, *, now: datetime) -> int:
    """Read a bounce message and mark the mail that came back. Give how many were marked: none for a delay, for mail that is not ours, for no bounce at all."""
    message = email.message_from_bytes(raw[:LONGEST_BOUNCE])
    if not _says_failed(message):
        return 0
    tokens = {token for text in _originals(message) for token in MESSAGE_ID.findall(text)}
    return _note(Q(provider_id__in=tokens), Outcome(What.CAME_BACK, NOT_DELIVERED), now)


def _note(which: Q, outcome: Outcome, now: datetime) -> int:
    """A message that was put away is shown again when it comes back."""
    if outcome.what is What.CAME_BACK:
        left = OutgoingMail.objects.filter(which, state__in=(State.SENDING, State.SENT, State.UNKNOWN))
        return left.update(state=State.BOUNCED, fault=outcome.fault, seen_by=None, seen_at=None)
    if outcome.what is What.TAKEN:
        OutgoingMail.objects.filter(which, state__in=(State.SENDING, State.UNKNOWN)).update(state=State.SENT, sent_at=now, fault="")
    return 0


def _says_failed(message: Message) -> bool:
    """Say whether a report on delivery has a recipient whose mail failed for good."""
    reports = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
    fields = [field for report in reports for field in report.walk()]
    return any(str(field.get("Action", "")).split(";")[0].strip().lower() == "failed" for field in fields)


def _originals(message: Message) -> Iterator[str]:
    """Give the Message-ID of whatever the report is about: of the message that it brings back, whole or only its headers."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            yield str(email.message_from_bytes(payload if isinstance(payload, bytes) else b"").get("Message-ID", ""))
        elif kind == "message/rfc822":
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            yield str(first.get("Message-ID", "")) if isinstance(first, Message) else ""
