"""Mail is a row first; the worker carries it, a mail server that is away loses none, and two workers send none twice."""

import socket
import threading
from datetime import timedelta

import pytest

from permissions import clock
from portal import mail
from portal.models import OutgoingMail


@pytest.fixture
def letter(db, settings):
    settings.MAIL_TRANSPORT = "smtp"
    return OutgoingMail.objects.create(to="amara@example.org", subject="News", body="There is news.", written_at=clock.now())


class MailServer(threading.Thread):
    """Take mail by the least of SMTP, and keep it."""

    def __init__(self):
        super().__init__(daemon=True)
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port, self.taken = self.door.getsockname()[1], []

    def run(self):
        while True:
            visitor, _ = self.door.accept()
            with visitor, visitor.makefile("rb") as lines:
                visitor.sendall(b"220 here\r\n")
                self.talk(visitor, lines)

    def talk(self, visitor, lines):
        for line in lines:
            word = line[:4].upper()
            if word == b"DATA":
                visitor.sendall(b"354 go on\r\n")
                self.taken.append(b"".join(iter(lines.readline, b".\r\n")).decode())
            visitor.sendall(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")


@pytest.fixture
def server(settings):
    server = MailServer()
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.door.close()


@pytest.fixture
def nobody_there(settings):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def test_a_message_is_sent_once_also_when_it_is_asked_for_twice(letter, server):
    mail.carry.func(letter.pk)
    mail.carry.func(letter.pk)
    letter.refresh_from_db()
    assert letter.sent_at
    assert (letter.attempts, letter.fault) == (1, "")
    assert len(server.taken) == 1
    assert "To: amara@example.org" in server.taken[0]
    assert "There is news." in server.taken[0]


def test_a_mail_server_that_is_away_is_written_down_without_the_address(letter, nobody_there, caplog):
    mail.carry.func(letter.pk)
    letter.refresh_from_db()
    assert letter.sent_at is None
    assert (letter.attempts, letter.fault) == (1, "ConnectionRefusedError")
    assert "amara" not in caplog.text


def test_what_waits_is_asked_for_again_and_what_was_sent_is_not(letter, server):
    assert mail.carry_waiting(now=clock.now()) == 0
    assert mail.carry_waiting(now=clock.now() + timedelta(minutes=6)) == 1
    mail.carry.func(letter.pk)
    assert mail.carry_waiting(now=clock.now() + timedelta(minutes=6)) == 0


def test_after_ten_tries_a_message_is_left_alone(letter):
    OutgoingMail.objects.update(attempts=10)
    assert mail.carry_waiting(now=clock.now() + timedelta(minutes=6)) == 0


def test_in_the_demo_nothing_leaves(letter, settings):
    settings.MAIL_TRANSPORT = "demo"
    assert mail.carry_waiting(now=clock.now() + timedelta(days=1)) == 0


def test_a_subject_is_one_line(db):
    assert mail.write(to="amara@example.org", subject="News\r\nBcc: x@example.org", body="x").subject == "News Bcc: x@example.org"
