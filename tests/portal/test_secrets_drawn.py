"""What must not be guessed is drawn, long enough and each time anew; what a provider says goes no further than it has to."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import log2

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from permissions.joining import CODE_LENGTH, new_code, new_link_token
from permissions.models.circle import ALPHABET
from portal.oidc import client as oidc
from tests.plans.pages import visit
from tests.portal.signing_in import Door, code_sent_to
from tests.portal.test_oidc import come_back, is_in, server, settings_of, tied, which  # noqa: F401 fixtures

# ruff: noqa: F811


@pytest.fixture(autouse=True)
def _fresh_door(settings):
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"
    cache.clear()


def bits(length: int, letters: int) -> float:
    return length * log2(letters)


def test_a_session_is_known_by_more_than_128_random_bits(world):
    keys = {visit(world.amara).session.session_key for _ in range(5)}
    assert len(keys) == 5
    assert {re.fullmatch(r"[a-z0-9]{32}", key) is not None for key in keys} == {True}
    assert bits(32, 36) > 128


def test_the_link_of_an_invitation_has_256_bits_and_its_code_40():
    tokens = {new_link_token() for _ in range(50)}
    codes = {new_code() for _ in range(50)}
    assert (len(tokens), len(codes)) == (50, 50)
    assert min(len(token) for token in tokens) == 43
    assert bits(CODE_LENGTH, len(set(ALPHABET))) >= 40


def test_a_code_by_mail_has_more_than_20_bits_and_is_another_each_time(world):
    codes = set()
    for _ in range(3):
        cache.clear()
        Door(world.amara).asks_for_code()
        codes.add(code_sent_to("amara@example.org"))
    assert len(codes) == 3
    assert {len(code.replace("-", "")) for code in codes} == {8}
    assert bits(8, 20) > 20


def test_the_secret_of_an_app_has_160_bits(world):
    one, other = Door(world.amara), Door(world.priya).holds("passkey")
    one.comes_by_code()
    other.comes_by_passkey()
    shown = {
        re.search(r"<strong>([A-Z2-7 ]{32,})</strong>", door.browser.get("/account/app/").content.decode())[1] for door in (one, other)
    }
    assert len(shown) == 2
    assert {len(secret.replace(" ", "")) * 5 for secret in shown} == {160}
    assert not Authenticator.objects.filter(type="recovery_codes").exists()


def test_the_same_sign_in_asks_with_another_state_nonce_and_verifier(which):
    journeys = [oidc.set_out() for _ in range(5)]
    for drawn in (
        {journey.state for journey in journeys},
        {journey.nonce for journey in journeys},
        {journey.verifier for journey in journeys},
    ):
        assert len(drawn) == 5
        assert min(map(len, drawn)) >= 43


def test_no_token_of_a_provider_reaches_the_browser_or_stays(tied, client, server):
    answer = come_back(client)
    assert is_in(client)
    kept = str(dict(client.session.items())) + answer.content.decode() + str(client.cookies)
    assert "eyJ" not in kept
    assert "id_token" not in kept
    assert "access_token" not in kept


class _Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(302)
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_address[1]}/inside")
        self.end_headers()

    def log_message(self, *args):
        """Keep quiet."""


def test_a_provider_that_sends_the_service_elsewhere_is_not_followed(db, client, settings):
    cache.clear()
    away = ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)
    away.asked, away.url = [], f"http://127.0.0.1:{away.server_address[1]}"
    threading.Thread(target=away.serve_forever, daemon=True).start()
    settings.OIDC_PROVIDERS = (settings_of(away, "brookshire"),)
    assert client.post("/sign-in/with/brookshire/").status_code == 403
    away.shutdown()
    assert away.asked == ["/.well-known/openid-configuration"]
