"""Sam's plan is written by its people, each in a browser of their own; what one saves, the others see without touching their page.

The same journey on the embedded database, and with PostgreSQL, Redis and two processes: half of the people come in by one door and half by the other.
"""

import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdf
import pytest
from playwright.sync_api import Locator, Page, expect

from tests import servers
from tests.journeys.conftest import Invite
from tests.journeys.house import House, copy_of, seed, serving
from tests.journeys.person import DESK, PHONE, SAM, SOON, Person

KEPT = "He told me about the coats only because the light was off."
HOPE = "I hope that Sam can order his own chips at the counter."
NEED = "Sam loses his place when an instruction is longer than one line."
OUTCOME = "Sam follows a written list of four steps without being asked twice."
HELP = "A drawn list of the steps of each task stands on his table."
SAID = "Thirty minutes is what the advice says; I have made it thirty."
PRIVATE = "Amara, I have your note about Thursday."
NOTE = "All four parts of the new list are in."


@pytest.fixture(
    scope="module",
    params=[pytest.param("one process", marks=pytest.mark.browser), pytest.param("two processes", marks=pytest.mark.two_servers)],
)
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    """Serve the demo from a file by one process, or from PostgreSQL and Redis by two."""
    with tempfile.TemporaryDirectory() as folder:
        if request.param == "one process":
            database = copy_of(request.getfixturevalue("seeded"), Path(folder))
            with serving({"DATABASE_URL": f"sqlite:///{database}", "REDIS_URL": ""}) as house:
                yield house
        else:
            yield from on_two_processes(Path(folder))


def on_two_processes(folder: Path) -> Iterator[House]:
    """Start PostgreSQL and Redis of the test's own, and two processes of the portal."""
    try:
        settings = servers.start(folder)
        seed(settings["DATABASE_URL"])
        with serving(settings, processes=2) as house:
            yield house
    finally:
        servers.stop(folder)


@dataclass
class Circle:
    """The people of the journey. Each has a page open that nobody touches, and writes in another (`hand`)."""

    amara: Person
    joel: Person
    priya: Person
    okafor: Person
    lena: Person
    marcus: Person

    def hand(self, name: str) -> Person:
        person: Person = getattr(self, name)
        return person.another_page()


@pytest.fixture
def circle(invite: Invite) -> Circle:
    """Let everybody in, by one door and the other in turn."""
    return Circle(
        amara=invite("amara", door=0, **PHONE),
        joel=invite("joel", door=1, **PHONE),
        priya=invite("priya", door=1, **DESK),
        okafor=invite("okafor", door=0, **DESK),
        lena=invite("lena", door=1, **DESK),
        marcus=invite("marcus", door=0, **DESK),
    )


def test_a_plan_is_written_together(circle: Circle) -> None:
    amara_keeps_a_voice_and_puts_a_hope_forward(circle)
    priya_adds_a_need_and_amara_sees_it(circle)
    okafor_adds_an_outcome_and_lena_sees_it(circle)
    lena_adds_help_and_marcus_and_amara_see_it(circle)
    marcus_changes_an_amount_and_lena_sees_it(circle)
    marcus_ties_the_thread_from_hope_to_outcome(circle)
    marcus_speaks_to_all_and_to_amara_alone(circle)
    marcus_cuts_a_version_and_shares_it(circle)
    joel_sees_only_what_he_may(circle)
    marcus_compares_and_downloads(circle)


def amara_keeps_a_voice_and_puts_a_hope_forward(circle: Circle) -> None:
    circle.priya.reads("A")
    circle.joel.reads("A")
    hand = circle.amara
    hand.goes_to(f"{SAM}sections/A/")
    hand.presses("Write in this section")
    hand.page.get_by_role("button", name="Add a voice").tap()
    hand.fills(
        {
            "The words, just as they were said": KEPT,
            "Their name": "Amara",
            "How were they gathered?": "Written in the evening",
            "By whom?": "Amara",
        }
    )
    hand.picks("Whose words are these?", "A parent or carer")
    hand.picks_day("On which day?", 9, 11, 2026)
    hand.picks("Are these the exact words?", "Yes, word for word")
    hand.picks("Who can see this?", "Only me, for now")
    hand.page.get_by_role("button", name="Save").tap()
    hand.sees("Saved.")
    hand.page.get_by_role("button", name="Add a hope").tap()
    hand.fills({"The hope, in your own words": HOPE})
    hand.picks("Whose hope is it?", "A parent or carer")
    hand.picks("When is it for?", "Next year")
    hand.picks("Who can see this?", "Put it forward")
    hand.page.get_by_role("button", name="Save").tap()
    hand.sees("Saved.")
    circle.priya.sees(HOPE.rstrip("."))
    circle.priya.does_not_see(KEPT)
    circle.joel.does_not_see(HOPE.rstrip("."))


