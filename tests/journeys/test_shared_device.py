"""On a device that others use too nothing that is typed stays in the browser; on one's own device it outlives a reload. In Chromium."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.house import House
from tests.journeys.person import PHONE, SAM, Person
from tests.journeys.test_passkeys import CODE

pytestmark = pytest.mark.browser

WORDS = "What if he had a card to show instead of saying it?"
KEPT = "Object.entries(sessionStorage).concat(Object.entries(localStorage)).flat().join(' ')"


@pytest.fixture
def phone(house: House, browser: Browser) -> Iterator[Person]:
    """A phone at which nobody is signed in."""
    context = browser.new_context(**PHONE)
    context.set_default_timeout(15_000)
    person = Person("amara", house.door(), context, context.new_page())
    person.page.on("dialog", lambda asked: asked.accept())
    yield person
    context.close()


def signs_in(person: Person, *, shared: bool) -> None:
    """Sign in by a code, and say whether others use the phone too."""
    person.goes_to("/sign-in/")
    person.page.get_by_label("Your e-mail address").fill("amara@example.org")
    if shared:
        person.page.locator("#shared_device").check()
    person.presses("Send me a code")
    mail = person.context.new_page()
    mail.goto(f"{person.origin}/demo/mail/")
    found = CODE.search(mail.locator("main").inner_text())
    mail.close()
    assert found
    person.page.get_by_label("The code from the e-mail").fill(found[0])
    person.presses("Sign in")
    person.page.wait_for_url(re.compile(r"/(home|plans)/"))


def box(person: Person) -> Locator:
    """Open Section F and find the box in which a conversation begins."""
    person.goes_to(f"{SAM}sections/F/")
    return person.page.get_by_label("Start a conversation about this section")


def test_on_ones_own_phone_the_words_outlive_a_reload(phone: Person) -> None:
    signs_in(phone, shared=False)
    box(phone).fill(WORDS)
    assert WORDS in phone.page.evaluate(KEPT)
    expect(box(phone)).to_have_value(WORDS)


def test_on_a_shared_phone_nothing_is_kept_and_what_was_is_forgotten(phone: Person) -> None:
    phone.goes_to("/sign-in/")
    phone.page.evaluate("sessionStorage.setItem('draft:left-by-somebody', 'Old words')")
    signs_in(phone, shared=True)
    box(phone).fill(WORDS)
    assert phone.page.evaluate(KEPT) == ""
    expect(box(phone)).to_have_value("")
