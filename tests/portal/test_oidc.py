"""Sign in with the service of one's own council or school: what opens an account, and everything that does not."""

import base64
import json
import re
import time
from html import unescape
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from permissions import clock
from permissions.models import ServiceEntry
from portal.environment.oidc import ProviderSettings
from portal.models import BrowserSession, OutgoingMail
from portal.oidc import accounts
from portal.oidc.client import Identity, NotBelievedError, read_token
from tests.portal.oidc_provider import CLIENT, KEY, SECRET, STRANGERS_KEY, Provider, pem

ELSEWHERE = "You are not signed in"


def settings_of(server, name, **facts):
    facts = {"claims": {"tid": "brookshire"}, "amr_required": frozenset({"mfa"})} | facts
    return ProviderSettings(id=name, name=f"{name.title()} Council", issuer=server.url, client_id=CLIENT, client_secret=SECRET, **facts)


@pytest.fixture
def server(settings):
    cache.clear()
    server = Provider()
    settings.ORIGIN = "http://testserver"
    settings.OIDC_PROVIDERS = (settings_of(server, "brookshire"),)
    yield server
    server.shutdown()


@pytest.fixture
def which(server, settings):
    return settings.OIDC_PROVIDERS[0]


@pytest.fixture
def tied(world, which):
    """Marcus has tied his account of the council to his account here."""
    tie(world.marcus, which)
    return world.marcus


def tie(person, which, subject="marcus-1"):
    accounts.tie_to(person, which, identity_of(which, subject), now=clock.now())


def identity_of(which, subject):
    import hashlib

    return Identity(hashlib.sha256(f"{which.issuer}\n{subject}".encode()).hexdigest(), True)


def set_out(browser, address="/sign-in/with/brookshire/"):
    """Press the button; give the address at the provider to which the page leads."""
    page = browser.post(address).content.decode()
    return unescape(re.search(r'content="0; url=([^"]+)"', page)[1])


def at_provider(address):
    """Let the provider do its part; give the way back as path and query."""
    answer = requests.get(address, allow_redirects=False, timeout=10)
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def come_back(browser, **how):
    return browser.get(at_provider(set_out(browser, **how)), follow=True)


def is_in(browser):
    return "_auth_user_id" in browser.session


def test_a_person_whose_account_is_tied_signs_in_without_anything_else(tied, client, server):
    answer = come_back(client)
    assert answer.redirect_chain[-1][0] == "/home/"
    assert int(client.session["_auth_user_id"]) == tied.pk
    assert ServiceEntry.objects.filter(verb="sign_in", person=tied).count() == 1
    (asked,) = server.asked
    assert (asked["scope"], asked["response_type"], asked["code_challenge_method"]) == ("openid", "code", "S256")
    assert len(asked["state"]) > 40
    assert len(asked["nonce"]) > 40


def test_the_session_is_another_one_after_signing_in(tied, client, server):
    back = at_provider(set_out(client))
    before = client.session.session_key
    client.get(back)
    assert client.session.session_key != before


@pytest.mark.parametrize("email", ["marcus@example.org", None])
def test_an_identity_that_nobody_tied_opens_nothing_even_with_a_known_address(world, client, server, email):
    server.says = {"sub": "somebody-else", "email": email or world.marcus.email, "email_verified": True}
    answer = come_back(client)
    assert answer.status_code == 403
    assert "does not open an account here yet" in answer.content.decode()
    assert not is_in(client)
    assert SocialAccount.objects.count() == 0


def test_the_subject_of_another_provider_with_the_same_address_opens_nothing(tied, client, server, settings):
    other = Provider()
    settings.OIDC_PROVIDERS = (*settings.OIDC_PROVIDERS, settings_of(other, "riverside"))
    other.says = {"email": tied.email, "email_verified": True}
    answer = come_back(client, address="/sign-in/with/riverside/")
    other.shutdown()
    assert answer.status_code == 403
    assert "That is so even where both have the same e-mail address." in answer.content.decode()
    assert not is_in(client)


def unsigned(claims):
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts) + "."


def by_shared_secret(claims):
    """Sign with the provider's public key as if it were a secret that both share."""
    head, body = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in ({"alg": "HS256", "kid": "1"}, claims))
    import hashlib
    import hmac

    mark = base64.urlsafe_b64encode(hmac.new(pem(KEY), head + b"." + body, hashlib.sha256).digest()).rstrip(b"=")
    return b".".join((head, body, mark)).decode()


def by_client_secret(claims):
    return jwt.encode(claims, SECRET + "x" * 10, algorithm="HS256", headers={"kid": "1"})


