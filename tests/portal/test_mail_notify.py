"""GOV.UK Notify: what it takes, refuses or leaves open; asked by our reference it settles what is open; its receipts are believed by their key alone."""

import json
import socket
from datetime import timedelta

import pytest
from django.test import Client

from permissions import clock
from portal import mail
from portal.models import OutgoingMail
from tests.portal.notify_server import API_KEY, Notify

State = OutgoingMail.State
TOKEN = "a-key-for-the-receipts-of-notify-0123"
LATER = timedelta(minutes=16)


@pytest.fixture
def notify(settings):
    server = Notify()
    settings.MAIL_TRANSPORT, settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE_ID = (
        "notify",
        API_KEY,
        "44444444-4444-4444-8444-444444444444",
    )
    settings.NOTIFY_BASE_URL, settings.NOTIFY_CALLBACK_TOKEN = server.url, TOKEN
    yield server
    server.shutdown()


@pytest.fixture
def letter(db, notify):
    return OutgoingMail.objects.create(to="amara@example.org", subject="News", body="There is news.", written_at=clock.now())


def carried(letter):
    mail.carry.func(letter.pk)
    letter.refresh_from_db()
    return letter


def settled(letter):
    mail.settle_lost(now=clock.now() + LATER)
    letter.refresh_from_db()
    return letter.state


def receipt(letter, status, *, key=TOKEN, **changed):
    facts = {"id": "x", "reference": f"{letter.provider_id}-{letter.attempts}", "to": letter.to, "status": status} | changed
    browser = Client(enforce_csrf_checks=True)
    return browser.post("/mail/receipts/", json.dumps(facts), content_type="application/json", headers={"authorization": f"Bearer {key}"})


def test_a_message_is_handed_over_with_subject_words_and_our_reference(letter, notify):
    assert carried(letter).state == State.SENT
    (taken,) = notify.taken
    assert taken["email_address"] == "amara@example.org"
    assert taken["personalisation"] == {"subject": "News", "body": "There is news."}
    assert taken["reference"] == f"{letter.provider_id}-1"


@pytest.mark.parametrize(
    ("status", "state"), [(400, State.FAILED), (403, State.WAITING), (429, State.WAITING), (500, State.UNKNOWN), (503, State.UNKNOWN)]
)
def test_what_notify_answers_decides_and_its_words_are_kept_nowhere(letter, notify, caplog, status, state):
    notify.status = status
    assert carried(letter).state == state
    assert letter.fault
    assert "amara" not in letter.fault + caplog.text


def test_a_notify_that_cannot_be_reached_surely_did_not_take_it(letter, settings):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    settings.NOTIFY_BASE_URL = f"http://127.0.0.1:{port}"
    assert carried(letter).state == State.WAITING


def test_a_line_cut_after_notify_took_it_is_settled_by_asking_and_not_by_sending(letter, notify):
    notify.breaks_off = True
    assert carried(letter).state == State.UNKNOWN
    notify.breaks_off = False
    assert settled(letter) == State.SENT
    assert len(notify.taken) == 1


def test_a_fault_of_notify_that_took_nothing_is_settled_by_asking_and_sent_once(letter, notify):
    notify.status = 500
    carried(letter)
    assert settled(letter) == State.UNKNOWN, "while Notify does not answer, nobody knows"
    notify.status = 201
    assert settled(letter) == State.WAITING
    OutgoingMail.objects.update(next_try_at=None)
    assert carried(letter).state == State.SENT
    assert [taken["reference"] for taken in notify.taken] == [f"{letter.provider_id}-2"]


def test_what_a_person_has_put_away_is_not_sent_behind_their_back(letter, notify):
    notify.status = 500
    carried(letter)
    notify.status = 201
    OutgoingMail.objects.update(seen_at=clock.now())
    assert settled(letter) == State.UNKNOWN


@pytest.mark.parametrize("status", ["permanent-failure", "temporary-failure", "technical-failure"])
def test_a_receipt_of_failure_is_shown_and_the_same_again_changes_nothing(letter, notify, status):
    carried(letter)
    assert receipt(letter, status).status_code == 204
    letter.refresh_from_db()
    assert (letter.state, bool(letter.fault)) == (State.BOUNCED, True)
    assert mail.bounced_addresses(["Amara@example.org", "joel@example.org"]) == {"amara@example.org"}
    OutgoingMail.objects.update(seen_at=clock.now())
    assert receipt(letter, status).status_code == 204
    letter.refresh_from_db()
    assert letter.seen_at


def test_a_receipt_of_delivery_settles_what_was_not_known(letter, notify):
    notify.breaks_off = True
    carried(letter)
    assert receipt(letter, "delivered").status_code == 204
    letter.refresh_from_db()
    assert letter.state == State.SENT


def test_a_receipt_of_an_earlier_try_changes_nothing(letter, notify):
    carried(letter)
    assert receipt(letter, "permanent-failure", reference=f"{letter.provider_id}-7").status_code == 204
    letter.refresh_from_db()
    assert letter.state == State.SENT


@pytest.mark.parametrize("key", ["", "wrong", TOKEN[:-1], f"{TOKEN}x", "ключ"])
def test_without_the_key_a_receipt_is_not_believed(letter, notify, key):
    carried(letter)
    assert receipt(letter, "permanent-failure", key=key).status_code == 401
    letter.refresh_from_db()
    assert letter.state == State.SENT


def test_where_no_key_is_set_nobody_is_notify(letter, notify, settings):
    settings.NOTIFY_CALLBACK_TOKEN = ""
    assert receipt(letter, "delivered", key="").status_code == 401


@pytest.mark.parametrize("reference", ["0" * 32 + "-1", "", "1", "x' OR 1=1", "../1"])
def test_a_receipt_for_a_message_that_is_not_ours_is_not_found(letter, notify, reference):
    assert receipt(letter, "delivered", reference=reference).status_code == 404


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'"x"', b"\xff", b'{"reference": 1, "status": []}', b"[" * 100_000])
def test_what_is_no_receipt_is_turned_away(letter, notify, client, body):
    answer = client.post("/mail/receipts/", body, content_type="application/json", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 400


def test_the_door_of_receipts_shows_nothing(notify, client, db):
    assert client.get("/mail/receipts/").status_code == 405
