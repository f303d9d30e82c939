"""In by a code sent by e-mail, out by a button; nobody learns who has an account."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import OutgoingMail
from tests.world import SAM

IN, CODE, OUT = "/sign-in/", "/sign-in/code/", "/sign-in/out/"


@pytest.fixture(autouse=True)
def _fresh_door(settings):
    """Send mail as the service does (the test runner swaps the backend), and forget earlier tries."""
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"
    cache.clear()


def plain(response):
    page = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", response.content.decode())
    return page.replace("amara@example.org", "ADDRESS").replace("nobody@example.org", "ADDRESS")


def code_sent_to(address):
    letter = OutgoingMail.objects.filter(to=address).latest("pk")
    return re.search(r"^([A-Z0-9-]{6,})$", letter.body, re.MULTILINE)[1]


def test_a_person_signs_in_by_the_code_and_lands_at_home(client, world):
    answer = client.post(IN, {"email": "AMARA@example.org"})
    assert answer["Location"] == CODE
    assert 'autocomplete="one-time-code"' in client.get(CODE).content.decode()
    answer = client.post(CODE, {"code": code_sent_to("amara@example.org").lower()})
    assert (answer.status_code, answer["Location"]) == (302, "/home/")
    assert client.get("/home/").status_code == 302


def test_an_address_without_an_account_gets_the_same_pages_and_a_letter(client, world):
    seen = {}
    for address in ("amara@example.org", "nobody@example.org"):
        client.cookies.clear()
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(IN, {"email": address})
        with CaptureQueriesContext(connection) as entering:
            page = client.get(CODE)
        wrong = client.post(CODE, {"code": "WRONG1"})
        seen[address] = (answer.status_code, answer["Location"], plain(page), page.status_code, plain(wrong), wrong.status_code)
        seen[f"queries {address}"] = (len(asked), len(entering))
        assert OutgoingMail.objects.filter(to=address).count() == 1
    assert seen["amara@example.org"] == seen["nobody@example.org"]
    assert max(abs(a - b) for a, b in zip(seen["queries amara@example.org"], seen["queries nobody@example.org"], strict=True)) <= 1


def test_the_letter_has_a_neutral_subject_and_says_nothing_of_a_child(client, world):
    client.post(IN, {"email": "amara@example.org"})
    letter = OutgoingMail.objects.get(to="amara@example.org")
    assert letter.subject == "Your code to sign in"
    for word in ("Sam", "Adeyemi", SAM, "plan", "http"):
        assert word not in letter.body


@pytest.mark.parametrize("code", ["WRONG1", "", "x" * 300])
def test_a_wrong_code_is_said_and_signs_nobody_in(client, world, code):
    client.post(IN, {"email": "amara@example.org"})
    answer = client.post(CODE, {"code": code})
    assert answer.status_code == 422
    assert "govuk-error-message" in answer.content.decode()
    assert client.get("/home/")["Location"].startswith(IN)


def test_three_wrong_codes_end_the_try(client, world):
    client.post(IN, {"email": "amara@example.org"})
    right = code_sent_to("amara@example.org")
    for _ in range(3):
        client.post(CODE, {"code": "WRONG1"})
    assert client.post(CODE, {"code": right})["Location"] == IN
    assert client.get("/home/")["Location"].startswith(IN)


def test_a_code_that_is_too_old_signs_nobody_in(client, world, settings):
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    client.post(IN, {"email": "amara@example.org"})
    assert client.post(CODE, {"code": code_sent_to("amara@example.org")})["Location"] == IN


@pytest.mark.parametrize("typed", ["", "amara", "a@", "a" * 300 + "@example.org", "<script>@example.org"])
def test_an_address_in_the_wrong_form_is_said_beside_the_field(client, world, typed):
    answer = client.post(IN, {"email": typed})
    assert answer.status_code == 422
    assert "govuk-error-message" in answer.content.decode()
    assert "<script>@" not in answer.content.decode()
    assert not OutgoingMail.objects.exists()


def test_after_signing_in_the_page_that_was_asked_for_comes(client, world):
    asked = client.get(f"/plans/{SAM}/people/")
    assert asked["Location"] == f"{IN}?next=/plans/{SAM}/people/"
    page = client.get(asked["Location"]).content.decode()
    assert f'name="next" value="/plans/{SAM}/people/"' in page
    answer = client.post(IN, {"email": "amara@example.org", "next": f"/plans/{SAM}/people/"})
    code = code_sent_to("amara@example.org")
    assert client.post(answer["Location"], {"code": code})["Location"] == f"/plans/{SAM}/people/"


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "http://localhost:8000/", "javascript:alert(1)", "\\\\elsewhere"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(client, world, elsewhere):
    client.post(IN, {"email": "amara@example.org", "next": elsewhere})
    answer = client.post(CODE, {"code": code_sent_to("amara@example.org"), "next": elsewhere})
    assert answer["Location"] == "/home/"


def test_who_is_signed_in_is_taken_home_from_the_sign_in_page(client, world):
    client.force_login(world.amara)
    assert client.get(IN)["Location"] == "/home/"
    assert client.get(f"{IN}?next=https://elsewhere.example/")["Location"] == "/home/"
    assert client.get(CODE)["Location"] == "/home/"


def test_signing_out_takes_the_button_and_the_browser_forgets(client, world):
    client.force_login(world.amara)
    assert client.get(OUT).status_code == 200
    assert client.get("/home/?all=1").status_code == 200
    answer = client.post(OUT)
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/home/")["Location"].startswith(IN)
    assert "You are signed out" in client.get(answer["Location"]).content.decode()


def test_a_session_gets_a_new_key_at_signing_in(client, world):
    client.post(IN, {"email": "amara@example.org"})
    before = client.session.session_key
    client.post(CODE, {"code": code_sent_to("amara@example.org")})
    assert client.session.session_key != before


@pytest.mark.parametrize("address", ["/sign-in/sign-up/", "/sign-in/signup/", "/sign-in/password/reset/"])
def test_there_is_no_sign_up(client, world, address):
    assert client.get(address).status_code == 404
    assert client.post(address, {"email": "new@example.org"}).status_code == 404


def test_who_mistyped_the_address_can_start_again(client, world):
    client.post(IN, {"email": "nobody@example.org"})
    assert client.get(IN)["Location"] == CODE
    assert client.post("/sign-in/again/")["Location"] == IN
    assert client.get(IN).status_code == 200


def test_too_many_asks_for_one_address_are_stopped_for_known_and_unknown_alike(client, world):
    for address in ("amara@example.org", "nobody@example.org"):
        cache.clear()
        answers = []
        for _ in range(4):
            client.cookies.clear()
            answers.append(client.post(IN, {"email": address}).status_code)
        assert answers == [302, 302, 302, 422], address
        assert OutgoingMail.objects.filter(to=address).count() == 3


def test_a_closed_account_does_not_sign_in(client, world):
    world.amara.is_active = False
    world.amara.save()
    client.post(IN, {"email": "amara@example.org"})
    assert "There is no account with this address" in OutgoingMail.objects.get(to="amara@example.org").body