def by_a_stranger(claims):
    return jwt.encode(claims, STRANGERS_KEY, algorithm="RS256", headers={"kid": "1"})


def with_a_key_of_its_own(claims):
    own = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(STRANGERS_KEY.public_key()))
    return jwt.encode(claims, STRANGERS_KEY, algorithm="RS256", headers={"kid": "1", "jwk": own, "jku": "http://127.0.0.1:1/keys"})


def without_its_signature(claims):
    return jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "1"}).rpartition(".")[0] + "."


def changed_afterwards(claims):
    head, _body, mark = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "1"}).split(".")
    body = base64.urlsafe_b64encode(json.dumps(claims | {"sub": "marcus-1"}).encode()).rstrip(b"=").decode()
    return f"{head}.{body}.{mark}x"


WAYS_TO_SIGN = [
    unsigned,
    by_shared_secret,
    by_client_secret,
    by_a_stranger,
    with_a_key_of_its_own,
    without_its_signature,
    changed_afterwards,
    lambda _: "x.y.z",
]


@pytest.mark.parametrize("signs", WAYS_TO_SIGN)
def test_a_token_that_the_provider_did_not_sign_opens_nothing(tied, client, server, signs):
    server.signs = signs
    answer = come_back(client)
    assert (answer.status_code, ELSEWHERE in answer.content.decode()) == (403, True)
    assert not is_in(client)


NOW = int(time.time())
WRONG_CLAIMS = [
    {"iss": "https://elsewhere.example.org"},
    {"aud": "another-service"},
    {"aud": ["another-service"]},
    {"aud": [CLIENT, "another-service"]},
    {"aud": [CLIENT, "another-service"], "azp": "another-service"},
    {"azp": "another-service"},
    {"nonce": "another"},
    {"nonce": None},
    {"nonce": ""},
    {"exp": NOW - 600, "iat": NOW - 900},
    {"exp": None},
    {"iat": NOW + 9000},
    {"iat": None},
    {"aud": None},
    {"iss": None},
    {"sub": None},
    {"sub": ""},
    {"tid": "riverside"},
    {"tid": None},
    {"tid": ["brookshire"]},
]


@pytest.mark.parametrize("says", WRONG_CLAIMS)
def test_a_token_with_one_wrong_claim_opens_nothing(tied, client, server, says):
    server.says = says
    answer = come_back(client)
    assert (answer.status_code, ELSEWHERE in answer.content.decode()) == (403, True)
    assert not is_in(client)


@pytest.mark.parametrize("says", [{"aud": [CLIENT]}, {"aud": [CLIENT, "another"], "azp": CLIENT}, {"amr": ["mfa"]}, {"exp": NOW + 100_000}])
def test_a_token_that_says_the_same_otherwise_is_fine(tied, client, server, says):
    server.says = says
    come_back(client)
    assert is_in(client)


@pytest.mark.parametrize("amr", [None, [], ["pwd"], "mfa", ["pwd", "MFA"], [{"mfa": 1}]])
def test_without_a_second_step_at_the_provider_it_opens_as_little_as_a_mailbox(tied, client, server, amr):
    server.says = {"amr": amr}
    answer = come_back(client)
    assert not is_in(client)
    assert answer.redirect_chain[-1][0] == "/sign-in/more-than-a-code/"


def test_for_a_family_the_first_factor_is_enough(world, client, server, which):
    tie(world.amara, which, "amara-1")
    server.says = {"sub": "amara-1", "amr": ["pwd"]}
    come_back(client)
    assert int(client.session["_auth_user_id"]) == world.amara.pk


def test_protected_sign_in_is_not_open_to_it(world, client, server, which):
    tie(world.amara, which, "amara-1")
    world.amara.protected_sign_in = True
    world.amara.save()
    server.says = {"sub": "amara-1"}
    come_back(client)
    assert not is_in(client)


@pytest.mark.parametrize("facts", [{"is_active": False}, {"joined_at": None}, {"left_at": clock.now()}])
def test_whoever_was_closed_has_not_joined_or_has_left_does_not_come_in(tied, client, server, facts):
    for name, value in facts.items():
        setattr(tied, name, value)
    tied.save()
    assert come_back(client).status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize(
    "change",
    [
        {"state": ["another"]},
        {"state": []},
        {"code": []},
        {"code": ["another"]},
        {"iss": ["https://elsewhere.example.org"]},
        {"error": ["x"]},
    ],
)
def test_an_answer_that_was_tampered_with_opens_nothing(tied, client, server, change):
    path, query = at_provider(set_out(client)).split("?")
    answer = client.get(path, {name: value[0] for name, value in (parse_qs(query) | change).items() if value})
    assert answer.status_code == 403
    assert not is_in(client)


