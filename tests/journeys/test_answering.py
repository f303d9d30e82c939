"""Amara answers the draft on her phone; Joel, without JavaScript, answers for himself and sees nothing of hers."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Invite
from tests.journeys.house import House
from tests.journeys.person import PHONE, SAM, Person
from tests.journeys.served import serve_sams_draft
from tests.journeys.test_accessibility import at_every_width, walk
from tests.journeys.test_page_weight import WRITING, weigh

pytestmark = pytest.mark.browser

ANSWER = f"{SAM}answer/"
CANARY = "Wobbly walrus Wednesdays."
BOX = "What it should say"
LAST_DAY = "not final before the day after"


@pytest.fixture(scope="module")
def served(house: House) -> None:
    """Let the draft be served on both parents."""
    serve_sams_draft(house)


def opens_section(person: Person, code: str) -> None:
    """Go from the first page of the answer to a section."""
    person.goes_to(ANSWER)
    person.page.locator(f"main a[href='{ANSWER}{code}/']").first.click()


def changes_words(person: Person, code: str, place: int) -> None:
    """Ask for more words at the end of one part of a section, after a look at the change."""
    opens_section(person, code)
    person.page.get_by_role("link", name=re.compile("^Change these words")).nth(place).click()
    box = person.page.get_by_label(BOX)
    box.fill(f"{box.input_value()} {CANARY} {place}")
    person.presses("See the change first")
    expect(person.page.locator("[data-change-shown] ins")).to_contain_text(CANARY)
    person.presses("Save")
    person.sees("Saved.")


def test_amara_answers_on_her_phone_and_joel_sees_nothing_of_it(served: None, invite: Invite) -> None:
    amara, joel = invite("amara", **PHONE), invite("joel", **PHONE, java_script_enabled=False)
    amara.goes_to(SAM)
    amara.presses("Answer the draft")
    amara.sees(re.compile("today is one of them"))
    changes_words(amara, "F", 0)
    changes_words(amara, "F", 1)
    changes_words(amara, "B", 0)
    opens_section(amara, "E")
    amara.page.get_by_role("link", name=re.compile("^Ask a question")).first.click()
    amara.fills({"Your question": f"Who looks at it? {CANARY}"})
    amara.presses("Save")
    opens_section(amara, "C")
    amara.presses("I agree with this section")
    amara.sees("Saved: you agree with this section.")
    amara.goes_to(f"{SAM}more-time/")
    amara.sees("More time to answer")
    amara.goes_to(ANSWER)
    amara.presses("The school or other place you would like")
    amara.fills({"Its name, and the town": f"Oak Lane, {CANARY}"})
    amara.picks("What kind of place is it?", "An academy")
    amara.presses("Save")
    rows = amara.page.locator(".portal-answer-row")
    for name, state in (
        ("How we help with learning", "You ask for 2 things"),
        ("Health needs", "You agree"),
        ("Personal budget", "You have said nothing yet"),
    ):
        expect(rows.filter(has_text=name).first).to_contain_text(state)
    amara.presses("I have finished")
    amara.sees(re.compile(LAST_DAY))
    amara.presses("Yes, I have finished")
    amara.presses("Take that back and go on")
    amara.sees("Saved. You can go on with your answer.")
    _joel_answers_for_himself(joel)


def _joel_answers_for_himself(joel: Person) -> None:
    for address in ("/home/?all=1", SAM, ANSWER, f"{ANSWER}F/", f"{ANSWER}mine/", f"{SAM}talk/", f"{SAM}since/", "/notices/"):
        joel.goes_to(address)
        joel.does_not_see("walrus")
    opens_section(joel, "F")
    joel.sees("You have said nothing yet")
    joel.page.get_by_role("link", name="Something is missing").click()
    joel.presses("Save")
    joel.sees("Write what is missing.")
    joel.fills({"What is missing?": "Swimming."})
    joel.presses("Save")
    joel.sees("Swimming.")
    joel.goes_to(ANSWER)
    joel.sees("You have said something to 1 of 10 sections.")


def test_words_that_were_typed_outlive_a_reload(served: None, invite: Invite) -> None:
    amara = invite("amara", **PHONE)
    amara.goes_to(f"{ANSWER}F/")
    amara.page.get_by_role("link", name=re.compile("^Change these words")).first.click()
    amara.page.get_by_label(BOX).fill("All of it anew.")
    amara.page.reload()
    expect(amara.page.get_by_label(BOX)).to_have_value("All of it anew.")


def test_the_change_is_drawn_while_one_types_just_as_the_server_draws_it(served: None, browser: Browser, invite: Invite) -> None:
    amara = invite("amara", **PHONE)
    page = amara.goes_to(f"{ANSWER}F/")
    page.get_by_role("link", name=re.compile("^Change these words")).first.click()
    shown, box = page.locator("[data-change-shown]"), page.get_by_label(BOX)
    expect(shown).to_be_hidden()
    box.fill(f"{box.input_value()} {CANARY}")
    expect(shown.locator("ins")).to_contain_text(CANARY)
    expect(page.locator("main [role=status]")).to_have_text("The change so far. Words added: 3. Words taken out: 0.")
    drawn = shown.inner_html()
    amara.presses("See the change first")
    page.wait_for_url(re.compile("#change$"))
    assert shown.inner_html() == drawn
    page.get_by_label("Take these words out altogether").check()
    expect(shown.locator("del")).to_be_visible()
    assert weigh(browser, amara, page.url.removeprefix(amara.origin)).total <= WRITING


def test_axe_finds_nothing_at_any_width_and_nothing_scrolls_sideways(served: None, invite: Invite) -> None:
    amara, priya, corinne = invite("amara"), invite("priya"), invite("corinne")
    pages = ("", "F/", "F/missing/", "B/change/", "ask/meeting/", "ask/preference/", "finish/", "mine/")
    found = walk(amara, tuple(f"{ANSWER}{below}" for below in pages), at_every_width)
    found += walk(priya, (f"{SAM}propose/", f"{SAM}propose/B/"), at_every_width)
    corinne.goes_to(f"{SAM}on-behalf/")
    corinne.page.get_by_role("link", name=re.compile("^Enter for")).first.click()
    assert found + at_every_width(corinne.page) == []


def test_a_section_is_answered_by_keyboard_alone(served: None, invite: Invite) -> None:
    amara = invite("amara")
    page = amara.goes_to(f"{ANSWER}D/")
    button = page.get_by_role("button", name="I agree with this section")
    for _ in range(80):
        if button.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    amara.sees("Saved: you agree with this section.")
