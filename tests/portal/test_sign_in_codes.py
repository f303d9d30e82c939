"""A code opens one account, once, for ten minutes, in the browser that asked for it; and nobody's tries lock somebody else out."""

from importlib import import_module

import pytest
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage import default_storage
from django.core.cache import cache
from django.test import Client, RequestFactory

from permissions.actions.invite_person import invite_person
from permissions.models import ServiceEntry, User
from portal.models import OutgoingMail
from portal.sign_in.door import let_in_invited
from tests.portal.passkey import PRESENT, Passkey, options_on
from tests.portal.signing_in import CODE, IN, PASSKEY, SECOND, SET_UP, Door, app_code, code_sent_to


@pytest.fixture(autouse=True)
def _fresh_door(settings):
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"
    settings.MFA_TOTP_TOLERANCE = 1  # a code is typed in the next half minute where the first one ends just then
    cache.clear()


@pytest.fixture
def amara(world):
    return Door(world.amara)


@pytest.fixture
def priya(world):
    return Door(world.priya).holds("both")


def moved_back(browser, seconds):
    """Move what the session remembers of the code that many seconds into the past."""
    session = browser.session
    pending = session["account_login"]
    pending["initiated_at"] -= seconds
    pending["state"]["stages"]["login_by_code"]["data"]["at"] -= seconds
    session["account_login"] = pending
    session.save()


def test_a_code_from_another_browser_signs_nobody_in(amara):
    amara.asks_for_code()
    other = Client()
    answer = other.post(CODE, {"code": code_sent_to("amara@example.org")})
    assert answer["Location"] == IN
    assert other.get("/home/")["Location"].startswith(IN)


def test_a_code_of_somebody_elses_try_signs_nobody_in(amara, world):
    amara.asks_for_code()
    thief = Door(world.amara)
    thief.asks_for_code()
    code = code_sent_to("amara@example.org")
    assert amara.types_code(code).status_code == 422
    assert not amara.is_in()


def test_a_code_works_once(amara):
    amara.asks_for_code()
    code = code_sent_to("amara@example.org")
    amara.types_code(code)
    assert amara.is_in()
    amara.browser.post("/sign-in/out/")
    assert amara.types_code(code)["Location"] == IN
    assert not amara.is_in()


@pytest.mark.parametrize(("seconds", "comes_in"), [(590, True), (610, False), (660, False)])
def test_a_code_works_for_ten_minutes(amara, seconds, comes_in):
    amara.asks_for_code()
    moved_back(amara.browser, seconds)
    amara.types_code()
    assert amara.is_in() is comes_in


def test_fifty_wrong_tries_from_elsewhere_leave_the_owner_able_to_sign_in_at_once(amara):
    for number in range(50):
        stranger = Client(REMOTE_ADDR=f"203.0.113.{number % 5}")
        stranger.post(IN, {"email": "amara@example.org"})
        stranger.post(CODE, {"code": "WRONG-CODE"})
    amara.comes_by_code()
    assert amara.is_in()


def test_fifty_wrong_codes_of_the_app_from_elsewhere_leave_the_owner_able_to_sign_in_at_once(priya, world):
    for number in range(10):
        thief = Door(world.priya, Client(REMOTE_ADDR=f"203.0.113.{number}"))
        thief.comes_by_code()
        for _ in range(5):
            thief.browser.post(SECOND, {"code": "000000"})
    priya.comes_by_code()
    priya.browser.post(SECOND, {"code": app_code()})
    assert priya.is_in()


