"""The end of a session in a real browser: a warning in time, nothing left on the screen, no word lost. Time passes in the database and in the page alike."""

import re
import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Invite
from tests.journeys.house import House
from tests.journeys.person import DESK, PHONE, SAM, Person

pytestmark = pytest.mark.browser

WORDS = "He hums before he speaks, and that is how we know he is ready."
WARNED_AT = 28 * 60 + 10


@pytest.fixture
def database(house: House) -> Iterator[sqlite3.Connection]:
    """Open the database of the house beside its server."""
    opened = sqlite3.connect(house.servers[0].settings["DATABASE_URL"].removeprefix("sqlite:///"), isolation_level=None, timeout=20)
    yield opened
    opened.close()


def pass_on_server(database: sqlite3.Connection, seconds: int) -> None:
    columns = ("began_at", "used_at", "expire_date")
    changes = ", ".join(f"{column} = strftime('%Y-%m-%d %H:%M:%f', {column}, '-{seconds} seconds')" for column in columns)
    database.execute(f"UPDATE portal_browsersession SET {changes} WHERE person_id IS NOT NULL")  # noqa: S608 words of this file


def opens(person: Person, address: str) -> Page:
    """Open a page whose clock can be put forward."""
    person.page.clock.install()
    return person.goes_to(address)


def passes(database: sqlite3.Connection, seconds: int, *pages: Page) -> None:
    pass_on_server(database, seconds)
    for page in pages:
        page.clock.fast_forward(seconds * 1000)


@pytest.fixture
def amara(invite: Invite) -> Person:
    return invite("amara", **DESK)


def warning(page: Page):
    return page.get_by_role("dialog", name="You are about to be signed out")


def test_two_minutes_before_the_end_the_page_asks_and_one_key_keeps_the_person_in(amara: Person, database: sqlite3.Connection) -> None:
    page = opens(amara, f"{SAM}sections/A/add/voice/")
    page.get_by_label(re.compile("words", re.IGNORECASE)).first.fill(WORDS)
    passes(database, 27 * 60, page)
    expect(warning(page)).to_be_hidden()
    passes(database, 70, page)
    expect(warning(page)).to_be_visible()
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    expect(warning(page)).to_contain_text("we will sign you out in 2 minutes")
    page.keyboard.press("Enter")
    expect(warning(page)).to_be_hidden()
    expect(page.get_by_label(re.compile("words", re.IGNORECASE)).first).to_be_focused()
    expect(page.get_by_label(re.compile("words", re.IGNORECASE)).first).to_have_value(WORDS)
    assert page.request.get(f"{amara.origin}/account/session/").json()["seconds"] > 1700


def test_escape_is_an_answer_too(amara: Person, database: sqlite3.Connection) -> None:
    page = opens(amara, SAM)
    passes(database, WARNED_AT, page)
    expect(warning(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(warning(page)).to_be_hidden()
    assert page.request.get(f"{amara.origin}/account/session/").json()["seconds"] > 1700


def test_what_is_done_in_one_tab_takes_the_question_from_the_other(amara: Person, database: sqlite3.Connection) -> None:
    page = opens(amara, SAM)
    other = amara.another_page()
    opens(other, f"{SAM}thread/")
    passes(database, WARNED_AT, page, other.page)
    expect(warning(page)).to_be_visible()
    expect(warning(other.page)).to_be_visible()
    warning(page).get_by_role("button", name="Stay signed in").click()
    expect(warning(page)).to_be_hidden()
    expect(warning(other.page)).to_be_hidden()


def test_at_the_end_nothing_is_left_on_the_screen_and_the_words_are_back_after_the_sign_in(
    amara: Person, database: sqlite3.Connection
) -> None:
    page = opens(amara, f"{SAM}sections/A/add/voice/")
    page.get_by_label(re.compile("words", re.IGNORECASE)).first.fill(WORDS)
    passes(database, WARNED_AT, page)
    expect(warning(page)).to_be_visible()
    passes(database, 130, page)
    page.clock.run_for(3000)
    page.wait_for_url("**/sign-in/time-is-up/**")
    expect(page).to_have_title(re.compile("^You were signed out"))
    expect(page.locator("main")).to_contain_text("We keep it for one hour")
    amara.does_not_see("Sam")
    amara.does_not_see(WORDS)
    page.go_back()
    amara.does_not_see(WORDS)
    amara.does_not_see("Adeyemi")
    comes_back(amara, "amara")
    expect(page.get_by_role("heading", level=1)).to_have_text("What you were writing is still here")
    expect(page.get_by_label("Your words")).to_have_value(WORDS)


def comes_back(person: Person, slug: str) -> None:
    person.goes_to("/demo/")
    person.page.locator(f"button[name=person][value={slug}]").click()
    person.page.wait_for_load_state()


def test_somebody_else_who_signs_in_there_does_not_find_them(amara: Person, database: sqlite3.Connection) -> None:
    page = opens(amara, f"{SAM}sections/A/add/voice/")
    page.get_by_label(re.compile("words", re.IGNORECASE)).first.fill(WORDS)
    passes(database, WARNED_AT + 130, page)
    page.clock.run_for(3000)
    page.wait_for_url("**/sign-in/time-is-up/**")
    comes_back(amara, "joel")
    amara.does_not_see(WORDS)
    amara.goes_to("/account/kept-words/")
    amara.does_not_see(WORDS)


def test_a_sign_out_in_one_tab_clears_the_others(amara: Person) -> None:
    amara.goes_to(SAM)
    other = amara.another_page()
    other.goes_to("/home/?all=1")
    other.page.get_by_role("button", name="Sign out").first.click()
    amara.page.wait_for_url("**/sign-in/time-is-up/")
    amara.does_not_see("Adeyemi")


def test_a_session_that_is_ended_from_another_device_leaves_nothing_on_the_open_page(amara: Person, invite: Invite) -> None:
    phone = invite("amara", **PHONE)
    amara.listens(f"{SAM}sections/A/")
    phone.goes_to("/account/devices/")
    phone.page.get_by_role("button", name="Sign out everywhere but here").click()
    phone.sees("You are signed out everywhere else.")
    amara.page.wait_for_url("**/sign-in/time-is-up/**", timeout=8_000)
    amara.does_not_see("Adeyemi")


def test_the_quick_exit_takes_the_place_of_the_page_in_the_history(amara: Person) -> None:
    amara.page.route("https://*.example.org/**", lambda route: route.fulfill(body="weather"))
    amara.goes_to("/guidance/")
    amara.goes_to(SAM)
    exit_url = amara.page.get_by_role("button", name=re.compile("Exit this page")).first.get_attribute("href")
    assert exit_url is not None
    amara.page.route(f"{exit_url}**", lambda route: route.fulfill(body="weather"))
    for _ in range(3):
        amara.page.keyboard.press("Shift")
    amara.page.wait_for_url(f"{exit_url}**")
    amara.waits_to_be_signed_out()
    amara.page.go_back()
    assert SAM not in amara.page.url
    amara.does_not_see("Adeyemi")
    amara.elsewhere.clear()
