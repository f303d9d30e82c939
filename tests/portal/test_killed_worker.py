"""A worker is really killed (SIGKILL) at every point of a mail job, against a real mail server on loopback.

Each message is sent once, or shown to a person; none is sent twice.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from permissions import clock
from permissions.models import User
from portal import mail
from portal.mail import dead_letters
from portal.mail.carrying import LEASE
from portal.models import OutgoingMail
from tests.committed import committed
from tests.portal.mail_server import MailServer
from tests.portal.worker_process import context, work

State = OutgoingMail.State
KEPT = ("ENGINE", "NAME", "HOST", "PORT", "USER", "PASSWORD")
# Where the worker dies -> what becomes of the message in the end, and how often the mail server takes it. By hand.
POINTS = {
    "before the claim": (State.SENT, 1),
    "after the claim": (State.UNKNOWN, 0),
    "hello": (State.UNKNOWN, 0),
    "EHLO": (State.UNKNOWN, 0),
    "MAIL": (State.UNKNOWN, 0),
    "RCPT": (State.UNKNOWN, 0),
    "DATA": (State.UNKNOWN, 0),
    "end": (State.UNKNOWN, 1),
    "QUIT": (State.UNKNOWN, 1),
    "after the answer": (State.UNKNOWN, 1),
}
SERVER_WORDS = ("hello", "EHLO", "MAIL", "RCPT", "DATA", "end", "QUIT")


@pytest.fixture
def committed_cast(django_db_setup, django_db_blocker):
    with committed(django_db_blocker) as world:
        yield world


@pytest.fixture
def server(settings):
    server = MailServer()
    server.start()
    settings.MAIL_TRANSPORT, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "127.0.0.1", server.port
    yield server
    server.close()


@pytest.fixture
def letter(committed_cast, server):
    """Write a message as an act would: its job is a row after the commit. Jobs of others are out of the way."""
    DBTaskResult.objects.all().delete()
    User.objects.filter(pk=committed_cast.susan.pk).update(is_leader=True)
    return mail.write(to="amara@example.org", subject="News", body="There is news.", key="news/1")


def start(server, stop_at="", most=None):
    """Start a worker in a process of its own; give it and the sign that it has come to the point."""
    here = context().Event()
    database = {name: connection.settings_dict[name] for name in KEPT}
    process = context().Process(target=work, args=(database, server.port, stop_at, here, most), daemon=True)
    process.start()
    return process, here


def run_to_the_end(server):
    """Let another worker do whatever there is to do."""
    process, _here = start(server)
    process.join(60)
    assert process.exitcode == 0


def kill_at(point, server):
    server.silent_at = point if point in SERVER_WORDS else ""
    process, here = start(server, stop_at=point)
    assert (server.is_silent if point in SERVER_WORDS else here).wait(60), "the worker never came to the point"
    process.kill()
    process.join(20)
    assert process.exitcode == -9
    server.silent_at = ""
    server.go_on.set()
    connection.close()


@pytest.mark.parametrize("point", POINTS)
def test_a_message_whose_worker_is_killed_is_sent_once_or_shown_to_a_person(letter, server, committed_cast, point):
    state, times = POINTS[point]
    kill_at(point, server)
    run_to_the_end(server)  # the worker that is started again, at once
    for minutes in (1, 6, 20, 600):
        now = clock.now() + timedelta(minutes=minutes) + LEASE
        mail.settle_lost(now=now)
        mail.carry_waiting(now=now)
    run_to_the_end(server)
    run_to_the_end(server)
    letter.refresh_from_db()
    assert letter.state == state
    assert len(server.taken) == times
    committed_cast.susan.refresh_from_db()
    shown = [found.number for found in dead_letters.dead_letters(committed_cast.susan).letters]
    assert shown == ([] if state == State.SENT else [letter.pk])


def test_a_job_left_behind_by_a_dead_worker_holds_up_nothing(letter, server):
    kill_at("before the claim", server)
    assert DBTaskResult.objects.filter(status="RUNNING").count() == 1
    other = mail.write(to="joel@example.org", subject="News", body="There is news.")
    run_to_the_end(server)
    other.refresh_from_db()
    assert other.state == State.SENT


def test_several_workers_and_many_messages_each_is_sent_once(letter, server, committed_cast):
    numbers = [mail.write(to=f"person{number}@example.org", subject="News", body="x").pk for number in range(20)]
    for number in numbers:
        mail.carry.enqueue(number)
    workers = [start(server)[0] for _ in range(3)]
    for worker in workers:
        worker.join(60)
    run_to_the_end(server)
    assert OutgoingMail.objects.exclude(state=State.SENT).count() == 0
    assert len(server.taken) == 21
    assert len(set(server.recipients)) == 21
