"""Whoever has only their work account confirms by it, freshly, before they change how they sign in; and the buttons stand where they are looked for."""

import time

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache

from permissions import clock
from permissions.actions.recover_sign_in import recover_sign_in
from tests.portal.oidc_provider import Provider
from tests.portal.signing_in import Door
from tests.portal.test_oidc import at_provider, set_out, settings_of, tie
from tests.portal.test_sign_in_codes import let_in

ADD_PASSKEY, CONFIRM, WITH = "/account/passkeys/add/", "/account/confirm/", "/account/confirm/with/brookshire/"
REMOVE = "/account/services/brookshire/remove/"


@pytest.fixture
def server(settings):
    cache.clear()
    server = Provider()
    settings.ORIGIN, settings.OIDC_PROVIDERS = "http://testserver", (settings_of(server, "brookshire"),)
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"
    yield server
    server.shutdown()


@pytest.fixture
def marcus(world, server, settings, client):
    """Marcus, who has nothing but his work account, signed in with it while its service remembered him from the morning."""
    tie(world.marcus, settings.OIDC_PROVIDERS[0])
    server.says = {"sub": "marcus-1", "auth_time": int(time.time()) - 3600}
    client.get(at_provider(set_out(client)))
    return client


def asked_now(server, **claims):
    server.says = {"sub": "marcus-1", "auth_time": int(time.time())} | claims


def confirms(browser):
    return browser.get(at_provider(set_out(browser, WITH)))


def may_add_a_passkey(browser):
    return browser.get(ADD_PASSKEY).status_code == 200


def test_a_fresh_strong_sign_in_at_work_counts_as_confirmed(world, server, settings, client):
    tie(world.marcus, settings.OIDC_PROVIDERS[0])
    asked_now(server)
    client.get(at_provider(set_out(client)))
    assert may_add_a_passkey(client)


def test_an_old_one_leads_to_the_page_that_asks_and_from_there_on(marcus, server):
    answer = marcus.get(ADD_PASSKEY, follow=True)
    assert answer.redirect_chain[-1][0].startswith(CONFIRM)
    assert "Confirm with Brookshire Council" in answer.content.decode()
    asked_now(server)
    back = at_provider(set_out_with_next(marcus))
    assert marcus.get(back)["Location"] == ADD_PASSKEY
    assert may_add_a_passkey(marcus)
    assert (server.asked[-1]["prompt"], server.asked[-1]["max_age"]) == ("login", "0")
    assert "prompt" not in server.asked[0]


def set_out_with_next(browser):
    from html import unescape

    page = browser.post(WITH, {"next": ADD_PASSKEY}).content.decode()
    return unescape(page.split('content="0; url=')[1].split('"')[0])


@pytest.mark.parametrize("claims", [{"auth_time": 1}, {"auth_time": None}, {"auth_time": "now"}, {"amr": ["pwd"]}])
def test_a_service_that_did_not_ask_anew_with_a_second_step_confirms_nothing_and_says_what_to_do(marcus, server, claims):
    asked_now(server, **claims)
    answer = confirms(marcus)
    assert answer.status_code == 403
    assert "ask the council for a new way in" in answer.content.decode()
    assert not may_add_a_passkey(marcus)


def test_another_account_of_the_service_confirms_nothing(marcus, server, world, settings):
    tie(world.hana, settings.OIDC_PROVIDERS[0], "hana-1")
    for subject in ("hana-1", "nobody-1"):
        asked_now(server, sub=subject)
        assert confirms(marcus).status_code == 403
        assert not may_add_a_passkey(marcus)


def test_a_protected_account_is_not_confirmed_by_it(marcus, server, world):
    world.marcus.protected_sign_in = True
    world.marcus.save()
    asked_now(server)
    confirms(marcus)
    assert marcus.get(ADD_PASSKEY).status_code == 403


def test_the_confirmation_ends_after_five_minutes(marcus, server, monkeypatch):
    asked_now(server)
    confirms(marcus)
    from datetime import timedelta

    later = clock.now() + timedelta(seconds=301)
    monkeypatch.setattr("permissions.clock.now", lambda: later)
    assert not may_add_a_passkey(marcus)


def test_the_only_way_in_is_not_removed(marcus, server, world):
    asked_now(server)
    confirms(marcus)
    answer = marcus.post(REMOVE)
    assert answer.status_code == 409
    assert "This is the only way you can sign in" in answer.content.decode()
    assert SocialAccount.objects.filter(user=world.marcus).exists()
    Door(world.marcus).holds("passkey")
    assert marcus.post(REMOVE).status_code == 302
    assert not SocialAccount.objects.filter(user=world.marcus).exists()


def test_a_new_way_in_by_the_council_ends_the_work_account_too(marcus, server, world, settings):
    tie(world.hana, settings.OIDC_PROVIDERS[0], "hana-1")
    recover_sign_in(world.marcus, by=world.susan, now=clock.now())
    assert list(SocialAccount.objects.values_list("user__name", flat=True)) == [world.hana.name]


def test_the_buttons_stand_at_the_door_and_at_the_joining_and_the_link_in_the_account(world, server, client):
    page = client.get("/sign-in/").content.decode()
    assert "Sign in with Brookshire Council" in page
    assert page.count("This is a shared device") == 3
    door = Door(world.priya)
    let_in(door)
    page = door.browser.get("/sign-in/set-up/").content.decode()
    assert 'action="/sign-in/set-up/with/brookshire/"' in page
    assert "This is a shared device" not in page
    client.force_login(world.amara)
    assert 'href="/account/services/"' in client.get("/account/").content.decode()


def test_the_box_beside_the_button_is_heard(marcus, server, client):
    marcus.logout()
    page = marcus.post("/sign-in/with/brookshire/", {"shared_device_asked": "1", "shared_device": "1"}).content.decode()
    marcus.get(at_provider(page.split('content="0; url=')[1].split('"')[0].replace("&amp;", "&")))
    assert marcus.session["shared_device"] is True
    assert "data-shared-device" in marcus.get("/home/?all=1").content.decode()


def test_without_a_service_nothing_of_it_shows(world, client):
    assert "work account" not in client.get("/sign-in/").content.decode()
    door = Door(world.priya)
    let_in(door)
    assert "work account" not in door.browser.get("/sign-in/set-up/").content.decode()
    client.force_login(world.amara)
    assert "work account" not in client.get("/account/").content.decode()
