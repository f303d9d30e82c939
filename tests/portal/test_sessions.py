"""How long a session lasts, what keeps it going and what ends it: 30 minutes without use, 10 on a shared device, 12 hours at most."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db.models import F
from django.test import Client

from permissions.models import ServiceEntry
from portal.models import BrowserSession
from portal.sessions.device_names import device_name
from portal.sessions.use import end_sessions_of
from tests.plans.pages import PLAN, visit
from tests.portal.test_sign_in import code_sent_to
from tests.queries import count_queries

IN, CODE = "/sign-in/", "/sign-in/code/"
LEFT = "/account/session/"
DEVICES = "/account/devices/"
PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def _mail_of_the_service(settings):
    """Send mail as the service does: the test runner swaps the backend."""
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"


def minutes_pass(minutes: float) -> None:
    """Let time pass for every session: each began, was used and ends so much earlier."""
    gone = timedelta(minutes=minutes)
    BrowserSession.objects.update(began_at=F("began_at") - gone, used_at=F("used_at") - gone, expire_date=F("expire_date") - gone)


def is_in(browser: Client) -> bool:
    return browser.get(LEFT).json()["seconds"] > 0


def signed_in_by_code(email: str, **typed: str) -> Client:
    cache.clear()
    browser = Client(headers={"user-agent": PHONE})
    browser.post(IN, {"email": email, **typed})
    browser.post(CODE, {"code": code_sent_to(email)})
    return browser


@pytest.fixture
def amara(world):
    return visit(world.amara)


def test_a_session_ends_after_thirty_minutes_without_use(amara):
    minutes_pass(29.9)
    assert is_in(amara)
    minutes_pass(0.2)
    assert not is_in(amara)
    assert amara.get(PLAN).headers["Location"].startswith(IN)


def test_on_a_shared_device_it_ends_after_ten(world):
    browser = signed_in_by_code("amara@example.org", shared_device_asked="1", shared_device="1")
    minutes_pass(9.9)
    assert is_in(browser)
    minutes_pass(0.2)
    assert not is_in(browser)


def test_whoever_left_the_box_empty_has_thirty(world):
    browser = signed_in_by_code("amara@example.org", shared_device_asked="1")
    minutes_pass(10.1)
    assert is_in(browser)


def test_a_page_tells_its_scripts_that_the_device_is_shared(world):
    shared = signed_in_by_code("amara@example.org", shared_device_asked="1", shared_device="1")
    assert b"data-shared-device" in shared.get("/home/", follow=True).content
    assert b"data-shared-device" not in visit(world.amara).get(PLAN).content


def test_nobody_makes_a_session_longer_by_asking_again_about_the_device(world):
    browser = signed_in_by_code("amara@example.org", shared_device_asked="1", shared_device="1")
    browser.post("/account/session/", {"shared_device_asked": "1"})
    minutes_pass(10.1)
    assert not is_in(browser)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_and_a_form_put_the_end_off(amara, method):
    minutes_pass(29)
    getattr(amara, method)(PLAN if method == "get" else f"{PLAN}sections/A/edit/", {})
    minutes_pass(29)
    assert is_in(amara)


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (LEFT, {"sec-fetch-mode": "cors"}),
        (LEFT, {}),
        (PLAN, {"sec-fetch-mode": "cors"}),
        (PLAN, {"sec-fetch-mode": "no-cors"}),
    ],
)
def test_what_a_page_asks_by_itself_does_not(amara, address, headers):
    minutes_pass(29)
    assert amara.get(address, headers=headers).status_code == 200
    minutes_pass(2)
    assert not is_in(amara)


def test_a_page_that_asks_whether_it_may_still_be_shown_does_not(amara):
    minutes_pass(29)
    assert amara.head(PLAN).status_code == 200
    minutes_pass(2)
    assert not is_in(amara)


def test_after_twelve_hours_it_ends_however_busy_the_person_is(amara):
    for _ in range(719 // 20):
        minutes_pass(20)
        amara.get(PLAN)
    minutes_pass(720 - 719 // 20 * 20 - 1)
    left = amara.get(LEFT).json()
    assert left["seconds"] <= 60
    assert left["last"] is True
    amara.get(PLAN)
    minutes_pass(1.1)
    assert not is_in(amara)


def test_the_press_on_stay_signed_in_puts_the_end_off_and_says_how_long_is_left(amara):
    minutes_pass(28.5)
    assert amara.get(LEFT).json()["seconds"] < 100
    left = amara.post(LEFT).json()
    assert 1790 < left["seconds"] <= 1800
    assert left["last"] is False


def test_whoever_is_not_signed_in_is_told_nothing_and_gets_no_session(db, client):
    assert client.get(LEFT).json() == {"seconds": 0, "last": False, "person": "", "was": ""}
    assert client.post(LEFT).json() == {"seconds": 0, "last": False, "person": "", "was": ""}
    assert BrowserSession.objects.count() == 0


def test_a_page_learns_whose_session_ran_out_by_itself_so_that_unsent_words_wait_for_them(amara, world):
    minutes_pass(31)
    assert amara.get(LEFT).json() == {"seconds": 0, "last": False, "person": "", "was": str(world.amara.uid)}


def test_the_page_may_ask_for_a_text_first_and_learns_it_all_the_same(amara, world):
    minutes_pass(31)
    refused = amara.post(f"{PLAN}sections/A/text/", b"\0", content_type="application/octet-stream")
    assert refused.status_code == 302
    assert settings.SESSION_COOKIE_NAME not in refused.cookies
    assert amara.get(LEFT).json()["was"] == str(world.amara.uid)


def test_of_a_session_that_was_ended_from_elsewhere_it_learns_nothing(amara, world):
    end_sessions_of(world.amara.pk)
    assert amara.get(LEFT).json() == {"seconds": 0, "last": False, "person": "", "was": ""}


def test_the_last_use_is_written_once_a_minute_in_one_query(amara):
    amara.get(PLAN)
    with count_queries() as before:
        amara.get(PLAN)
    minutes_pass(1.1)
    with count_queries() as noted:
        amara.get(PLAN)
    assert noted.number == before.number + 1
    with count_queries() as again:
        amara.get(PLAN)
    assert again.number == before.number


def test_the_page_asks_how_long_is_left_between_three_and_two_minutes_before_the_end(amara):
    assert b'data-ask-after="1620"' in amara.get(PLAN).content


def test_the_list_names_this_device_first_and_says_in_words_what_and_when(world):
    signed_in_by_code("amara@example.org")
    here = visit(world.amara)
    visit(world.joel)
    body = here.get(DEVICES).content.decode()
    assert body.index("This device") < body.index("Chrome on Android")
    assert body.count("portal-card__head") == 2
    assert "Last used " in body
    assert ", about " in body


def test_no_page_names_a_key_of_a_session_and_no_row_an_address_of_a_network(world):
    browser = signed_in_by_code("amara@example.org")
    body = visit(world.amara).get(DEVICES).content.decode()
    for row in BrowserSession.objects.all():
        assert row.session_key not in body
        assert "127.0.0.1" not in str(row.get_decoded())
    assert "127.0.0.1" not in body
    assert browser.cookies["sessionid"].value not in body
    assert not any("ip" in field.name.split("_") for field in BrowserSession._meta.get_fields())


def device_on(browser: Client) -> str:
    return browser.get(DEVICES).content.decode().split('name="device" value="')[1].split('"')[0]


def test_a_person_signs_out_on_one_other_device(world):
    phone, other, here = signed_in_by_code("amara@example.org"), visit(world.amara), visit(world.amara)
    BrowserSession.objects.filter(pk=other.cookies["sessionid"].value).update(used_at=F("used_at") - timedelta(minutes=1))
    BrowserSession.objects.filter(pk=phone.cookies["sessionid"].value).update(used_at=F("used_at") + timedelta(minutes=1))
    answer = here.post(f"{DEVICES}end/", {"device": device_on(here)}, follow=True)
    assert "You are signed out there: Chrome on Android." in answer.content.decode()
    assert (is_in(phone), is_in(other), is_in(here)) == (False, True, True)
    assert list(ServiceEntry.objects.filter(verb="end_session").values_list("actor", "person")) == [(world.amara.pk, world.amara.pk)]


def test_a_person_signs_out_everywhere_else(world):
    phone, here, joels = signed_in_by_code("amara@example.org"), visit(world.amara), visit(world.joel)
    here.post(f"{DEVICES}end-others/")
    assert (is_in(phone), is_in(here), is_in(joels)) == (False, True, True)
    assert ServiceEntry.objects.filter(verb="end_sessions", actor=world.amara, person=world.amara).count() == 1


def test_nobody_ends_the_session_of_somebody_else(world):
    signed_in_by_code("amara@example.org")
    ref = device_on(visit(world.amara))
    visit(world.joel).post(f"{DEVICES}end/", {"device": ref})
    assert BrowserSession.objects.filter(person=world.amara).count() == 2


def test_a_device_that_was_signed_out_meanwhile_is_said_to_be(world):
    answer = visit(world.amara).post(f"{DEVICES}end/", {"device": "not-there"}, follow=True)
    assert "You were signed out there already." in answer.content.decode()


def member_number(world, slug: str) -> int:
    from permissions.models import Membership

    return Membership.objects.get(user=getattr(world, slug), content_object=world.sam.circle).pk


def test_the_coordinator_signs_a_person_of_the_plan_out_on_every_device(world):
    amaras, joels, marcus = visit(world.amara), visit(world.joel), visit(world.marcus)
    address = f"{PLAN}people/{member_number(world, 'amara')}/sign-out/"
    assert "Sign Amara Adeyemi out on every device?" in marcus.get(address).content.decode()
    assert is_in(amaras)
    answer = marcus.post(address, follow=True)
    assert "Amara Adeyemi is signed out on every device." in answer.content.decode()
    assert (is_in(amaras), is_in(joels), is_in(marcus)) == (False, True, True)
    assert list(ServiceEntry.objects.filter(verb="end_sessions").values_list("actor", "person")) == [(world.marcus.pk, world.amara.pk)]


@pytest.mark.parametrize(("slug", "status"), [("amara", 403), ("priya", 403), ("nadia", 404), ("root", 404)])
def test_nobody_else_does(world, slug, status):
    joels = visit(world.joel)
    address = f"{PLAN}people/{member_number(world, 'joel')}/sign-out/"
    assert visit(getattr(world, slug)).post(address).status_code == status
    assert visit(getattr(world, slug)).get(address).status_code == status
    assert is_in(joels)


def test_a_coordinator_signs_nobody_of_another_plan_out(world):
    from permissions.models import Membership

    nadias = visit(world.nadia)
    number = Membership.objects.get(user=world.nadia).pk
    assert visit(world.hana).post(f"{PLAN}people/{number}/sign-out/").status_code == 404
    assert is_in(nadias)


def test_a_service_leader_signs_anybody_out(world):
    world.susan.is_leader = True
    world.susan.save()
    nadias = visit(world.nadia)
    address = f"/office/people/{world.nadia.uid}/sign-out/"
    assert "Sign Nadia Haddad out" in visit(world.susan).get(address).content.decode()
    assert visit(world.susan).post(address).status_code == 302
    assert not is_in(nadias)


@pytest.mark.parametrize("slug", ["marcus", "root", "amara"])
def test_whoever_is_no_leader_signs_nobody_out_there(world, slug):
    nadias = visit(world.nadia)
    for uid in (world.nadia.uid, "00000000-0000-4000-8000-000000000000"):
        address = f"/office/people/{uid}/sign-out/"
        assert visit(getattr(world, slug)).post(address).status_code == 403
        assert visit(getattr(world, slug)).get(address).status_code == 403
    assert is_in(nadias)


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        (PHONE, "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox on Mac"),
        ("Mozilla/5.0 (Linux; Android 14; SM-A546B) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36", "Samsung Internet on Android"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_device_is_said_in_plain_words(user_agent, said):
    assert device_name(user_agent) == said


def test_the_pages_of_one_s_own_account_are_kept_by_no_cache(amara):
    for address in (DEVICES, LEFT, "/account/kept-words/", "/sign-in/time-is-up/"):
        assert "no-store" in amara.get(address).headers["Cache-Control"], address
