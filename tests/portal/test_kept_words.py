"""What somebody types into a form that is sent after the session has ended comes back to that person, and to nobody else."""

import logging

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from plans.models import Item
from portal.models import BrowserSession
from tests.plans.pages import PLAN, TYPED, form_on, visit
from tests.portal.test_sessions import minutes_pass
from tests.portal.test_sign_in import code_sent_to

WORDS = "He hums under the canary-7f31 bridge."
ADD = f"{PLAN}sections/A/add/voice/"
KEPT = "/account/kept-words/"


@pytest.fixture(autouse=True)
def _mail_of_the_service(settings):
    """Send mail as the service does: the test runner swaps the backend."""
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"


def signs_in(browser: Client, email: str) -> str:
    """Sign in by a code in this browser; give the first page after it."""
    cache.clear()
    browser.post("/sign-in/", {"email": email})
    answer = browser.post("/sign-in/code/", {"code": code_sent_to(email)}, follow=True)
    assert answer.wsgi_request.user.is_authenticated
    return answer.content.decode()


@pytest.fixture
def amara(world):
    """Give Amara's browser, whose session ended while she typed, after she has pressed Save."""
    browser = visit(world.amara)
    typed = form_on(browser, ADD) | TYPED["voice"] | {"text": WORDS, "audience": "put_forward"}
    minutes_pass(31)
    browser.answer = browser.post(ADD, typed)
    return browser


def test_a_form_that_came_too_late_saves_nothing_and_says_that_it_is_kept(world, amara):
    assert amara.answer.headers["Location"] == "/sign-in/time-is-up/"
    page = amara.get("/sign-in/time-is-up/").content.decode()
    assert "We keep it for one hour" in page
    assert WORDS not in page
    assert not Item.objects.filter(text__contains="canary").exists()


def test_after_signing_in_again_the_same_person_sees_it_and_sends_it(world, amara):
    page = signs_in(amara, "amara@example.org")
    assert "What you were writing is still here" in page
    assert WORDS in page
    assert amara.post(ADD, form_on(amara, KEPT)).status_code == 302
    assert Item.objects.filter(text=WORDS).count() == 1
    assert WORDS not in amara.get(KEPT).content.decode()


def test_it_is_shown_once_and_stays_where_it_can_be_found(world, amara):
    signs_in(amara, "amara@example.org")
    assert amara.get("/home/?all=1").status_code == 200
    assert WORDS in amara.get(KEPT).content.decode()


def test_whoever_wants_it_gone_lets_it_go(world, amara):
    signs_in(amara, "amara@example.org")
    amara.post(KEPT)
    assert WORDS not in amara.get(KEPT).content.decode()
    assert not Item.objects.filter(text__contains="canary").exists()


def test_somebody_else_who_signs_in_at_that_browser_does_not_get_it_and_it_is_gone(world, amara):
    assert WORDS not in signs_in(amara, "nadia@example.org")
    assert WORDS not in amara.get(KEPT).content.decode()
    amara.post("/sign-in/out/")
    assert WORDS not in signs_in(amara, "amara@example.org")
    assert WORDS not in amara.get(KEPT).content.decode()


def test_the_same_person_in_another_browser_does_not_get_it(world, amara):
    other = Client()
    assert WORDS not in signs_in(other, "amara@example.org")
    assert WORDS not in other.get(KEPT).content.decode()


def test_without_the_cookie_of_that_browser_it_can_t_be_read(world, amara):
    del amara.cookies["kept"]
    assert WORDS not in signs_in(amara, "amara@example.org")


def test_an_hour_later_it_is_gone(world, amara, monkeypatch):
    monkeypatch.setattr("portal.sessions.kept_words.SECONDS", -1)
    assert WORDS not in signs_in(amara, "amara@example.org")


def test_a_sign_out_lets_it_go(world, amara):
    signs_in(amara, "amara@example.org")
    amara.post("/sign-in/out/")
    assert WORDS not in signs_in(amara, "amara@example.org")


def test_no_table_and_no_log_holds_the_words(world, amara, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    signs_in(amara, "amara@example.org")
    amara.get(KEPT)
    dumped = tmp_path / "dump.json"
    call_command("dumpdata", output=str(dumped), verbosity=0)
    assert "canary-7f31" not in dumped.read_text()
    assert "canary-7f31" not in caplog.text
    for row in BrowserSession.objects.all():
        assert "canary-7f31" not in str(row.get_decoded())
    assert connection.vendor


def test_whoever_was_never_signed_in_here_leaves_nothing(world, client):
    assert client.post(ADD, {"text": WORDS}).headers["Location"].startswith("/sign-in/?next=")
    assert BrowserSession.objects.filter(person=None).count() == 0


def test_a_session_that_was_ended_on_purpose_leaves_nothing(world):
    browser = visit(world.amara)
    cookie = browser.cookies["sessionid"].value
    browser.post("/sign-in/out/")
    browser.cookies["sessionid"] = cookie
    assert browser.post(ADD, {"text": WORDS}).headers["Location"].startswith("/sign-in/?next=")


SECRETS = (
    f"{PLAN}striking/new/",
    f"{PLAN}striking/0b4b6f2e-3c6a-4b52-9d0e-1f6f1c1f6b11/confirm/",
    "/break-glass/",
    "/break-glass/1/later/",
    "/join/",
)


@pytest.mark.parametrize("address", SECRETS)
def test_what_is_struck_out_and_why_a_glass_is_broken_is_not_kept_by_either_way(world, address):
    browser = visit(world.marcus)
    minutes_pass(31)
    browser.post(address, {"words": WORDS, "reason": WORDS, "code": "ABCD-EFGH"})
    browser.post("/sign-in/time-is-up/", {"kept_action": address, "reason": WORDS})
    assert "kept" not in browser.cookies


@pytest.mark.parametrize("address", ["/account/devices/end/", "/account/kept-words/"])
def test_no_form_of_one_s_account_is_kept(world, address):
    browser = visit(world.amara)
    minutes_pass(31)
    assert browser.post(address, {"code": "123456"}).headers["Location"].startswith("/sign-in/?next=")
    assert "kept" not in browser.cookies


def test_a_form_beyond_all_measure_is_not_kept(world):
    browser = visit(world.amara)
    minutes_pass(31)
    assert browser.post(ADD, {"text": "x" * 200_001}).headers["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize(
    "action", ["https://elsewhere.example/", "//elsewhere.example/", "/sign-in/", "/account/kept-words/", "/cms/", "/not-there-at-all", ""]
)
def test_a_page_that_ends_itself_leaves_only_forms_of_plans(world, action):
    browser = visit(world.amara)
    minutes_pass(31)
    browser.post("/sign-in/time-is-up/", {"kept_action": action, "text": WORDS})
    assert "kept" not in browser.cookies


def test_a_page_that_ends_itself_leaves_several_forms_for_the_same_person(world):
    browser = visit(world.amara)
    minutes_pass(31)
    for words in ("The first words.", "The second words."):
        browser.post("/sign-in/time-is-up/", {"kept_action": ADD, "text": words})
    page = signs_in(browser, "amara@example.org")
    assert "The first words." in page
    assert "The second words." in page


def test_whoever_is_signed_in_leaves_nothing_there(world):
    browser = visit(world.amara)
    browser.post("/sign-in/time-is-up/", {"kept_action": ADD, "text": WORDS})
    assert WORDS not in browser.get(KEPT).content.decode()
