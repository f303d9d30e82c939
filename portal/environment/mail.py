"""Read how mail leaves this service from the environment; whatever is missing for the chosen way stops the start with a sentence."""

import os
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlsplit

from portal.environment import number, secret, stop

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
NOTIFY = "https://api.notifications.service.gov.uk"
LEAST_KEY = 73  # two identifiers of 36 characters and a hyphen; a name stands before them


@dataclass(frozen=True)
class MailSettings:
    """How mail leaves: by a mail server, by GOV.UK Notify, or (in the demo) not at all."""

    transport: str
    sender: str
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    tls: str = "none"
    notify_key: str = ""
    notify_template: str = ""
    notify_url: str = NOTIFY
    callback_token: str = ""


def mail(*, demo: bool) -> MailSettings:
    """Read all of it."""
    transport = _one_of("MAIL_TRANSPORT", "demo" if demo else "smtp", ("smtp", "notify", "demo"))
    if transport == "demo" and not demo:
        stop("MAIL_TRANSPORT=demo sends nothing. It is for the demo; choose smtp or notify.")
    sender = os.environ.get("MAIL_FROM", "plans@localhost" if demo else "").strip()
    if "@" not in parseaddr(sender)[1] or not sender.isprintable():
        stop("MAIL_FROM must be the address that mail comes from, for example plans@example.gov.uk.")
    if transport == "notify":
        return _notify(sender)
    return _smtp(transport, sender)


def _smtp(transport: str, sender: str) -> MailSettings:
    host = os.environ.get("MAIL_HOST", "localhost").strip()
    tls = _one_of("MAIL_TLS", "none" if host in THIS_MACHINE else "starttls", ("none", "starttls", "tls"))
    if tls == "none" and host not in THIS_MACHINE:
        stop("MAIL_TLS=none would send mail in the clear. Choose starttls or tls for a MAIL_HOST that is another machine.")
    user, password = os.environ.get("MAIL_USER", ""), os.environ.get("MAIL_PASSWORD", "")
    if bool(user) != bool(password):
        stop("MAIL_USER and MAIL_PASSWORD belong together; one of them is missing.")
    port = number("MAIL_PORT", default={"none": 25, "starttls": 587, "tls": 465}[tls], least=1, most=65535)
    return MailSettings(transport, sender, host=host, port=port, user=user, password=password, tls=tls)


def _notify(sender: str) -> MailSettings:
    key, template = os.environ.get("NOTIFY_API_KEY", ""), os.environ.get("NOTIFY_TEMPLATE_ID", "")
    if len(key) < LEAST_KEY:
        stop("NOTIFY_API_KEY is missing or too short. Copy it from GOV.UK Notify, API integration, API keys.")
    if not template:
        stop("NOTIFY_TEMPLATE_ID is missing. It names an e-mail template with ((subject)) as its subject and ((body)) as its message.")
    url = os.environ.get("NOTIFY_BASE_URL", NOTIFY)
    if urlsplit(url).scheme != "https" and urlsplit(url).hostname not in THIS_MACHINE:
        stop("NOTIFY_BASE_URL must begin with https://.")
    token = secret("NOTIFY_CALLBACK_TOKEN", demo=True, least=30)
    return MailSettings("notify", sender, notify_key=key, notify_template=template, notify_url=url, callback_token=token)


def _one_of(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = os.environ.get(name, default)
    if value not in allowed:
        stop(f"{name} must be {', '.join(allowed[:-1])} or {allowed[-1]}, not {value!r}.")
    return value
