"""Tie a sign-in service to one's account: only signed in another strong way, or while joining by an invitation; and take it away again."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.template import Context, Template
from django.test import Client

from permissions.actions.recover_sign_in import recover_sign_in
from permissions.actions.welcome_back import welcome_back
from permissions.models import Organisation, ServiceEntry, User
from plans.actions.leave_service import leave_service
from portal.environment.oidc import oidc_providers
from tests.portal.oidc_provider import Provider
from tests.portal.signing_in import Door
from tests.portal.test_oidc import at_provider, is_in, set_out, settings_of, tie
from tests.portal.test_sign_in_codes import let_in

SERVICES = "/account/services/"
ADD, REMOVE, JOIN = f"{SERVICES}brookshire/add/", f"{SERVICES}brookshire/remove/", "/sign-in/set-up/with/brookshire/"


@pytest.fixture
def server(settings):
    cache.clear()
    server = Provider()
    settings.ORIGIN, settings.OIDC_PROVIDERS = "http://testserver", (settings_of(server, "brookshire"),)
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"
    yield server
    server.shutdown()


@pytest.fixture
def marcus(world, server):
    """Marcus, signed in with a code and his passkey a moment ago."""
    door = Door(world.marcus).holds("passkey")
    door.comes_by_code()
    door.shows_passkey()
    assert door.is_in()
    return door


@pytest.fixture
def priya(world, server):
    """Priya, who has come by an invitation and is to choose how she signs in."""
    server.says = {"sub": "priya-1"}
    door = Door(world.priya)
    let_in(door)
    return door


def tied():
    return list(SocialAccount.objects.values_list("user__name", "provider"))


def test_whoever_is_signed_in_strongly_adds_the_service_and_comes_in_with_it(marcus, world):
    assert "Not added" in marcus.browser.get(SERVICES).content.decode()
    assert "Add Brookshire Council" in marcus.browser.get(ADD).content.decode()
    answer = marcus.browser.get(at_provider(set_out(marcus.browser, ADD)), follow=True)
    assert "You can sign in with Brookshire Council from now on." in answer.content.decode()
    assert "You can sign in with it" in answer.content.decode()
    assert tied() == [(world.marcus.name, "brookshire")]
    marcus.browser.logout()
    marcus.browser.get(at_provider(set_out(marcus.browser)))
    assert is_in(marcus.browser)


def test_a_session_that_did_not_show_lately_who_it_is_is_asked_first(world, server, client):
    Door(world.marcus).holds("passkey")
    client.force_login(world.marcus)
    for answer in (client.get(ADD), client.post(ADD), client.get(REMOVE), client.post(REMOVE)):
        assert answer["Location"].startswith("/account/confirm/")
    assert tied() == []


def test_a_member_of_staff_with_a_mailbox_alone_adds_nothing(world, server, client):
    client.force_login(world.hana)
    assert client.post(ADD).status_code == 403


def test_what_one_person_began_is_not_finished_by_another(marcus, world):
    back = at_provider(set_out(marcus.browser, ADD))
    kept = marcus.browser.session["oidc_journey"]
    marcus.browser.force_login(world.hana)
    session = marcus.browser.session
    session["oidc_journey"] = kept
    session.save()
    assert marcus.browser.get(back).status_code == 403
    assert tied() == []


def test_signed_out_meanwhile_nothing_is_added(marcus):
    back = at_provider(set_out(marcus.browser, ADD))
    marcus.browser.logout()
    assert marcus.browser.get(back).status_code == 403
    assert tied() == []


def test_an_identity_that_opens_another_account_is_refused_with_words(marcus, world, settings):
    tie(world.hana, settings.OIDC_PROVIDERS[0])
    answer = marcus.browser.get(at_provider(set_out(marcus.browser, ADD)))
    assert answer.status_code == 403
    assert "already opens another person’s account here" in answer.content.decode()
    assert tied() == [(world.hana.name, "brookshire")]


def test_a_service_that_was_removed_opens_nothing_any_more(marcus, world, settings):
    tie(world.marcus, settings.OIDC_PROVIDERS[0])
    assert "Remove Brookshire Council?" in marcus.browser.get(REMOVE).content.decode()
    assert marcus.browser.post(REMOVE)["Location"] == SERVICES
    assert ServiceEntry.objects.filter(verb="untie_sign_in_service", person=world.marcus).count() == 1
    assert marcus.browser.post(REMOVE).status_code == 404
    marcus.browser.logout()
    assert marcus.browser.get(at_provider(set_out(marcus.browser))).status_code == 403


def test_whoever_joins_may_choose_the_service_as_their_way_in(priya, world):
    assert priya.browser.get(at_provider(set_out(priya.browser, JOIN)))["Location"] == "/home/"
    assert priya.is_in()
    assert tied() == [(world.priya.name, "brookshire")]


def test_a_service_that_asks_for_no_second_step_is_no_way_in_for_whoever_joins(priya, server):
    server.says = {"sub": "priya-1", "amr": ["pwd"]}
    answer = priya.browser.get(at_provider(set_out(priya.browser, JOIN)))
    assert answer.status_code == 403
    assert "did not ask you for a second step" in answer.content.decode()
    assert (is_in(priya.browser), tied()) == (False, [])


def test_whoever_joins_does_not_take_anothers_identity(priya, world, settings):
    tie(world.hana, settings.OIDC_PROVIDERS[0], "priya-1")
    answer = priya.browser.get(at_provider(set_out(priya.browser, JOIN)))
    assert answer.status_code == 403
    assert not is_in(priya.browser)


def test_without_an_invitation_nobody_joins_by_it(world, server, client):
    assert client.post(JOIN).status_code == 403
    client.force_login(world.marcus)
    assert client.post(JOIN).status_code == 403


def test_an_invitation_that_ended_meanwhile_ties_nothing(priya, world):
    back = at_provider(set_out(priya.browser, JOIN))
    world.priya.joined_at = None
    world.priya.save()
    assert priya.browser.get(back).status_code == 403
    assert (is_in(priya.browser), tied()) == (False, [])


def test_whoever_is_not_signed_in_sees_no_page_of_it(db, server, client):
    for address in (SERVICES, ADD, REMOVE):
        assert client.get(address)["Location"].startswith("/sign-in/")


def test_the_sign_in_page_can_offer_the_services(server):
    page = Template(
        "{% load sign_in_services %}{% sign_in_services as services %}"
        '{% include "socialaccount/buttons.html" with services=services csrf_token="x" only %}'
    )
    assert "Sign in with Brookshire Council" in page.render(Context())
    assert 'action="/sign-in/with/brookshire/"' in page.render(Context())


def test_the_page_of_services_offers_them_or_says_that_there_are_none(server, db, client, settings):
    assert "Sign in with Brookshire Council" in client.get("/sign-in/with/").content.decode()
    settings.OIDC_PROVIDERS = ()
    assert "No council or school has connected its own sign-in here." in client.get("/sign-in/with/").content.decode()


ONE = {"id": "brookshire", "name": "Brookshire", "issuer": "https://login.example.org/t", "client_id": "x", "client_secret": "the secret"}


def read(monkeypatch, value, *, demo=False):
    monkeypatch.setenv("OIDC_PROVIDERS", value if isinstance(value, str) else json.dumps(value))
    return oidc_providers(demo=demo)


def test_settings_that_hold_are_read(monkeypatch):
    (found,) = read(monkeypatch, [ONE | {"claims": {"tid": "t"}, "amr_required": ["mfa", "rsa"]}])
    assert (found.issuer, found.claims, found.amr_required) == ("https://login.example.org/t", {"tid": "t"}, frozenset({"mfa", "rsa"}))
    assert read(monkeypatch, [ONE])[0].amr_required == frozenset({"mfa"})
    assert read(monkeypatch, "") == ()
    assert len(read(monkeypatch, [ONE | {"issuer": "http://127.0.0.1:9000"}], demo=True)) == 1


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("{", "must be a JSON list."),
        ({}, "must be a JSON list of objects."),
        ([1], "must be a JSON list of objects."),
        ([ONE, ONE], "two entries with the same id"),
        ([ONE, ONE | {"id": "other"}], "two entries with the same issuer"),
        ([ONE | {"id": "Brook Shire"}], "id must be 2 to 31 small letters"),
        ([ONE | {"name": ""}], "name is missing"),
        ([ONE | {"client_secret": None}], "client_secret is missing"),
        ([{"id": "brookshire"}], "name is missing"),
        ([ONE | {"issuer": "http://login.example.org"}], "issuer must begin with https://"),
        ([ONE | {"issuer": "http://127.0.0.1:9000"}], "issuer must begin with https://"),
        ([ONE | {"claims": {"tid": 1}}], "claims must be names"),
        ([ONE | {"claims": []}], "claims must be names"),
        ([ONE | {"amr_required": []}], "amr_required must be a list of words"),
        ([ONE | {"amr_required": "mfa"}], "amr_required must be a list of words"),
        ([ONE | {"verify": False}], "nobody knows 'verify'"),
    ],
)
def test_settings_that_do_not_hold_stop_the_start_with_a_sentence(monkeypatch, capsys, value, words):
    with pytest.raises(SystemExit):
        read(monkeypatch, value)
    said = capsys.readouterr().err
    assert said.startswith("The portal cannot start: OIDC_PROVIDERS")
    assert words in said
    assert "the secret" not in said


def test_a_new_way_in_leaves_no_service_behind_that_opens_the_account(marcus, world):
    marcus.browser.get(at_provider(set_out(marcus.browser, ADD)))
    recover_sign_in(world.marcus, by=world.susan, now=world.now)
    assert tied() == []
    User.objects.filter(pk=world.marcus.pk).update(joined_at=world.now)
    thief = Client()
    thief.get(at_provider(set_out(thief)))
    assert not is_in(thief)


def test_who_leaves_and_comes_back_brings_nothing_along_that_opens_the_account(marcus, world):
    marcus.browser.get(at_provider(set_out(marcus.browser, ADD)))
    council = Organisation.objects.get(kind="council")
    User.objects.filter(pk=world.susan.pk).update(is_leader=True, organisation=council)
    User.objects.filter(pk=world.hana.pk).update(organisation=council)
    leave_service(world.susan, world.marcus.pk, successor=world.hana.pk, today=world.today, now=world.now)
    assert tied() == []
    assert Authenticator.objects.filter(user=world.marcus).exists()
    welcome_back(world.susan, world.marcus.pk, now=world.now)
    assert not Authenticator.objects.filter(user=world.marcus).exists()
