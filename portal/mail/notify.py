"""Hand a message to GOV.UK Notify, and ask it afterwards whether it has one; both by a reference of ours, so that nothing is sent twice."""

import logging
from typing import Any

import requests
from django.conf import settings
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient
from urllib3.exceptions import NewConnectionError

from portal.mail.outcome import SECONDS, TAKEN, Outcome, What, token_of
from portal.models import OutgoingMail

# Its own warnings quote the answer of Notify, which may name the address.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)

ON_ITS_WAY = frozenset({"created", "sending", "pending", "sent", "delivered"})
CAME_BACK = {
    "permanent-failure": "The mail provider says that there is no such address.",
    "temporary-failure": "The mailbox could not take it. It may be full or switched off.",
    "technical-failure": "GOV.UK Notify could not send it.",
}


def reference_of(mail: OutgoingMail) -> str:
    """Give the reference of this try."""
    return f"{token_of(mail.pk)}-{mail.attempts}"


def hand_over(mail: OutgoingMail) -> Outcome:
    """Hand one message over."""
    words = {"subject": mail.subject, "body": mail.body}
    try:
        _client().send_email_notification(mail.to, settings.NOTIFY_TEMPLATE_ID, personalisation=words, reference=reference_of(mail))
    except APIError as wrong:
        return _fault(wrong)
    return TAKEN


def look_up(mail: OutgoingMail) -> Outcome | None:
    """Ask Notify whether it has the message of this try: taken, came back, or not there (so it may be sent). None when Notify does not answer."""
    try:
        found = _client().get_all_notifications(template_type="email", reference=reference_of(mail))["notifications"]
    except (APIError, KeyError):
        return None
    return outcome_of(str(found[0]["status"])) if found else Outcome(What.LATER, "GOV.UK Notify did not get it.")


def outcome_of(status: str) -> Outcome:
    """Read one of Notify's own words for what became of a message."""
    if status in CAME_BACK:
        return Outcome(What.CAME_BACK, CAME_BACK[status])
    return TAKEN if status in ON_ITS_WAY else Outcome(What.UNSURE, "GOV.UK Notify does not say what became of it.")


def _client() -> Any:
    """Give the client, which knows no types."""
    make: Any = NotificationsAPIClient
    return make(settings.NOTIFY_API_KEY, base_url=settings.NOTIFY_BASE_URL, timeout=SECONDS)


def _fault(wrong: APIError) -> Outcome:
    if wrong.response is None:
        return _silence(wrong.__cause__)
    code = wrong.status_code
    if code == 400:
        return Outcome(What.REFUSED, "GOV.UK Notify refused it. The address may be wrong, or the template does not fit.")
    if code == 429:
        return Outcome(What.LATER, "GOV.UK Notify has taken as many as it will for now.")
    if 400 < code < 500:
        return Outcome(What.LATER, f"GOV.UK Notify did not accept the service's key or template (code {code}).")
    return Outcome(What.UNSURE, "GOV.UK Notify did not say whether it took the message.")


def _silence(cause: BaseException | None) -> Outcome:
    """Tell a connection that was never made from one that broke off."""
    reason = getattr(cause.args[0], "reason", None) if cause is not None and cause.args else None
    if isinstance(cause, requests.ConnectTimeout) or isinstance(reason, NewConnectionError):
        return Outcome(What.LATER, "GOV.UK Notify could not be reached.")
    return Outcome(What.UNSURE, "GOV.UK Notify broke off before it said whether it took the message.")
