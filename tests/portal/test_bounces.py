"""A bounce message marks the mail it is about, by the Message-ID that only we can have made; nothing else does."""

import io
import sys
from datetime import timedelta

import pytest
from django.core.management import call_command

from permissions import clock
from portal import mail
from portal.mail.carrying import claim, settle
from portal.mail.outcome import TAKEN
from portal.mail.receipts import record_bounce
from portal.models import OutgoingMail

State = OutgoingMail.State
BOUNCE = """From: MAILER-DAEMON@mail.example.org
To: plans@example.gov.uk
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; amara@example.org
Action: {action}
Status: 5.1.1

--b
Content-Type: {kind}

Message-ID: {message_id}
Subject: News

{words}
--b--
"""


@pytest.fixture
def letter(db, settings):
    settings.MAIL_TRANSPORT = "smtp"
    row = OutgoingMail.objects.create(to="amara@example.org", subject="News", body="There is news.", written_at=clock.now())
    settle(claim(row.pk, now=clock.now()), TAKEN, now=clock.now())
    row.refresh_from_db()
    return row


def bounce(letter, action="failed", kind="message/rfc822", message_id=""):
    found = message_id or f"<{letter.provider_id}@example.gov.uk>"
    return BOUNCE.format(action=action, kind=kind, message_id=found, words="" if "headers" in kind else "There is news.").encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_bounce_marks_the_mail_and_shows_it_again(letter, kind):
    OutgoingMail.objects.update(seen_at=clock.now())
    assert record_bounce(bounce(letter, kind=kind), now=clock.now()) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.seen_at) == (State.BOUNCED, None)
    assert letter.fault == "It came back: the other mail server could not deliver it."
    assert record_bounce(bounce(letter, kind=kind), now=clock.now()) == 0, "the same again"


def test_a_delay_is_no_bounce(letter):
    assert record_bounce(bounce(letter, action="delayed"), now=clock.now()) == 0
    assert record_bounce(bounce(letter, action="delivered"), now=clock.now()) == 0


@pytest.mark.parametrize("message_id", ["<1@example.gov.uk>", "<" + "0" * 32 + "@example.gov.uk>", "nothing"])
def test_a_bounce_of_mail_that_is_not_ours_marks_nothing(letter, message_id):
    assert record_bounce(bounce(letter, message_id=message_id), now=clock.now()) == 0


@pytest.mark.parametrize("raw", [b"", b"\x00\xff", b"Subject: Out of office\n\nI am away.", b"Content-Type: multipart/report\n\n--x"])
def test_whatever_else_arrives_marks_nothing_and_breaks_nothing(letter, raw):
    assert record_bounce(raw, now=clock.now()) == 0


def test_a_mailbox_pipes_the_message_in(letter, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(bounce(letter))))
    call_command("record_bounce")
    assert capsys.readouterr().out == "Marked as come back.\n"
    letter.refresh_from_db()
    assert letter.state == State.BOUNCED


def test_an_address_that_works_again_no_longer_counts_as_bouncing(letter):
    record_bounce(bounce(letter), now=clock.now())
    assert mail.bounced_addresses(["amara@example.org"]) == {"amara@example.org"}
    row = OutgoingMail.objects.create(to="Amara@example.org", subject="News", body="x", written_at=clock.now() + timedelta(hours=1))
    settle(claim(row.pk, now=clock.now()), TAKEN, now=clock.now())
    assert mail.bounced_addresses(["amara@example.org"]) == set()
