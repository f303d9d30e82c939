"""From the invitation to a passkey on one's own phone: the coordinator adds a parent, a leader adds a colleague; and every page on the way, by axe, at two widths."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.house import House
from tests.journeys.person import DESK, PHONE, SAM, Person, sign_in
from tests.journeys.test_accessibility import faults, too_wide
from tests.journeys.test_passkeys import Device, device

pytestmark = pytest.mark.browser

EMAIL = "new.parent@example.org"
LINK = re.compile(r"/join/[\w-]{20,}/?")
INSIDE = re.compile(r"/(home|plans)/")
WIDTHS = (320, 1280)


def found_on(page: Page) -> list[str]:
    """Look by axe, and for sideways scrolling, in a narrow and in a wide window; leave it as it was."""
    size, found = page.viewport_size, []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        found += faults(page) + too_wide(page)
    if size:
        page.set_viewport_size(size)
    return found


@pytest.fixture
def people(house: House, browser: Browser) -> Iterator[list[Person]]:
    """Gather who takes part; afterwards nothing left the portal and nothing was blocked."""
    here: list[Person] = []
    yield here
    for person in here:
        person.context.close()
    assert [url for person in here for url in person.elsewhere] == []
    assert [said for person in here for said in person.complaints if "Content Security Policy" in said or "Error:" in said] == []


def newcomer(browser: Browser, house: House, people: list[Person]) -> Device:
    """Give somebody who has never been here a phone that keeps passkeys."""
    context = browser.new_context(**PHONE)
    context.set_default_timeout(15_000)
    person = Person("newcomer", house.door(), context, context.new_page())
    person.listen_to_browser()
    people.append(person)
    return device(person)


def link_in_mail(person: Person) -> str:
    """Read the newest link of the demo's mail."""
    found = LINK.search(person.goes_to("/demo/mail/").locator("main").inner_text())
    assert found
    return found[0]


def shown_code(person: Person) -> str:
    """Read the joining code, which is on the page once."""
    person.sees("This is the only time the code is shown")
    return person.page.locator("main code").inner_text()


def test_a_parent_is_added_joins_on_a_phone_and_comes_back_with_a_passkey(house: House, browser: Browser, people: list[Person]) -> None:
    marcus = sign_in(browser, house.door(), "marcus", **PHONE)
    people.append(marcus)
    marcus.goes_to(f"{SAM}people/add/")
    marcus.fills({"E-mail address": EMAIL, "Name": "A new parent", "Why they take part": "Has parental responsibility"})
    marcus.page.get_by_label("Role in this plan").select_option(label="Parent or carer")
    marcus.presses("Add this person")
    code = shown_code(marcus)
    assert found_on(marcus.page) == []
    marcus.goes_to(f"{SAM}people/")
    marcus.sees("Has not joined yet")
    marcus.does_not_see(code)

    parent = newcomer(browser, house, people)
    link = link_in_mail(parent.person)
    parent.person.does_not_see(code)
    parent.person.goes_to(link)
    parent.person.sees("You have been invited")
    parent.person.does_not_see("Sam")
    assert found_on(parent.person.page) == []
    parent.person.page.get_by_label("Your joining code").fill("ZZZZ-ZZZZ")
    parent.person.presses("Come in")
    assert parent.person.page.locator(".govuk-error-summary").is_visible()
    assert found_on(parent.person.page) == []
    parent.person.page.get_by_label("Your joining code").fill(code.lower())
    parent.person.presses("Come in")
    parent.person.page.wait_for_url(INSIDE)

    parent.adds_passkey("My phone")
    assert found_on(parent.person.page) == []
    parent.signs_out()
    parent.person.goes_to("/sign-in/")
    parent.person.presses("Sign in with a passkey")
    parent.person.page.wait_for_url(INSIDE)
    parent.person.goes_to(SAM)
    parent.person.sees(re.compile("Sam"))
    parent.signs_out()
    parent.person.goes_to(link)
    parent.person.sees("This link does not work any more")
    assert found_on(parent.person.page) == []


def test_a_colleague_joins_and_must_first_set_up_more_than_a_mailbox(house: House, browser: Browser, people: list[Person]) -> None:
    susan = sign_in(browser, house.door(), "susan", **DESK)
    people.append(susan)
    susan.goes_to("/office/people/add/")
    susan.fills({"E-mail address": "new.colleague@example.org", "Name": "A new colleague"})
    susan.page.get_by_label("Organisation").select_option(label="Brookshire Council")
    susan.page.locator("main form button[type=submit]").click()
    code = shown_code(susan)

    colleague = newcomer(browser, house, people)
    colleague.person.goes_to(link_in_mail(colleague.person))
    colleague.person.page.get_by_label("Your joining code").fill(code)
    colleague.person.presses("Come in")
    colleague.person.sees("Choose how you sign in")
    assert not colleague.is_in()
    colleague.person.goes_to("/sign-in/set-up/")
    assert found_on(colleague.person.page) == []
    colleague.person.goes_to("/sign-in/set-up/app/")
    assert found_on(colleague.person.page) == []
    colleague.person.goes_to("/sign-in/set-up/")
    colleague.person.page.get_by_label("Name of this passkey").fill("My phone")
    colleague.person.presses("Set up a passkey")
    colleague.person.page.wait_for_url(INSIDE)
    colleague.signs_out()
    colleague.asks_for_code("new.colleague@example.org")
    colleague.person.sees("One more step")
    assert found_on(colleague.person.page) == []
    assert not colleague.is_in()
