"""Talk beside the words, in browsers: about the words that somebody marks, seen by others as it is said, and gone from whoever may not read it any more."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Invite
from tests.journeys.person import DESK, PHONE, SAM, Person

pytestmark = pytest.mark.browser

START = "Start a conversation about this section"
PASSAGE = "one quiet place"


def mark(page: Page, words: str) -> None:
    """Mark words of the section, as one does with a finger or the mouse."""
    page.evaluate(
        """(words) => {
            const walker = document.createTreeWalker(document.querySelector("[data-region^=section-]"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
                return;
            }
            throw new Error("not on the page");
        }""",
        words,
    )


def fold(person: Person, words: str) -> None:
    person.page.locator("#say-something summary", has_text=words).click()


def test_marked_words_go_into_the_form_and_stand_beside_the_conversation_on_other_pages(invite: Invite) -> None:
    marcus, amara = invite("marcus", **DESK), invite("amara", **PHONE)
    amara.reads("F")
    page = marcus.reads("F")
    expect(page.get_by_role("button", name="Talk about these words")).to_be_hidden()
    mark(page, PASSAGE)
    page.get_by_role("button", name="Talk about these words").click()
    expect(page.get_by_label("Which words is it about?")).to_have_value(PASSAGE)
    expect(page.get_by_label("What is it about?")).not_to_have_value("")
    marcus.fills({START: "Which place is it?"})
    fold(marcus, "It is a question")
    marcus.picks("What kind of comment is it?", "Question")
    marcus.presses("Send")
    marcus.sees("Which place is it?")
    thread = amara.page.locator(".portal-thread", has_text="Which place is it?")
    expect(thread.locator("blockquote")).to_have_text(PASSAGE)
    expect(thread).to_contain_text("Question")


def test_words_kind_and_audience_outlive_a_reload(invite: Invite) -> None:
    priya = invite("priya", **PHONE)
    page = priya.reads("F")
    page.on("dialog", lambda asked: asked.accept())
    priya.fills({START: "Half a thought"})
    fold(priya, "It is a question")
    priya.picks("What kind of comment is it?", "Correction")
    priya.picks("Who can see this?", "Professionals and the council, not the family")
    page.reload()
    expect(page.get_by_label(START)).to_have_value("Half a thought")
    expect(page.get_by_label("Correction")).to_be_checked()
    expect(page.get_by_label("Correction")).to_be_visible()
    expect(page.get_by_label("Professionals and the council, not the family")).to_be_checked()


def test_what_becomes_of_a_conversation_appears_on_open_pages_and_a_narrowed_one_goes(invite: Invite) -> None:
    priya, lena = invite("priya", **DESK), invite("lena", **PHONE)
    amara = invite("amara", **PHONE)
    priya.goes_to(f"{SAM}sections/E/")
    priya.fills({START: "Is this one still true?"})
    priya.presses("Send")
    priya.sees("Is this one still true?")
    for person in (lena, amara):
        person.reads("E")
        person.sees("Is this one still true?")
    talk = amara.another_page()
    talk.listens(f"{SAM}talk/")
    thread = lena.page.locator(".portal-thread", has_text="Is this one still true?")
    thread.locator("summary").first.tap()
    thread.get_by_label("Reply").fill("It is, until Easter.")
    thread.get_by_role("button", name="Send reply").tap()
    for person in (priya, amara, talk):
        expect(person.page.locator(".portal-thread", has_text="Is this one still true?")).to_contain_text(
            re.compile("Answered by Lena Novak")
        )
    own = priya.page.locator(".portal-thread", has_text="Is this one still true?")
    own.get_by_role("link", name="Let fewer people see it").click()
    priya.picks("Who can still see this?", "Professionals and the council, not the family")
    priya.presses("Let fewer people see it")
    priya.sees("Is this one still true?")
    for person in (amara, talk):
        expect(person.page.locator("main")).not_to_contain_text("Is this one still true?")
    expect(thread).to_contain_text("the family can’t")
