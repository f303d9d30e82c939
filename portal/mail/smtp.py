"""Hand a message to a mail server, and know at which word it went wrong: before the end of the message it surely was not taken, after it nobody can tell."""

import re
import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr

from django.conf import settings

from portal.mail.outcome import SECONDS, TAKEN, Outcome, What, token_of
from portal.models import OutgoingMail

# What a mail server that breaks off may raise.
BROKEN_OFF = (smtplib.SMTPException, OSError)
NAME = "Plan portal"


def hand_over(mail: OutgoingMail) -> Outcome:
    """Hand one message over. Raises nothing that a mail server can cause."""
    try:
        content = compose(mail)
        server = _open()
    except UnicodeError:
        return Outcome(What.REFUSED, "The address has letters that mail cannot be sent to.")
    except smtplib.SMTPAuthenticationError:
        return Outcome(What.LATER, "The mail server did not accept the service's user name and password.")
    except (ssl.SSLError, smtplib.SMTPNotSupportedError):
        return Outcome(What.LATER, "No protected connection to the mail server could be made.")
    except BROKEN_OFF:
        return Outcome(What.LATER, "The mail server could not be reached.")
    try:
        return _converse(server, mail.to, content)
    finally:
        _close(server)


def sender() -> tuple[str, str]:
    """Give the name and the address that mail comes from; without a name of its own, one that says nothing of plans for children."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return name or NAME, address


def domain() -> str:
    """Give the domain that mail comes from."""
    return sender()[1].rpartition("@")[2] or "localhost"


def compose(mail: OutgoingMail) -> bytes:
    """Make the bytes of a message, its lines ended and its full stops doubled as SMTP wants them."""
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    mail.to.encode("ascii")
    message["From"] = formataddr(sender())
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.claimed_at or mail.written_at)
    message["Message-ID"] = f"<{token_of(mail.pk)}@{domain()}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return re.sub(rb"(?m)^\.", b"..", message.as_bytes())


def _open() -> smtplib.SMTP:
    """Connect, protect the connection, and say who we are."""
    host, port, name = settings.EMAIL_HOST, settings.EMAIL_PORT, domain()
    context = ssl.create_default_context()
    if settings.EMAIL_USE_SSL:
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, name, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, name, timeout=SECONDS)
    try:
        if settings.EMAIL_USE_TLS:
            server.starttls(context=context)
        server.ehlo_or_helo_if_needed()
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except BROKEN_OFF:
        server.close()
        raise
    return server


def _converse(server: smtplib.SMTP, to: str, content: bytes) -> Outcome:
    questions: tuple[tuple[Callable[[], tuple[int, bytes]], int], ...] = (
        (lambda: server.mail(sender()[1]), 2),
        (lambda: server.rcpt(to), 2),
        (lambda: server.docmd("DATA"), 3),
    )
    for ask, wanted in questions:
        try:
            code, _words = ask()
        except BROKEN_OFF:
            return Outcome(What.LATER, "The mail server broke off.")
        if code // 100 != wanted:
            return _refusal(code)
    try:
        server.send(content + b".\r\n")
        code, _words = server.getreply()
    except BROKEN_OFF:
        return Outcome(What.UNSURE, "The mail server broke off before it said whether it took the message.")
    if code // 100 not in (2, 4, 5):
        return Outcome(What.UNSURE, "The mail server did not say clearly whether it took the message.")
    return TAKEN if code // 100 == 2 else _refusal(code)


def _refusal(code: int) -> Outcome:
    if code // 100 == 5:
        return Outcome(What.REFUSED, f"The mail server refused it (code {code}). The address may be wrong or closed.")
    return Outcome(
        What.LATER, f"The mail server did not take it yet (code {code})." if code > 0 else "The mail server did not take it yet."
    )


def _close(server: smtplib.SMTP) -> None:
    """Say goodbye; whatever is answered changes nothing."""
    try:
        server.docmd("QUIT")
    except BROKEN_OFF:
        pass
    finally:
        server.close()