def test_a_way_back_works_once_and_only_in_the_browser_that_set_out(tied, client, server):
    back = at_provider(set_out(client))
    stranger = Client()
    assert stranger.get(back).status_code == 403
    assert client.get(back).status_code == 302
    client.logout()
    assert client.get(back).status_code == 403
    assert not is_in(client)


def test_a_wrong_answer_uses_the_journey_up(tied, client, server):
    back = at_provider(set_out(client))
    assert client.get("/sign-in/with/brookshire/back/?state=x&code=y").status_code == 403
    assert client.get(back).status_code == 403


def test_after_eleven_minutes_the_way_back_is_closed(tied, client, server):
    back = at_provider(set_out(client))
    session = client.session
    kept = session["oidc_journey"]
    session["oidc_journey"] = kept | {"at": clock.now().replace(year=2020).isoformat()}
    session.save()
    assert client.get(back).status_code == 403


def test_the_way_back_of_one_provider_is_not_that_of_another(tied, client, server, settings):
    settings.OIDC_PROVIDERS = (*settings.OIDC_PROVIDERS, settings_of(server, "riverside"))
    back = at_provider(set_out(client)).replace("/brookshire/", "/riverside/")
    assert client.get(back).status_code == 403


def test_a_link_signs_nobody_in_and_a_provider_that_is_not_set_up_is_not_there(tied, client, server):
    assert client.get("/sign-in/with/brookshire/").status_code == 405
    assert client.post("/sign-in/with/nowhere/").status_code == 404
    assert client.get("/sign-in/with/nowhere/back/").status_code == 404
    assert Client(enforce_csrf_checks=True).post("/sign-in/with/brookshire/").status_code == 403


@pytest.mark.parametrize(
    "facts",
    [
        {"issuer": "https://elsewhere.example.org"},
        {"token_endpoint": None},
        {"jwks_uri": "http://keys.example.org/"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_provider_that_says_strange_things_of_itself_is_not_believed(tied, client, server, facts):
    server.facts = facts
    page = client.post("/sign-in/with/brookshire/")
    answer = page if page.status_code == 403 else come_back(client)
    assert answer.status_code == 403
    assert not is_in(client)


def test_a_provider_that_is_away_is_said_kindly(tied, client, server):
    server.shutdown()
    server.server_close()
    answer = client.post("/sign-in/with/brookshire/")
    assert answer.status_code == 403
    assert "does not answer at the moment" in answer.content.decode()


def test_a_provider_may_change_its_keys(tied, client, server):
    come_back(client)
    client.logout()
    server.keys = [server.public_key(STRANGERS_KEY, "2")]
    server.signs = lambda claims: jwt.encode(claims, STRANGERS_KEY, algorithm="RS256", headers={"kid": "2"})
    come_back(client)
    assert is_in(client)


@pytest.mark.parametrize("change", [{"use": "enc"}, {"alg": "PS256"}, {"kty": "oct", "k": "c2VjcmV0"}])
def test_a_key_that_is_for_something_else_is_no_key(which, server, change):
    server.keys = [server.public_key() | change]
    with pytest.raises(NotBelievedError):
        read_token(which, server.token("n"), nonce="n")


def test_what_was_not_believed_is_logged_without_a_name(tied, client, server, caplog):
    server.says = {"nonce": "another", "email": tied.email}
    come_back(client)
    assert "nonce" in caplog.text
    assert tied.email not in caplog.text
    assert "marcus-1" not in caplog.text


def test_two_people_cannot_tie_the_same_identity(tied, world, which):
    from permissions.refusals import NotPermitted

    with pytest.raises(NotPermitted):
        tie(world.hana, which)
    with pytest.raises(NotPermitted):
        tie(tied, which, "marcus-2")
    tie(tied, which)
    assert list(SocialAccount.objects.values_list("user", "provider")) == [(tied.pk, "brookshire")]


def test_tying_is_written_down_and_told_to_the_persons_address(tied, settings):
    assert ServiceEntry.objects.filter(verb="tie_sign_in_service", person=tied, actor=tied).count() == 1
    letter = OutgoingMail.objects.get(to=tied.email)
    assert letter.subject == "How you sign in has changed"
    assert "marcus-1" not in letter.body


def test_coming_back_from_a_journey_that_nobody_began_writes_no_row(server, client, world):
    for _ in range(3):
        assert client.get("/sign-in/with/brookshire/back/?state=x&code=y").status_code == 403
    assert not ServiceEntry.objects.filter(verb="sign_in_refused").exists()
    assert not BrowserSession.objects.exists()