def priya_adds_a_need_and_amara_sees_it(circle: Circle) -> None:
    circle.amara.reads("B")
    hand = circle.hand("priya")
    hand.goes_to(f"{SAM}sections/B/edit/")
    hand.presses("Add a need")
    hand.fills(
        {
            "The need": NEED,
            "What does it mean day to day?": "He begins, stops, and looks round.",
            "Where this comes from": "Educational advice, page 2",
        }
    )
    hand.picks("Which area is it in?", "Communication and interaction")
    hand.ticks("Adults must know this to keep the child safe")
    hand.ticks("This matters for travel")
    hand.picks("What does this come from?", "I want to play in goal")
    hand.picks("Who can see this?", "Put it forward")
    hand.presses("Save")
    hand.sees("Saved.")
    circle.amara.sees(NEED.rstrip("."))
    circle.amara.sees("Priya saved in Special educational needs (Section B).", within=15_000)


def okafor_adds_an_outcome_and_lena_sees_it(circle: Circle) -> None:
    circle.lena.reads("E")
    hand = circle.hand("okafor")
    hand.goes_to(f"{SAM}sections/E/edit/")
    hand.presses("Add an outcome")
    circle.lena.sees("Dr Okafor is writing in Outcomes (Section E)")
    hand.fills(
        {
            "The outcome": OUTCOME,
            "Where are things now?": "Two steps of four, with an adult.",
            "How will we know?": "Watched in three lessons each half term.",
            "What do we want to see?": "Four of four in three lessons.",
            "Or by when in education?": "The end of Year 6",
            "Steps on the way": "Two steps.\nThree steps.",
            "Who looks at it, and when?": "SENCo, every half term",
            "Where this comes from": "Psychological advice, page 9",
        }
    )
    hand.picks("Which area is it in?", "Cognition and learning")
    hand.picks_day("By which day?", 16, 7, 2027)
    hand.picks("Who can see this?", "Put it forward")
    hand.presses("Save")
    hand.sees("Saved.")
    circle.lena.sees(OUTCOME.rstrip("."))
    circle.lena.sees("Friday 16 July 2027")


def lena_adds_help_and_marcus_and_amara_see_it(circle: Circle) -> None:
    circle.marcus.reads("F")
    circle.amara.reads("F")
    hand = circle.hand("lena")
    hand.goes_to(f"{SAM}sections/F/edit/")
    hand.presses("Add a piece of help")
    hand.fills(
        {
            "What help is given?": HELP,
            "Who gives it?": "Teaching assistant",
            "With what training or qualification?": "Shown by the therapist",
            "How many times?": "4",
            "How many minutes each time?": "20",
            "At most how many children together?": "2",
            "How many adults?": "1",
            "Where?": "At his own table",
            "In how many weeks a year?": "39",
            "When is it looked at again?": "Every half term",
            "Where this comes from": "Speech and language advice, page 12",
        }
    )
    hand.picks("In what time?", "a week")
    hand.picks("Alone or with others?", "In a pair")
    hand.picks_day("From which day?", 7, 9, 2026)
    hand.picks_day("Until which day?", 16, 7, 2027)
    hand.picks("Who can see this?", "Put it forward")
    hand.presses("Save")
    hand.sees("Saved.")
    for watcher in (circle.marcus, circle.amara):
        watcher.sees(HELP.rstrip("."))
        watcher.sees("1 hour 20 minutes a week, 52 hours a year")


def marcus_changes_an_amount_and_lena_sees_it(circle: Circle) -> None:
    circle.lena.reads("F")
    hand = circle.hand("marcus")
    hand.goes_to(f"{SAM}sections/F/edit/")
    hand.changes(HELP.rstrip("."))
    hand.fills({"How many minutes each time?": "30"})
    hand.presses("Save")
    hand.sees("Saved.")
    for watcher in (circle.lena, circle.amara, circle.marcus):
        watcher.sees("2 hours a week, 78 hours a year")


