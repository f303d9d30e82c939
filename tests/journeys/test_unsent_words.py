"""Words that could not be sent wait on the device for the person who wrote them: theirs alone, as long as they are unsent, and never where others use it too."""

import re
import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.conftest import Invite
from tests.journeys.house import House
from tests.journeys.live import LATER, Box, cut, kept, mend, writes_in
from tests.journeys.person import DESK, PHONE, SAM, Person
from tests.journeys.test_shared_device import signs_in

pytestmark = pytest.mark.browser

BEFORE = "What stands in the plan."
UNSENT = " Typed without a line."
# The plan's own socket opens, those of its texts do not.
NO_TEXT_SOCKETS = """{
  const Real = window.WebSocket;
  window.WebSocket = function (url) { return /text/.test(url) ? Object.assign(new EventTarget(), { close() {} }) : new Real(url); };
  window.WebSocket.OPEN = Real.OPEN;
}"""
# The addresses that the worker holds.
HELD = """async () => {
  const shelves = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const asked = await Promise.all(shelves.map((shelf) => shelf.keys()));
  return asked.flat().map(({ url }) => new URL(url).pathname);
}"""


@pytest.fixture
def database(house: House) -> Iterator[sqlite3.Connection]:
    """Open the database of the house beside its server."""
    opened = sqlite3.connect(house.servers[0].settings["DATABASE_URL"].removeprefix("sqlite:///"), isolation_level=None, timeout=20)
    yield opened
    opened.close()


@pytest.fixture
def tess(invite: Invite) -> Person:
    """Let the plan writer in, with a phone."""
    return invite("tess", **PHONE)


def writes_without_a_line(person: Person, code: str = "B") -> Box:
    """Write something, lose the line, and write on."""
    box = writes_in(person, code).begins(BEFORE)
    cut(person)
    box.types(UNSENT)
    expect(box.line).to_contain_text("You are not connected", timeout=LATER)
    return box


def waits_until_kept(person: Person, words: str = UNSENT) -> None:
    person.page.wait_for_function("indexedDB.databases().then((found) => found.length > 0)")
    for _ in range(50):
        if [entry["words"] for entry in kept(person)] == [words.strip()]:
            return
        person.page.wait_for_timeout(100)
    raise AssertionError(kept(person))


def waits_until_nothing_is_kept(person: Person) -> None:
    for _ in range(50):
        if not kept(person):
            return
        person.page.wait_for_timeout(100)
    raise AssertionError(kept(person))


def question(person: Person) -> Locator:
    return person.page.get_by_role("dialog", name="Something you wrote was not sent")


def test_what_is_kept_is_what_this_person_typed_and_no_more_than_that(tess: Person) -> None:
    writes_without_a_line(tess)
    waits_until_kept(tess)
    entry = kept(tess)[0]
    assert entry["reference"] == "0000-0SAM"
    assert entry["person"] == tess.page.locator("body").get_attribute("data-person-key")
    assert BEFORE not in entry["bytes"]


def test_it_goes_as_soon_as_the_server_has_it(tess: Person) -> None:
    box = writes_without_a_line(tess)
    waits_until_kept(tess)
    mend(tess)
    box.is_saved()
    waits_until_nothing_is_kept(tess)


def test_a_page_that_is_opened_without_a_line_shows_only_ones_own_unsent_words_with_their_reference(tess: Person) -> None:
    tess.goes_to(f"{SAM}sections/B/edit/")
    tess.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    writes_without_a_line(tess)
    waits_until_kept(tess)
    page = tess.page
    page.close()
    tess.page = tess.context.new_page()
    tess.goes_to(f"{SAM}sections/B/edit/")
    expect(tess.page.get_by_role("heading", name="You are not connected")).to_be_visible()
    expect(tess.page.locator("[data-unsent-list]")).to_have_text(re.compile(rf"^\s*0000-0SAM\s*{re.escape(UNSENT.strip())}\s*$"))
    shown = tess.page.content()
    assert BEFORE not in shown
    assert "Sam" not in shown.replace("0000-0SAM", "")
    mend(tess)
    Box(tess, "sections/B").is_ready().shows(BEFORE + UNSENT)


def test_a_page_that_was_never_written_in_shows_nothing_without_a_line_but_that(tess: Person) -> None:
    tess.goes_to(f"{SAM}sections/B/edit/")
    tess.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    cut(tess)
    tess.goes_to(f"{SAM}sections/B/")
    expect(tess.page.get_by_role("heading", name="You are not connected")).to_be_visible()
    expect(tess.page.get_by_text("Your words that were not sent yet")).to_be_hidden()
    held = tess.page.evaluate(HELD)
    assert [path for path in held if not path.startswith(("/static/", "/theme/"))] == ["/offline/"]
    mend(tess)


