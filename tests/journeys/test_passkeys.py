"""Passkeys in Chromium, with the browser's own virtual authenticator: set one up, sign in with it, be refused without it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, expect

from tests.journeys.house import House
from tests.journeys.person import PHONE, Person, sign_in

pytestmark = pytest.mark.browser

CODE = re.compile(r"\b[A-Z]{4}-[A-Z]{4}\b")


@dataclass
class Device:
    """A person with a browser that holds passkeys."""

    person: Person
    cdp: CDPSession
    authenticator: str

    def verifies(self, yes: bool) -> None:
        """Say whether the device makes sure whose finger it is."""
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self.authenticator, "isUserVerified": yes})

    def keys(self) -> list[dict[str, Any]]:
        """List the passkeys on the device."""
        return self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.authenticator})["credentials"]

    def forgets(self) -> None:
        """Throw every passkey of the device away."""
        self.cdp.send("WebAuthn.clearCredentials", {"authenticatorId": self.authenticator})

    def newest_code(self) -> str:
        """Read the newest code in the demo's mail."""
        page = self.person.context.new_page()
        page.goto(f"{self.person.origin}/demo/mail/")
        found = CODE.search(page.locator("main").inner_text())
        page.close()
        assert found
        return found[0]

    def confirms_by_mail(self) -> None:
        """Confirm by a code that it is she."""
        self.person.presses("Send me a code")
        self.person.page.get_by_label("The code from the e-mail").fill(self.newest_code())
        self.person.presses("Confirm with the code")

    def adds_passkey(self, name: str) -> None:
        """Add a passkey in her account, confirming by mail where that is asked for."""
        self.person.goes_to("/account/passkeys/add/")
        if "/confirm/" in self.person.page.url:
            self.confirms_by_mail()
        self.person.page.get_by_label("Name of this passkey").fill(name)
        self.person.presses("Add a passkey")
        self.person.sees(f"“{name}” was added")

    def signs_out(self) -> None:
        """Sign out by the button."""
        self.person.page.get_by_role("button", name="Sign out").click()
        self.person.sees("You are signed out")

    def asks_for_code(self, email: str) -> None:
        """Sign in by a code."""
        self.person.goes_to("/sign-in/")
        self.person.page.get_by_label("Your e-mail address").fill(email)
        self.person.presses("Send me a code")
        self.person.page.get_by_label("The code from the e-mail").fill(self.newest_code())
        self.person.presses("Sign in")

    def is_in(self) -> bool:
        """Say whether her plans open."""
        return "/sign-in/" not in self.person.goes_to("/home/").url


def device(person: Person) -> Device:
    """Give a browser a place for passkeys."""
    cdp = person.context.new_cdp_session(person.page)
    cdp.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "automaticPresenceSimulation": True}})
    return Device(person, cdp, made["authenticatorId"])


@pytest.fixture
def come_in(house: House, browser: Browser) -> Iterator[Any]:
    """Let people in with a device; nothing leaves the portal, and nothing is blocked."""
    guests: list[Device] = []

    def come(slug: str, **window: Any) -> Device:
        guests.append(device(sign_in(browser, house.door(), slug, **window)))
        return guests[-1]

    yield come
    for guest in guests:
        guest.person.context.close()
    assert [url for guest in guests for url in guest.person.elsewhere] == []
    assert [said for guest in guests for said in guest.person.complaints if "Content Security Policy" in said or "Error:" in said] == []


def test_a_mother_adds_a_passkey_on_her_phone_and_signs_in_with_it(come_in):
    amara = come_in("amara", **PHONE)
    amara.adds_passkey("My phone")
    assert len(amara.keys()) == 1
    amara.signs_out()
    amara.person.goes_to("/sign-in/")
    amara.person.presses("Sign in with a passkey")
    amara.person.page.wait_for_url(re.compile(r"/(home|plans)/"))
    amara.person.goes_to("/account/")
    amara.person.sees("Last used on")


def test_a_code_alone_still_opens_the_account_of_a_family(come_in):
    joel = come_in("joel")
    joel.adds_passkey("My laptop")
    joel.signs_out()
    joel.asks_for_code("joel@example.org")
    assert joel.is_in()


def test_with_the_mailbox_alone_a_protected_account_does_not_open(come_in):
    nadia = come_in("nadia")
    nadia.adds_passkey("My phone")
    nadia.person.goes_to("/account/protect/")
    nadia.person.presses("Switch protected sign-in on")
    nadia.person.sees("Protected sign-in is on")
    nadia.signs_out()
    nadia.asks_for_code("nadia@example.org")
    nadia.person.sees("One more step")
    assert not nadia.is_in()
    nadia.person.goes_to("/sign-in/second/")
    nadia.person.presses("Use my passkey")
    nadia.person.page.wait_for_url(re.compile(r"/(home|plans)/"))
    nadia.signs_out()
    nadia.asks_for_code("nadia@example.org")
    nadia.forgets()
    nadia.person.presses("Use my passkey")
    nadia.person.sees("That did not work")
    assert not nadia.is_in()


def test_a_device_that_does_not_make_sure_whose_finger_it_is_opens_nothing(come_in):
    zoe = come_in("zoe")
    zoe.adds_passkey("My tablet")
    zoe.signs_out()
    zoe.verifies(False)
    zoe.person.goes_to("/sign-in/")
    zoe.person.presses("Sign in with a passkey")
    zoe.person.sees("That did not work")
    assert not zoe.is_in()


def test_a_senco_signs_in_with_her_passkey_or_with_a_code_and_her_passkey_and_with_no_code_alone(come_in):
    priya = come_in("priya")
    priya.adds_passkey("Key of the school")
    priya.signs_out()
    priya.person.goes_to("/sign-in/")
    priya.person.presses("Sign in with a passkey")
    priya.person.page.wait_for_url(re.compile(r"/(home|plans)/"))
    priya.signs_out()
    priya.asks_for_code("priya@example.org")
    priya.person.sees("One more step")
    assert not priya.is_in()
    priya.person.goes_to("/sign-in/second/")
    priya.person.presses("Use my passkey")
    priya.person.page.wait_for_url(re.compile(r"/(home|plans)/"))


def test_a_passkey_that_was_removed_opens_nothing(come_in):
    pam = come_in("amara")
    pam.adds_passkey("A lost phone")
    pam.person.goes_to("/account/")
    pam.person.page.get_by_role("link", name="Remove A lost phone").click()
    if "/confirm/" in pam.person.page.url:
        pam.confirms_by_mail()
    pam.person.presses("Remove it")
    pam.person.sees("It was removed")
    pam.signs_out()
    pam.person.goes_to("/sign-in/")
    pam.person.presses("Sign in with a passkey")
    pam.person.sees("That passkey does not open an account here")
    assert not pam.is_in()


def test_without_javascript_only_the_code_is_offered(house, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{house.door()}/sign-in/")
    expect(page.get_by_role("button", name="Send me a code")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    context.close()