def test_the_thief_of_a_mailbox_has_five_tries_at_the_app_and_then_starts_again(priya):
    priya.comes_by_code()
    answers = [priya.browser.post(SECOND, {"code": "000000"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 302]
    cache.clear()
    assert priya.browser.post(SECOND, {"code": app_code()})["Location"].startswith(IN)
    assert not priya.is_in()
    assert OutgoingMail.objects.filter(to="priya@example.org", subject="Somebody tried to sign in as you").count() == 1


def test_too_many_wrong_codes_of_the_app_from_one_place_wait(priya):
    for _ in range(2):
        priya.comes_by_code()
        for _ in range(4):
            answer = priya.browser.post(SECOND, {"code": "000000"})
        priya.browser.post("/sign-in/again/")
    assert "There were too many tries from here" in answer.content.decode()


def test_a_code_of_the_app_works_once(priya, world):
    priya.comes_by_code()
    code = app_code()
    priya.browser.post(SECOND, {"code": code})
    assert priya.is_in()
    thief = Door(world.priya)
    thief.comes_by_code()
    assert thief.browser.post(SECOND, {"code": code}).status_code == 422
    assert not thief.is_in()


def test_what_a_passkey_said_once_opens_nothing_again(priya):
    options = priya.browser.get(PASSKEY).content.decode()
    said = priya.passkey.get(options)
    priya.browser.post(PASSKEY, {"credential": said})
    assert priya.is_in()
    priya.browser.post("/sign-in/out/")
    assert priya.browser.post(PASSKEY, {"credential": said}).status_code == 422
    priya.browser.get(PASSKEY)
    assert priya.browser.post(PASSKEY, {"credential": said}).status_code == 422
    assert not priya.is_in()


def test_a_passkey_that_claims_somebody_else_as_its_owner_opens_nothing(priya, world):
    mine = Door(world.amara).holds("passkey").passkey
    mine.owner = priya.passkey.owner
    door = Door(world.amara)
    assert door.comes_by_passkey(mine).status_code == 422
    assert not door.is_in()


@pytest.mark.parametrize(
    "said",
    [
        "",
        "{",
        "[]",
        "1",
        "null",
        '{"id": 1}',
        '{"rawId": "AA", "response": {}}',
        '{"id":"AA","rawId":"AA","type":"public-key","response":7}',
    ],
)
def test_an_answer_that_no_passkey_gives_is_refused_with_words(client, world, said):
    client.get(PASSKEY)
    answer = client.post(PASSKEY, {"credential": said})
    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.content.decode()


@pytest.mark.parametrize("address", [SECOND, SET_UP, "/sign-in/set-up/app/"])
def test_nobody_comes_to_the_second_half_without_the_first(client, world, address):
    for answer in (client.get(address), client.post(address, {"code": "000000"})):
        assert answer["Location"].startswith(IN)


def test_a_half_signed_in_person_opens_nothing(priya):
    priya.comes_by_code()
    for address in ("/home/", "/plans/0000-0SAM/", "/account/", "/account/passkeys/add/"):
        assert priya.browser.get(address)["Location"].startswith(IN)


@pytest.mark.parametrize(
    "facts", [{"left_at": "2026-01-01T00:00Z"}, {"is_active": False}, {"joined_at": None}], ids=["left", "closed", "recovered"]
)
def test_whoever_goes_while_signing_in_does_not_come_in(amara, priya, world, facts):
    amara.asks_for_code()
    priya.comes_by_code()
    User.objects.filter(pk__in=[world.amara.pk, world.priya.pk]).update(**facts)
    amara.types_code()
    priya.browser.post(SECOND, {"code": app_code()})
    assert not amara.is_in()
    assert not priya.is_in()
    assert not ServiceEntry.objects.filter(verb="sign_in").exists()
    assert ServiceEntry.objects.filter(verb="sign_in_refused", person=world.amara, object_kind="closed").exists()


@pytest.mark.parametrize("joined", [None, "2026-11-20T10:00Z"], ids=["not accepted yet", "accepted by the owner"])
def test_a_recovery_ends_the_setting_up_that_an_earlier_invitation_had_begun(world, joined):
    thief = Door(world.priya)
    let_in(thief)
    page = thief.browser.get(SET_UP).content.decode()
    User.objects.filter(pk=world.priya.pk).update(joined_at=joined)
    answer = thief.browser.post(SET_UP, {"name": "", "credential": Passkey().create(options_on(page))})
    assert answer["Location"] == "/sign-in/more-than-a-code/"
    assert not Authenticator.objects.filter(user=world.priya).exists()
    assert not thief.is_in()


def test_who_has_set_up_a_way_in_sets_up_no_other_before_signing_in(world):
    door, twin = Door(world.priya), Door(world.priya)
    let_in(door)
    let_in(twin)
    door.sets_up_passkey()
    assert twin.sets_up_passkey()["Location"] == "/sign-in/more-than-a-code/"
    assert Authenticator.objects.filter(user=world.priya).count() == 1


def let_in(door):
    """Come by an invitation, as the page that takes the joining code lets people in."""
    request = RequestFactory().post("/join/")
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request.user = AnonymousUser()
    request._messages = default_storage(request)
    with request_context(request):
        answer = let_in_invited(request, door.person)
    request.session.save()
    door.browser.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return answer


def test_whoever_comes_by_an_invitation_and_needs_strong_sign_in_is_nobody_until_it_is_set_up(world):
    door = Door(world.priya)
    assert let_in(door)["Location"] == SET_UP
    assert not door.is_in()
    page = door.browser.get(SET_UP).content.decode()
    assert "Choose how you sign in" in page
    assert door.sets_up_passkey()["Location"] == "/home/"
    assert door.is_in()


def test_setting_up_the_app_first_shows_its_key_and_wants_a_right_code(world):
    door = Door(world.priya)
    let_in(door)
    page = door.browser.get("/sign-in/set-up/app/").content.decode()
    assert 'src="data:image/svg+xml' in page
    assert door.browser.post("/sign-in/set-up/app/", {"code": "000000"}).status_code == 422
    assert not door.is_in()
    assert door.sets_up_app()["Location"] == "/home/"
    assert door.is_in()


def test_a_passkey_whose_device_did_not_ask_whose_finger_it_is_is_not_added(world):
    door = Door(world.priya)
    let_in(door)
    page = door.browser.get(SET_UP).content.decode()
    weak = Passkey(flags=PRESENT)
    assert door.browser.post(SET_UP, {"name": "", "credential": weak.create(options_on(page))}).status_code == 422
    assert not Authenticator.objects.filter(user=world.priya).exists()


def test_sign_ins_and_refusals_are_written_down_without_an_address(amara, world):
    amara.asks_for_code()
    amara.types_code("WRONG-CODE")
    amara.types_code()
    Client().post(IN, {"email": "nobody@example.org"})
    rows = list(ServiceEntry.objects.filter(verb__startswith="sign_in").values_list("verb", "person", "object_kind"))
    assert rows == [("sign_in_refused", world.amara.pk, "wrong code"), ("sign_in", world.amara.pk, "code")]


def test_an_invited_person_is_told_by_mail_to_open_the_invitation_first(world):
    User.objects.filter(pk=world.zoe.pk).update(joined_at=None)
    world.zoe.refresh_from_db()
    invite_person(world.zoe, by=world.marcus, now=world.now)
    Door(world.zoe).asks_for_code()
    assert "open the link in the invitation first" in OutgoingMail.objects.filter(to="zoe@example.org").last().body
