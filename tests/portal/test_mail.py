"""Mail is a row first; the worker carries it, a mail server that is away loses none, and two workers send none twice."""

import email
import socket
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from permissions import clock
from portal import mail
from portal.mail import smtp
from portal.mail.carrying import LEASE, claim, settle
from portal.mail.outcome import TAKEN, Outcome, What
from portal.models import OutgoingMail
from tests.at_once import at_once
from tests.committed import committed
from tests.portal.mail_server import BREAK_OFF, MailServer, certificate

State = OutgoingMail.State


@pytest.fixture
def letter(db, settings):
    settings.MAIL_TRANSPORT = "smtp"
    return OutgoingMail.objects.create(to="amara@example.org", subject="News", body="There is news.", written_at=clock.now())


@pytest.fixture
def committed_cast(django_db_setup, django_db_blocker):
    with committed(django_db_blocker) as world:
        yield world


@pytest.fixture
def server(settings):
    server = MailServer()
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.close()


@pytest.fixture
def nobody_there(settings):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def carried(letter):
    """Let the worker try once, and read what came of it."""
    mail.carry.func(letter.pk)
    letter.refresh_from_db()
    return letter


def jobs():
    """Give the jobs that carry mail (the pages of guidance have left others)."""
    return DBTaskResult.objects.filter(task_path=mail.carry.module_path)


def test_a_message_is_sent_once_also_when_it_is_asked_for_twice(letter, server):
    carried(letter)
    carried(letter)
    assert (letter.state, letter.attempts, letter.fault) == (State.SENT, 1, "")
    assert letter.sent_at
    assert len(server.taken) == 1


def test_what_arrives_says_that_a_machine_wrote_it_and_nothing_of_plans_for_children(letter, server, settings):
    settings.DEFAULT_FROM_EMAIL = "plans@example.gov.uk"
    carried(letter)
    arrived = email.message_from_string(server.taken[0])
    assert (arrived["To"], arrived["Subject"]) == ("amara@example.org", "News")
    assert arrived["From"] == "Plan portal <plans@example.gov.uk>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived.get_payload().strip() == "There is news."
    assert arrived["Message-ID"] == f"<{letter.provider_id}@example.gov.uk>"
    assert len(letter.provider_id) == 32
    assert str(letter.pk) not in arrived["Message-ID"].split("@")[0] or len(str(letter.pk)) < 3


def test_a_name_that_the_council_chose_stands_as_the_sender(letter, server, settings):
    settings.DEFAULT_FROM_EMAIL = "Brookshire Council <plans@example.gov.uk>"
    carried(letter)
    assert "From: Brookshire Council <plans@example.gov.uk>" in server.taken[0]


def test_full_stops_accents_and_long_lines_arrive_as_they_were_written(letter, server):
    words = "Hello\n.\n..two\nZoë – ਸਤ ਸ੍ਰੀ ਅਕਾਲ\n" + "long " * 300
    OutgoingMail.objects.update(body=words, subject="Zoë’s news")
    carried(OutgoingMail.objects.get())
    arrived = email.message_from_string(server.taken[0].replace("\r\n..", "\r\n."), policy=email.policy.default)
    assert arrived.get_content().replace("\r\n", "\n").strip() == words.strip()
    assert arrived["Subject"] == "Zoë’s news"


def test_a_mail_server_that_is_away_is_written_down_without_the_address(letter, nobody_there, caplog):
    carried(letter)
    assert (letter.state, letter.attempts, letter.sent_at) == (State.WAITING, 1, None)
    assert letter.fault == "The mail server could not be reached."
    assert "amara" not in caplog.text


@pytest.mark.parametrize(
    ("word", "answer", "state"),
    [
        ("hello", "421 too busy", State.WAITING),
        ("hello", BREAK_OFF, State.WAITING),
        ("EHLO", BREAK_OFF, State.WAITING),
        ("MAIL", "450 later", State.WAITING),
        ("MAIL", BREAK_OFF, State.WAITING),
        ("RCPT", "451 greylisted amara@example.org", State.WAITING),
        ("RCPT", "421 closing", State.WAITING),
        ("RCPT", BREAK_OFF, State.WAITING),
        ("DATA", "452 no room", State.WAITING),
        ("DATA", BREAK_OFF, State.WAITING),
        ("end", "451 later", State.WAITING),
        ("MAIL", "550 not you", State.FAILED),
        ("RCPT", "550 no such person amara@example.org", State.FAILED),
        ("DATA", "554 no", State.FAILED),
        ("end", "552 too long", State.FAILED),
        ("end", BREAK_OFF, State.UNKNOWN),
        ("end", "what?", State.UNKNOWN),
        ("QUIT", BREAK_OFF, State.SENT),
        ("QUIT", "500 what?", State.SENT),
    ],
)
def test_what_the_mail_server_says_at_each_word_decides(letter, server, caplog, word, answer, state):
    server.answers[word] = answer
    carried(letter)
    assert letter.state == state
    assert bool(letter.fault) == (state != State.SENT)
    assert bool(letter.next_try_at) == (state == State.WAITING)
    assert "amara" not in letter.fault + caplog.text