def marcus_ties_the_thread_from_hope_to_outcome(circle: Circle) -> None:
    hand = circle.hand("marcus")
    for code, item, source in (("B", NEED, HOPE), ("F", HELP, NEED), ("E", OUTCOME, HELP)):
        hand.goes_to(f"{SAM}sections/{code}/edit/")
        hand.changes(item.rstrip("."))
        hand.picks("What does this come from?", source.rstrip("."))
        hand.presses("Save what this comes from")
        hand.sees("Saved what this comes from.")
    hand.goes_to(f"{SAM}thread/")
    hand.page.locator("summary", has_text=HOPE.rstrip(".")).click()
    hope = hand.page.locator("details[open]", has=hand.page.locator(f"summary:has-text({HOPE.rstrip('.')!r})")).last
    hope.locator("summary", has_text=NEED.rstrip(".")).click()
    expect(hope.get_by_role("link", name=HELP.rstrip("."))).to_be_visible()
    expect(hope.get_by_role("link", name=OUTCOME.rstrip("."))).to_be_visible()
    circle.amara.sees("Because " + NEED.rstrip("."))


def marcus_speaks_to_all_and_to_amara_alone(circle: Circle) -> None:
    circle.joel.reads("F")
    hand = circle.hand("marcus")
    for words, audience in ((SAID, "Everyone who may see this section"), (PRIVATE, "You and Amara Adeyemi")):
        hand.goes_to(f"{SAM}sections/F/")
        hand.fills({"Start a conversation about this section": words})
        hand.picks("Who can see this?", audience)
        hand.presses("Send")
        hand.sees(words)
    for watcher in (circle.amara, circle.joel, circle.lena):
        watcher.sees(SAID)
    circle.amara.sees(PRIVATE)
    circle.lena.does_not_see(PRIVATE)
    answer = circle.amara
    thread = answer.page.locator(".portal-thread", has_text=SAID)
    thread.locator("summary").first.tap()
    thread.get_by_label("Reply").fill("Thank you, thirty is right.")
    thread.get_by_role("button", name="Send reply").tap()
    for watcher in (circle.lena, circle.marcus):
        watcher.sees("Thank you, thirty is right.")


def marcus_cuts_a_version_and_shares_it(circle: Circle) -> None:
    hand = circle.hand("marcus")
    hand.goes_to(f"{SAM}versions/")
    hand.presses("Save a working version")
    hand.fills({"What is this version for?": NOTE})
    hand.presses("Save this version")
    hand.sees(NOTE)
    hand.presses("Share with the circle")
    hand.presses("Share this version")
    hand.goes_to(f"{SAM}versions/")
    expect(newest(hand.page)).to_contain_text("Shared version 3")


def newest(page: Page) -> Locator:
    """Find the newest version on the list."""
    return page.locator(".portal-cards > .portal-card").first


def joel_sees_only_what_he_may(circle: Circle) -> None:
    joel = circle.joel
    joel.does_not_see(PRIVATE)
    joel.does_not_see("Thank you, thirty is right.")
    joel.goes_to(f"{SAM}sections/A/")
    joel.sees(HOPE.rstrip("."))
    joel.does_not_see(KEPT)
    joel.goes_to(f"{SAM}versions/")
    assert "Working version" not in joel.page.content()
    newest(joel.page).get_by_role("link").first.click()
    joel.sees(HELP.rstrip("."))
    joel.does_not_see(KEPT)
    joel.goes_to(f"{SAM}people/")
    joel.does_not_see("Amara")
    answer = joel.page.request.get(f"{joel.origin}{SAM}sections/F/edit/")
    assert answer.status == 403
    answer = joel.page.request.get(f"{joel.origin}{SAM.replace('0SAM', '0NAD')}")
    assert answer.status == 404


def marcus_compares_and_downloads(circle: Circle) -> None:
    hand = circle.hand("marcus")
    hand.goes_to(f"{SAM}versions/compare/")
    hand.page.get_by_label("From", exact=True).select_option(index=first_with(hand.page, "Shared version 2"))
    hand.page.get_by_label("To", exact=True).select_option(index=first_with(hand.page, "Shared version 3"))
    hand.presses("Compare")
    changed = hand.page.locator("#section-F").locator("xpath=..")
    expect(changed.get_by_text(HELP).first).to_be_visible(timeout=SOON)
    hand.does_not_see(KEPT)
    hand.goes_to(f"{SAM}versions/")
    with hand.page.expect_download() as download:
        newest(hand.page).get_by_role("link", name="Download as PDF").click()
    is_a_tagged_pdf_with_the_words(Path(download.value.path()).read_bytes())


def first_with(page: Page, words: str) -> int:
    return next(
        number for number, option in enumerate(page.get_by_label("From", exact=True).locator("option").all_inner_texts()) if words in option
    )


def is_a_tagged_pdf_with_the_words(content: bytes) -> None:
    with pikepdf.open(io.BytesIO(content)) as document:
        assert bool(document.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in document.Root
        assert str(document.Root.Lang).startswith("en")
    words = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())
    for said in (HOPE, NEED, OUTCOME, HELP):
        assert said.rstrip(".") in words
    assert KEPT not in words
