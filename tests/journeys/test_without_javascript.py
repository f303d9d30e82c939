"""The core of writing a plan in a browser that runs no script at all."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.person import DESK, PHONE, SAM, Person

pytestmark = pytest.mark.browser

PLAIN = {"java_script_enabled": False}
HANAS, MARCUSES = "Pigeons coo outside.", "Draughts calm him."
WORDS = "Sam keeps his hands in his sleeves when the room is cold."


@pytest.fixture
def marcus(invite: Invite) -> Person:
    """Let Marcus in without JavaScript."""
    return invite("marcus", **DESK, **PLAIN)


@pytest.fixture
def amara(invite: Invite) -> Person:
    """Let Amara in on her phone, without JavaScript."""
    return invite("amara", **PHONE, **PLAIN)


def add_need(person: Person, words: str) -> None:
    """Add a need to Section B."""
    person.goes_to(f"{SAM}sections/B/edit/")
    person.presses("Add a need")
    person.fills({"The need": words})
    person.picks("Which area is it in?", "Sensory and physical")
    person.picks("Who can see this?", "Put it forward")
    person.presses("Save")


def test_an_item_is_added_changed_moved_and_taken_out(marcus: Person) -> None:
    add_need(marcus, WORDS)
    marcus.sees("Saved.")
    marcus.changes(WORDS.rstrip("."))
    marcus.fills({"The need": WORDS.replace("cold", "loud")})
    marcus.presses("Save")
    marcus.sees(WORDS.rstrip(".").replace("cold", "loud"))
    own = marcus.page.locator(".portal-writable", has_text="when the room is loud")
    titles = marcus.page.locator(".portal-writable h2")
    own.get_by_role("button", name="Move up").click()
    expect(titles.nth(-2)).to_contain_text("when the room is loud")
    marcus.page.locator(".portal-writable", has_text="when the room is loud").get_by_role("link", name="Take out").click()
    marcus.presses("Take it out")
    marcus.sees("Taken out. It stays in the history of this section.")
    expect(marcus.page.locator("main")).not_to_contain_text("when the room is loud")


def test_a_form_that_misses_something_says_so_beside_the_field_and_keeps_what_was_typed(marcus: Person) -> None:
    marcus.goes_to(f"{SAM}sections/B/add/need/")
    marcus.fills({"The need": "Words that must not be lost."})
    marcus.presses("Save")
    expect(marcus.page.locator(".govuk-error-summary")).to_contain_text("Choose the area.")
    expect(marcus.page.get_by_label("The need")).to_have_value("Words that must not be lost.")
    marcus.goes_to(f"{SAM}sections/B/")
    marcus.does_not_see("Words that must not be lost.")


@pytest.fixture
def hana(invite: Invite) -> Person:
    """Let Hana in without JavaScript."""
    return invite("hana", **DESK, **PLAIN)


def test_two_who_change_the_same_words_lose_neither_and_see_how_they_read_now(marcus: Person, hana: Person) -> None:
    own_words = "The section’s own words"
    for person in (marcus, hana):
        person.goes_to(f"{SAM}sections/D/edit/")
        person.fills({own_words: f"{HANAS if person is hana else MARCUSES} Grace met Sam."})
    for person in (hana, marcus):
        box = person.page.locator("form", has=person.page.get_by_label(own_words))
        person.presses("Save these words", within=box)
        person.sees("Saved. Check that it reads right" if person is marcus else "Saved.")
    now = marcus.page.locator(".portal-beside")
    for said in (HANAS, MARCUSES):
        expect(now.first).to_contain_text(said)
    marcus.sees("Hana Suzuki also changed this part while you were writing.")
    marcus.presses("Go on writing")
    for said in (HANAS, MARCUSES):
        expect(marcus.page.get_by_label(own_words)).to_have_value(re.compile(re.escape(said)))
    marcus.goes_to(f"{SAM}sections/D/history/")
    expect(marcus.page.locator("main ins", has_text=HANAS.rstrip(".")).first).to_be_visible()


def test_two_who_change_the_same_field_see_both_and_lose_neither(marcus: Person, hana: Person) -> None:
    source = "Where this comes from"
    add_need(marcus, "Sam needs a chair of his own size.")
    marcus.changes("Sam needs a chair of his own size")
    hana.goes_to(marcus.page.url.removeprefix(marcus.origin))
    hana.fills({source: HANAS})
    hana.presses("Save")
    hana.sees("Saved.")
    marcus.fills({source: MARCUSES})
    marcus.presses("Save")
    both = marcus.page.locator("#both-texts")
    for said in ("Hana Suzuki saved this while you were writing.", HANAS, MARCUSES):
        expect(both).to_contain_text(said)
    expect(marcus.page.get_by_label(source)).to_have_value(MARCUSES)
    marcus.presses("Save")
    marcus.sees("Saved.")
    marcus.goes_to(f"{SAM}sections/B/history/")
    expect(marcus.page.locator("main", has_text=HANAS.rstrip(".")).first).to_be_visible()


def test_a_comment_is_sent_and_answered(amara: Person, marcus: Person) -> None:
    amara.goes_to(f"{SAM}sections/E/")
    amara.fills({"Start a conversation about this section": "May I ask about the dates?"})
    amara.picks("Who can see this?", "You and your coordinator, Marcus Bell")
    amara.presses("Send")
    amara.sees("May I ask about the dates?")
    marcus.goes_to(f"{SAM}sections/E/")
    thread = marcus.page.locator(".portal-thread", has_text="May I ask about the dates?")
    thread.locator("summary").first.click()
    thread.get_by_label("Reply").fill("Of course, tomorrow.")
    thread.get_by_role("button", name="Send reply").click()
    marcus.sees("Of course, tomorrow.")
    amara.goes_to(f"{SAM}sections/E/")
    amara.sees("Of course, tomorrow.")


def test_a_version_is_cut_shared_and_compared(marcus: Person, amara: Person) -> None:
    for note in ("Before the meeting", "After the meeting"):
        marcus.goes_to(f"{SAM}versions/new/")
        marcus.fills({"What is this version for?": note})
        marcus.presses("Save this version")
        marcus.sees(note)
        add_need(marcus, f"{note} Sam is tired.")
    marcus.goes_to(f"{SAM}versions/compare/")
    offered = marcus.page.get_by_label("From", exact=True).locator("option")
    numbers = {said.split(" · ")[0]: place for place, said in enumerate(offered.all_text_contents())}
    marcus.page.get_by_label("From", exact=True).select_option(index=numbers["Working version 4"])
    marcus.page.get_by_label("To", exact=True).select_option(index=numbers["Working version 5"])
    marcus.presses("Compare")
    expect(marcus.page.locator("main ins").first).to_contain_text("Before the meeting Sam is tired.")
    marcus.goes_to(f"{SAM}versions/")
    marcus.page.get_by_role("link", name="Share with the circle").first.click()
    marcus.presses("Share this version")
    amara.goes_to(f"{SAM}versions/")
    expect(amara.page.locator(".portal-cards > .portal-card").first).to_contain_text("Shared version 3")


def test_no_page_of_the_journey_needs_a_script(amara: Person) -> None:
    for address, words in PAGES:
        amara.goes_to(address)
        expect(amara.page.locator("main")).to_contain_text(words)


PAGES: list[tuple[str, str]] = [
    (SAM, "What happens next"),
    (f"{SAM}sections/F/", "Talk about this section"),
    (f"{SAM}sections/A/edit/", "Add a voice"),
    (f"{SAM}thread/", "How it fits together"),
    (f"{SAM}people/", "Who is in this plan"),
    ("/guidance/", "What a plan is"),
]