def test_what_is_not_known_is_never_sent_again_by_a_machine(letter, server):
    server.answers["end"] = BREAK_OFF
    carried(letter)
    server.answers["end"] = "250 taken"
    for days in (0, 1, 30):
        at = clock.now() + timedelta(days=days)
        mail.settle_lost(now=at)
        assert mail.carry_waiting(now=at) == 0
    carried(letter)
    assert (letter.state, letter.attempts, len(server.taken)) == (State.UNKNOWN, 1, 1)


def test_the_waits_grow_and_after_ten_tries_a_person_is_asked(letter, nobody_there):
    waits, now = [], clock.now()
    for _ in range(10):
        claimed = claim(letter.pk, now=now)
        settle(claimed, Outcome(What.LATER, "away"), now=now)
        letter.refresh_from_db()
        waits.append(letter.next_try_at and (letter.next_try_at - now).total_seconds() / 60)
        assert letter.next_try_at is None or claim(letter.pk, now=letter.next_try_at - timedelta(seconds=1)) is None
        now = letter.next_try_at
    assert waits == [1, 5, 15, 30, 60, 120, 240, 480, 720, None]
    assert (letter.state, letter.fault) == (State.FAILED, "away")
    assert mail.count_unsent() == 1


def test_a_try_that_failed_is_asked_for_again_when_it_is_due_and_carries_a_number_only(letter, nobody_there):
    carried(letter)
    job = jobs().get()
    assert job.run_after == letter.next_try_at
    assert job.args_kwargs == {"args": [letter.pk], "kwargs": {}}


def test_what_waits_without_a_job_is_asked_for_again_and_what_was_sent_is_not(letter, server):
    assert mail.carry_waiting(now=clock.now()) == 0
    assert mail.carry_waiting(now=clock.now() + timedelta(minutes=6)) == 1
    assert mail.carry_waiting(now=clock.now() + timedelta(minutes=6)) == 0, "it has a job"
    jobs().update(status="RUNNING", started_at=clock.now())
    assert mail.carry_waiting(now=clock.now() + timedelta(minutes=6)) == 1, "its worker died"
    carried(letter)
    assert mail.carry_waiting(now=clock.now() + timedelta(days=2)) == 0
    assert jobs().filter(status="RUNNING").count() == 0, "jobs of yesterday are thrown away"


def test_what_a_dead_worker_left_is_owned_up_to_after_its_lease(letter):
    claim(letter.pk, now=clock.now())
    assert mail.settle_lost(now=clock.now() + LEASE - timedelta(seconds=5)) == 0
    assert mail.settle_lost(now=clock.now() + LEASE + timedelta(seconds=5)) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.fault) == (State.UNKNOWN, "The service stopped while it was being sent.")


def test_a_worker_that_was_only_slow_still_says_what_came_of_it(letter):
    claimed = claim(letter.pk, now=clock.now())
    mail.settle_lost(now=clock.now() + timedelta(hours=1))
    settle(claimed, TAKEN, now=clock.now())
    letter.refresh_from_db()
    assert (letter.state, letter.fault) == (State.SENT, "")


def test_a_slow_worker_does_not_overrule_a_later_try(letter):
    first = claim(letter.pk, now=clock.now())
    settle(first, Outcome(What.LATER, "away"), now=clock.now() - timedelta(hours=1))
    second = claim(letter.pk, now=clock.now())
    settle(first, TAKEN, now=clock.now())
    letter.refresh_from_db()
    assert (letter.state, letter.claimed_at) == (State.SENDING, second.claimed_at)


def test_in_the_demo_nothing_leaves(letter, settings):
    settings.MAIL_TRANSPORT = "demo"
    assert mail.carry_waiting(now=clock.now() + timedelta(days=1)) == 0
    assert carried(letter).state == State.WAITING
    assert mail.write(to="amara@example.org", subject="x", body="x").state == State.SENT


