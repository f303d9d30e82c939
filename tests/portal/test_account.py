"""Your account: what one signs in with, changed only by whoever has just shown that it is they."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from permissions.models import ServiceEntry, User
from portal.models import OutgoingMail
from tests.portal.passkey import Passkey, options_on
from tests.portal.signing_in import Door, app_code, code_sent_to

ACCOUNT, PROTECT, ADD, APP, EMAIL = "/account/", "/account/protect/", "/account/passkeys/add/", "/account/app/", "/account/email/"


@pytest.fixture(autouse=True)
def _fresh_door(settings):
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"
    settings.MFA_TOTP_TOLERANCE = 1  # a code is typed in the next half minute where the first one ends just then
    cache.clear()


@pytest.fixture
def amara(world):
    door = Door(world.amara)
    door.comes_by_code()
    return door


@pytest.fixture
def priya(world):
    door = Door(world.priya).holds("passkey")
    door.comes_by_passkey()
    return door


def an_hour_later(door):
    session = door.browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    return door


def number_of(person, kind="webauthn"):
    return Authenticator.objects.filter(user=person, type=kind).latest("pk").pk


def test_the_page_says_what_there_is_and_what_is_missing(amara):
    page = amara.browser.get(ACCOUNT).content.decode()
    for words in ("You have no passkey yet", "You have no authenticator app", "It is off", "amara@example.org"):
        assert words in page


@pytest.mark.parametrize("address", [PROTECT, ADD, APP, EMAIL, "/account/email/code/"])
def test_nothing_changes_before_it_is_confirmed_who_it_is(amara, address):
    an_hour_later(amara)
    for answer in (amara.browser.get(address), amara.browser.post(address, {"email": "new@example.org"})):
        assert answer["Location"].startswith("/account/confirm/?next=%2Faccount%2F")


def test_after_the_confirmation_the_page_that_was_asked_for_comes(amara):
    an_hour_later(amara)
    amara.browser.post("/account/confirm/code/", {"next": ADD})
    answer = amara.browser.post("/account/confirm/code/", {"code": code_sent_to("amara@example.org"), "next": ADD})
    assert answer["Location"] == ADD
    assert amara.browser.get(ADD).status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_nobody_is_sent_elsewhere_after_the_confirmation(amara, elsewhere):
    amara.browser.post("/account/confirm/code/", {})
    answer = amara.browser.post("/account/confirm/code/", {"code": code_sent_to("amara@example.org"), "next": elsewhere})
    assert answer["Location"] == ACCOUNT


def test_a_wrong_code_confirms_nothing_and_the_third_ends_it(amara):
    an_hour_later(amara)
    amara.browser.post("/account/confirm/code/", {})
    right = code_sent_to("amara@example.org")
    for _ in range(3):
        assert amara.browser.post("/account/confirm/code/", {"code": "WRONG-CODE"}).status_code == 422
    assert amara.browser.post("/account/confirm/code/", {"code": right}).status_code == 422
    assert amara.browser.get(EMAIL).status_code == 302


def test_a_passkey_is_added_named_and_removed_and_each_is_told_by_mail(amara, world):
    assert amara.sets_up_passkey(ADD)["Location"] == ACCOUNT
    number = number_of(world.amara)
    amara.browser.post(f"/account/passkeys/{number}/name/", {"name": "My old phone"})
    page = amara.browser.get(ACCOUNT).content.decode()
    assert "My old phone" in page
    assert amara.browser.get(f"/account/ways/{number}/remove/").status_code == 200
    amara.browser.post(f"/account/ways/{number}/remove/")
    assert not Authenticator.objects.filter(user=world.amara).exists()
    letters = list(OutgoingMail.objects.filter(to="amara@example.org", subject="Your sign-in has changed").values_list("body", flat=True))
    assert [body.splitlines()[2] for body in letters] == [
        "A passkey was added to your account.",
        "A passkey was removed from your account.",
    ]
    verbs = list(ServiceEntry.objects.filter(person=world.amara).values_list("verb", flat=True))
    assert verbs == ["sign_in", "add_passkey", "rename_passkey", "remove_passkey"]


def test_the_app_is_set_up_and_its_secret_is_not_readable_in_the_database(amara, world):
    page = amara.browser.get(APP).content.decode()
    assert page.count("data:image/svg+xml") == 1
    amara.sets_up_app(APP)
    stored = Authenticator.objects.get(user=world.amara, type="totp").data["secret"]
    assert len(stored) > 80
    assert stored[:8] not in page


def test_a_wrong_code_sets_up_no_app_and_keeps_the_same_key(amara, world):
    before = amara.browser.get(APP).content.decode()
    after = amara.browser.post(APP, {"code": "000000"})
    assert after.status_code == 422
    assert before.split("<strong>")[1][:39] == after.content.decode().split("<strong>")[1][:39]
    assert not Authenticator.objects.filter(user=world.amara).exists()


@pytest.mark.parametrize("address", ["/account/passkeys/{}/name/", "/account/ways/{}/remove/"])
def test_somebody_elses_passkey_is_not_there(amara, priya, world, address):
    for answer in (
        amara.browser.get(address.format(number_of(world.priya))),
        amara.browser.post(address.format(number_of(world.priya)), {"name": "x"}),
    ):
        assert answer.status_code == 404
    assert Authenticator.objects.filter(user=world.priya).count() == 1


def test_the_last_way_of_a_person_who_needs_one_is_never_removed(priya, world):
    address = f"/account/ways/{number_of(world.priya)}/remove/"
    assert "Add another one first" in priya.browser.get(address).content.decode()
    assert priya.browser.post(address).status_code == 403
    assert Authenticator.objects.filter(user=world.priya).count() == 1
    priya.sets_up_app(APP)
    assert priya.browser.post(address).status_code == 302
    app = number_of(world.priya, "totp")
    assert priya.browser.post(f"/account/ways/{app}/remove/").status_code == 403


def test_a_person_switches_protected_sign_in_on_once_there_is_a_passkey(amara, world):
    assert "Set one up first" in amara.browser.get(PROTECT).content.decode()
    assert amara.browser.post(PROTECT).status_code == 409
    amara.sets_up_passkey(ADD)
    thief, late = Door(world.amara), Door(world.amara)
    thief.comes_by_code()
    assert thief.is_in()
    amara.browser.post(PROTECT)
    world.amara.refresh_from_db()
    assert world.amara.protected_sign_in
    late.comes_by_code()
    assert (amara.is_in(), thief.is_in(), late.is_in()) == (True, False, False)


def test_nobody_switches_protected_sign_in_off_for_themselves(amara, world):
    amara.sets_up_passkey(ADD)
    amara.browser.post(PROTECT)
    amara.browser.post(PROTECT, {"off": "1"})
    assert "Only the council’s staff" in amara.browser.get(ACCOUNT).content.decode()
    world.amara.refresh_from_db()
    assert world.amara.protected_sign_in


def test_the_address_changes_by_a_code_to_the_new_one_and_the_old_one_is_told(amara, world):
    other = Door(world.amara)
    other.comes_by_code()
    amara.browser.post(EMAIL, {"email": "New@Example.org"})
    assert "new@example.org" in amara.browser.get("/account/email/code/").content.decode()
    amara.browser.post("/account/email/code/", {"code": code_sent_to("new@example.org")})
    world.amara.refresh_from_db()
    assert world.amara.email == "new@example.org"
    assert "does not open it any more" in OutgoingMail.objects.filter(to="amara@example.org").last().body
    assert amara.is_in()
    assert not other.is_in()
    thief = Client()
    thief.post("/sign-in/", {"email": "amara@example.org"})
    assert "There is no account with this address" in OutgoingMail.objects.filter(to="amara@example.org").last().body


def test_a_wrong_code_changes_no_address(amara, world):
    amara.browser.post(EMAIL, {"email": "new@example.org"})
    assert amara.browser.post("/account/email/code/", {"code": "WRONG-CODE"}).status_code == 422
    world.amara.refresh_from_db()
    assert world.amara.email == "amara@example.org"


def test_an_address_that_somebody_has_gets_the_same_pages_and_no_code(amara, world):
    seen = []
    for address in ("joel@example.org", "new@example.org"):
        asked = amara.browser.post(EMAIL, {"email": address})
        page = amara.browser.get(asked["Location"])
        wrong = amara.browser.post(asked["Location"], {"code": "WRONG-CODE"})
        seen.append((asked.status_code, page.content.decode().count("A letter is on its way"), wrong.status_code))
    assert seen[0] == seen[1]
    assert code_sent_to("joel@example.org") == ""
    assert "there is an account with it already" in OutgoingMail.objects.filter(to="joel@example.org").last().body


@pytest.mark.parametrize(("seconds", "status"), [(590, 302), (610, 422)])
def test_a_code_for_the_new_address_works_for_ten_minutes(amara, world, seconds, status):
    amara.browser.post(EMAIL, {"email": "new@example.org"})
    session = amara.browser.session
    session["code_to_new_address"] |= {"at": session["code_to_new_address"]["at"] - seconds}
    session.save()
    assert amara.browser.post("/account/email/code/", {"code": code_sent_to("new@example.org")}).status_code == status


def test_a_code_for_the_new_address_from_another_browser_changes_nothing(amara, world):
    amara.browser.post(EMAIL, {"email": "new@example.org"})
    other = Door(world.amara)
    other.comes_by_code()
    assert other.browser.post("/account/email/code/", {"code": code_sent_to("new@example.org")}).status_code == 422
    world.amara.refresh_from_db()
    assert world.amara.email == "amara@example.org"


def test_a_code_that_was_sent_for_a_confirmation_changes_no_address(amara, world):
    amara.browser.post("/account/confirm/code/", {})
    code = code_sent_to("amara@example.org")
    amara.browser.post(EMAIL, {"email": "new@example.org"})
    assert amara.browser.post("/account/email/code/", {"code": code}).status_code == 422


def test_three_codes_a_minute_are_sent_to_whatever_address_and_no_more(amara, world):
    letters = OutgoingMail.objects.exclude(subject__contains="address").count()
    assert amara.browser.post("/account/confirm/code/", {}).status_code == 200
    for address in ("joel@example.org", "new@example.org"):
        assert amara.browser.post(EMAIL, {"email": address}).status_code == 302
    for address, typed in ((EMAIL, {"email": "other@example.org"}), (EMAIL, {"email": "joel@example.org"}), ("/account/confirm/code/", {})):
        answer = amara.browser.post(address, typed)
        assert answer.status_code == 422
        assert "Wait a minute, then ask again" in answer.content.decode()
    assert OutgoingMail.objects.exclude(subject__contains="address").count() == letters + 3
    assert amara.browser.post("/account/email/code/", {"code": code_sent_to("new@example.org")}).status_code == 302, (
        "the last one that went still works"
    )
    pam = Door(world.pam)
    pam.comes_by_code()
    assert pam.browser.post(EMAIL, {"email": "other@example.org"}).status_code == 302, "somebody else’s codes stop nobody"


def test_whoever_needs_strong_sign_in_confirms_with_more_than_a_code(priya):
    an_hour_later(priya)
    assert "Send me a code" not in priya.browser.get("/account/confirm/").content.decode()
    assert priya.browser.post("/account/confirm/code/", {}).status_code == 403
    stranger = Passkey(owner=priya.passkey.owner)
    options = options_on(priya.browser.get("/account/confirm/").content.decode())
    assert priya.browser.post("/account/confirm/passkey/", {"credential": stranger.get(options)}).status_code == 422
    assert priya.browser.post("/account/confirm/app/", {"code": app_code()}).status_code == 422
    assert priya.browser.get(EMAIL).status_code == 302


def test_a_session_without_a_factor_of_somebody_who_needs_one_sets_up_none(client, world):
    client.force_login(world.marcus)
    for address in (ADD, APP, EMAIL, PROTECT):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "Ask the council for a new way in" in answer.content.decode()


def test_the_words_of_the_mails_name_no_child_no_plan_and_no_address(amara, world):
    amara.sets_up_passkey(ADD)
    amara.browser.post("/account/confirm/code/", {})
    amara.browser.post(EMAIL, {"email": "new@example.org"})
    amara.browser.post("/account/email/code/", {"code": code_sent_to("new@example.org")})
    words = " ".join(OutgoingMail.objects.values_list("body", flat=True)) + " ".join(OutgoingMail.objects.values_list("subject", flat=True))
    for never in ("Sam", "Adeyemi", "Harbour", "0000-0SAM", "@example.org"):
        assert never not in words
    assert User.objects.filter(email="new@example.org").exists()