def test_signing_out_asks_first_by_keyboard_and_then_takes_everything(tess: Person) -> None:
    writes_without_a_line(tess)
    waits_until_kept(tess)
    mend_but_hold_texts(tess)
    tess.page.get_by_role("button", name=re.compile("^Sign out")).first.focus()
    tess.page.keyboard.press("Enter")
    expect(question(tess)).to_be_visible()
    expect(question(tess).get_by_role("button", name="Stay signed in")).to_be_focused()
    tess.page.keyboard.press("Enter")
    expect(question(tess)).to_be_hidden()
    assert len(kept(tess)) == 1
    tess.page.keyboard.press("Enter")
    expect(question(tess)).to_be_visible()
    tess.page.keyboard.press("Tab")
    tess.page.keyboard.press("Enter")
    tess.waits_to_be_signed_out()
    tess.page.wait_for_url(re.compile("signed-out|sign-out|logout|sign-in"))
    assert tess.page.evaluate("indexedDB.databases().then((found) => found.length)") == 0
    assert tess.page.evaluate("caches.keys()") == []


def mend_but_hold_texts(person: Person) -> None:
    """Bring the line back for pages, and none for texts: neither a socket nor a question gets through."""
    person.page.evaluate("() => { window.WebSocket = class extends EventTarget { close() {} }; }")
    person.page.route(re.compile("/text/$"), lambda route: route.abort())
    mend(person)


def test_signing_out_with_nothing_unsent_asks_nothing(tess: Person) -> None:
    writes_in(tess, "B").begins(BEFORE + " And more.")
    tess.page.get_by_role("button", name=re.compile("^Sign out")).first.click()
    tess.waits_to_be_signed_out()


def test_on_a_device_that_others_use_nothing_is_kept_and_no_worker_stands(house: House, browser: Browser) -> None:
    context = browser.new_context(**PHONE)
    amara = Person("amara", house.door(), context, context.new_page())
    signs_in(amara, shared=True)
    amara.goes_to(f"{SAM}sections/A/edit/")
    place = amara.page.locator("textarea[data-live-text]").first.get_attribute("data-live-text") or ""
    box = Box(amara, place).is_ready()
    cut(amara)
    box.types(UNSENT)
    expect(box.line).to_contain_text("You are not connected", timeout=LATER)
    assert kept(amara) == []
    assert amara.page.evaluate("navigator.serviceWorker.getRegistrations().then((found) => found.length)") == 0
    mend(amara)
    box.is_saved()
    context.close()


def test_a_session_that_runs_out_leaves_the_words_for_the_same_person(tess: Person, database: sqlite3.Connection) -> None:
    writes_without_a_line(tess)
    waits_until_kept(tess)
    database.execute("UPDATE portal_browsersession SET expire_date = '2026-01-01 00:00:00' WHERE person_id IS NOT NULL")
    mend(tess)
    tess.page.wait_for_url(re.compile("/account/session/|/sign-in/"), timeout=2 * LATER)
    assert len(kept(tess)) == 1
    comes_in(tess, "tess")
    assert writes_in(tess, "B").holds(BEFORE, UNSENT) == BEFORE + UNSENT


def test_somebody_else_who_signs_in_there_does_not_find_them(tess: Person, database: sqlite3.Connection) -> None:
    writes_without_a_line(tess)
    waits_until_kept(tess)
    database.execute("UPDATE portal_browsersession SET expire_date = '2026-01-01 00:00:00' WHERE person_id IS NOT NULL")
    mend(tess)
    tess.page.wait_for_url(re.compile("/account/session/|/sign-in/"), timeout=2 * LATER)
    comes_in(tess, "marcus")
    expect(tess.page.locator("h1").first).to_be_visible()
    waits_until_nothing_is_kept(tess)
    assert UNSENT not in writes_in(tess, "B").words


def comes_in(person: Person, slug: str) -> None:
    person.goes_to("/demo/")
    person.page.locator(f"button[name=person][value={slug}]").click()
    person.page.wait_for_url(re.compile(r"/(home|plans)/"))


def test_a_session_that_is_ended_from_elsewhere_takes_them_along(tess: Person, database: sqlite3.Connection) -> None:
    writes_without_a_line(tess)
    waits_until_kept(tess)
    database.execute("DELETE FROM portal_browsersession WHERE person_id IS NOT NULL")
    mend(tess)
    tess.page.wait_for_url(re.compile("/account/session/|/sign-in/"), timeout=2 * LATER)
    waits_until_nothing_is_kept(tess)


def test_whoever_loses_their_place_keeps_nothing_but_their_own_words_to_copy(invite: Invite) -> None:
    grace, marcus = invite("grace", **DESK), invite("marcus", **DESK)
    grace.context.add_init_script(NO_TEXT_SOCKETS)
    grace.page.route(re.compile("/text/$"), lambda route: route.abort())
    grace.listens(f"{SAM}sections/D/edit/")
    box = Box(grace, grace.page.locator("textarea[data-live-text]").first.get_attribute("data-live-text") or "")
    stood = box.words
    box.types(" Hers alone.")
    waits_until_kept(grace, "Hers alone.")
    ends_place_of(marcus, "Grace Obi")
    expect(grace.page.get_by_role("heading", name="You can no longer see this plan")).to_be_visible(timeout=LATER)
    expect(grace.page.get_by_label("These are your own words that were not sent. You can copy them.")).to_have_value("Hers alone.")
    assert stood not in grace.page.content()
    waits_until_nothing_is_kept(grace)


def ends_place_of(person: Person, name: str) -> None:
    """End somebody's place in Sam's plan."""
    person.goes_to(f"{SAM}people/")
    person.page.get_by_role("link").filter(has_text=f"End: {name}").first.click()
    person.page.get_by_label("Reason").fill("Her part is done.")
    person.presses("End their part")