def test_a_subject_is_one_line_and_an_address_is_one_address(db):
    written = mail.write(to="amara@example.org", subject="News\r\nBcc: x@example.org\u2028y" + "z" * 300, body="x")
    assert written.subject.startswith("News Bcc: x@example.org y")
    assert len(written.subject) == 200
    for wrong in ("amara@example.org\r\nBcc: x@example.org", "amara@example.org, x@example.org", "amara", ""):
        with pytest.raises(ValidationError):
            mail.write(to=wrong, subject="x", body="x")


def test_a_letter_of_django_is_a_row_for_each_recipient(db):
    mail.OutboxBackend().send_messages([EmailMessage("News", "Words", to=["amara@example.org", "joel@example.org"])])
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == ["amara@example.org", "joel@example.org"]


def test_under_one_key_a_message_is_written_once_and_the_transaction_goes_on(db):
    with transaction.atomic():
        first = mail.write(to="amara@example.org", subject="One", body="x", key="invited/1")
        second = mail.write(to="amara@example.org", subject="Two", body="x", key="invited/1")
        other = mail.write(to="amara@example.org", subject="Three", body="x", key="invited/2")
    assert (first.pk, first.subject) == (second.pk, second.subject)
    assert other.pk != first.pk
    mail.write(to="amara@example.org", subject="Four", body="x")
    mail.write(to="amara@example.org", subject="Five", body="x")
    assert OutgoingMail.objects.count() == 4


def test_what_was_rolled_back_was_never_written(db):
    with transaction.atomic():
        mail.write(to="amara@example.org", subject="One", body="x", key="invited/1")
        transaction.set_rollback(True)
    assert mail.write(to="amara@example.org", subject="Two", body="x", key="invited/1").subject == "Two"


@pytest.mark.parametrize("seed", range(3))
def test_two_who_write_the_same_at_one_moment_write_it_once(committed_cast, seed):
    def write():
        with transaction.atomic():
            return mail.write(to="amara@example.org", subject="One", body="x", key="invited/1").pk

    numbers = at_once(write, write, write, seed=seed)
    assert len(set(numbers)) == 1
    assert isinstance(numbers[0], int)
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("seed", range(3))
def test_of_workers_at_one_moment_one_sends(committed_cast, settings, server, seed):
    settings.MAIL_TRANSPORT = "smtp"
    letter = OutgoingMail.objects.create(to="amara@example.org", subject="News", body="There is news.", written_at=clock.now())
    at_once(*[lambda: mail.carry.func(letter.pk)] * 4, seed=seed)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, len(server.taken)) == (State.SENT, 1, 1)


def test_old_letters_are_emptied_and_the_rest_keep_their_words(letter, server):
    carried(letter)
    unsent = OutgoingMail.objects.create(to="joel@example.org", subject="News", body="Words", written_at=clock.now(), state=State.FAILED)
    assert mail.forget_words(now=clock.now() + timedelta(days=29)) == 0
    assert mail.forget_words(now=clock.now() + timedelta(days=31)) == 1
    letter.refresh_from_db()
    unsent.refresh_from_db()
    assert (letter.body, unsent.body) == ("", "Words")


def test_a_mail_server_that_offers_no_protection_gets_neither_mail_nor_password(letter, server, settings):
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = True, "plans", "a secret"
    carried(letter)
    assert (letter.state, server.recipients) == (State.WAITING, [])
    assert letter.fault == "No protected connection to the mail server could be made."


@pytest.mark.parametrize("is_vouched_for", [True, False])
def test_a_mail_server_that_cannot_show_who_it_is_gets_no_mail(letter, settings, monkeypatch, tmp_path, is_vouched_for):
    path, context = certificate(tmp_path)
    server = MailServer(tls=context)
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_SSL = "127.0.0.1", server.port, True
    if is_vouched_for:
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
    carried(letter)
    server.close()
    assert len(server.taken) == (1 if is_vouched_for else 0)
    assert letter.fault == ("" if is_vouched_for else "No protected connection to the mail server could be made.")


@pytest.mark.parametrize(("answer", "state"), [("235 welcome", State.SENT), ("535 wrong password of plans@example.org", State.WAITING)])
def test_the_service_says_who_it_is_where_it_has_a_name(letter, server, settings, answer, state):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "plans", "a secret"
    server.answers |= {"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": answer}
    assert carried(letter).state == state
    assert letter.fault in ("", "The mail server did not accept the service's user name and password.")


def test_an_address_beyond_ascii_is_refused_and_not_tried_for_ever(letter, server):
    OutgoingMail.objects.update(to="zoë@example.org")
    assert carried(OutgoingMail.objects.get()).state == State.FAILED
    assert smtp.domain() == "localhost"
