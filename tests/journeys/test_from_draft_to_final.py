"""Sam's plan from the draft to the final: each person in a browser of their own, and the days that lie between them in a moment."""

import io
import re
from datetime import datetime, timedelta

import pypdf
import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.house import House
from tests.journeys.person import PHONE, SAM, Person

pytestmark = pytest.mark.browser

ANSWER, PROPOSE, REPLIES = f"{SAM}answer/", f"{SAM}propose/", f"{SAM}replies/"
BOX = "What it should say"
SCHOOL = "Elm Street Primary School"
DAYS_LATER = 19
# Serving makes every document before it answers.
PATIENCE = 120_000


def serves(marcus: Person) -> None:
    """Look at what Amara will read; send her the draft in the portal, and Joel by hand."""
    marcus.goes_to(SAM)
    marcus.presses("Send the draft to the family")
    marcus.presses(re.compile("^See what they will read"))
    marcus.sees("Amara Adeyemi")
    marcus.goes_to(f"{SAM}serve/")
    for name, way in (("Amara Adeyemi", "In this portal"), ("Joel Adeyemi", "By hand")):
        marcus.page.get_by_role("region", name=name).get_by_label(way).check()
    marcus.presses("Continue")
    marcus.sees("Check before you send the draft")
    marcus.presses("Send the draft")
    marcus.sees("The draft is sent.")


def opens(person: Person, code: str, link: str, place: int = 0, *, below: str = ANSWER) -> None:
    """Open a section of the draft, and one of the things that can be said to it."""
    person.goes_to(f"{below}{code}/")
    person.page.get_by_role("link", name=re.compile(f"^{link}")).nth(place).click()


def asks_for(person: Person, code: str, words: str, why: str, *, place: int = 0, below: str = ANSWER) -> None:
    """Ask for a sentence more at the end of a part of a section."""
    opens(person, code, "(Change these|Propose other) words", place, below=below)
    box = person.page.get_by_label(BOX)
    box.fill(f"{box.input_value()} {words}")
    person.fills({"Why?": why})
    person.presses(re.compile("^(Save|Propose it)$"))
    person.sees(re.compile("^(Saved|Proposed)"))


def answers(amara: Person) -> None:
    """Three changes, a question, a school and more time, on a phone."""
    amara.goes_to(SAM)
    amara.presses("Answer the draft")
    asks_for(amara, "B", "AMARABEE He hums when it is too loud.", "We hear it every evening.")
    asks_for(amara, "F", "AMARAEFF Each session is on a morning.", "He is tired after lunch.")
    asks_for(amara, "F", "AMARATOOMUCH An adult is with him all day.", "It would be safer.", place=1)
    opens(amara, "E", "Ask a question")
    amara.fills({"Your question": "AMARAQUESTION Who looks at it at the end of term?"})
    amara.presses("Save")
    amara.goes_to(ANSWER)
    amara.presses("The school or other place you would like")
    amara.fills({"Its name, and the town": f"{SCHOOL}, Brookshire"})
    amara.picks("What kind of place is it?", "A maintained school or nursery")
    amara.presses("Save")


def needs_three_days_more(amara: Person, marcus: Person) -> None:
    """Amara asks for more time, and Marcus gives it."""
    amara.goes_to(f"{SAM}more-time/")
    last = amara.page.get_by_text(re.compile("20[0-9]{2}: 15 days are left")).locator("strong").inner_text()
    until = datetime.strptime(last, "%A %d %B %Y").date() + timedelta(days=3)  # noqa: DTZ007 a date
    amara.picks_day("Until which day do you need?", until.day, until.month, until.year)
    amara.presses("Ask for more time")
    marcus.goes_to(f"{SAM}more-time/")
    marcus.presses(re.compile("^Decide"))
    marcus.picks("Do they get more time?", "Yes")
    marcus.presses("Save")
    amara.goes_to(ANSWER)
    amara.sees(re.compile("18 days"))


def finishes(amara: Person) -> None:
    """Say that one has finished, in two steps."""
    amara.presses("I have finished")
    amara.presses("Yes, I have finished")
    amara.sees("Saved. You have finished")


def answers_for_himself(joel: Person) -> None:
    """See nothing of hers, and ask for something."""
    for address in ("/notices/", SAM, ANSWER, f"{ANSWER}B/", f"{ANSWER}F/", f"{ANSWER}mine/", f"{SAM}more-time/", REPLIES, f"{SAM}since/"):
        joel.goes_to(address)
        joel.does_not_see("AMARA")
        joel.does_not_see("18 days")
    opens(joel, "F", "Something is missing")
    joel.fills({"What is missing?": "JOELMISSING Swimming once a week."})
    joel.presses("Save")


def proposes(person: Person, code: str, words: str, *, place: int = 0) -> None:
    """Propose a sentence more, as somebody of the child's school or health."""
    person.goes_to(SAM)
    person.presses("Propose a change to the draft")
    asks_for(person, code, words, "My report says so.", place=place, below=PROPOSE)


def adopts(amara: Person) -> None:
    """Make Priya's proposal a part of one's own answer."""
    amara.goes_to(f"{ANSWER}F/")
    amara.page.get_by_role("link", name=re.compile("^Make this mine")).first.click()
    amara.presses("Make it mine")
    amara.sees("Saved: this is part of your answer.")


def replies_to(marcus: Person, asked: str, outcome: str, reason: str) -> None:
    """Write one reply; where the plan changes by it, look at the change first."""
    marcus.goes_to(REPLIES)
    card = marcus.page.locator("article", has_text=asked)
    card.get_by_role("link", name=re.compile("^(Write the|Change this) reply")).click()
    marcus.page.get_by_role("radio", name=outcome, exact=True).check()
    marcus.fills({"The reason": reason})
    marcus.presses("Continue")
    if outcome == "Agreed":
        expect(marcus.page.locator("#how-it-will-read ins")).to_contain_text(asked)
        marcus.presses("Save this reply")


def sends(marcus: Person) -> None:
    """Look through the replies and send them."""
    marcus.goes_to(f"{REPLIES}send/")
    marcus.presses(re.compile("^Send$"))


def asks_the_school(marcus: Person) -> None:
    """Name a school in Section I, ask it, and write down what it answers."""
    marcus.goes_to(f"{SAM}sections/I/add/placement/")
    marcus.fills({"What is said about the place": "Sam goes to the school where he is.", "Name of the school or other place": SCHOOL})
    marcus.page.get_by_role("radio", name="Mainstream school", exact=True).check()
    marcus.page.get_by_label(re.compile("^Put it forward")).check()
    marcus.presses("Save")
    marcus.goes_to(f"{SAM}schools/ask/")
    marcus.page.get_by_label("School or other place").select_option(SCHOOL)
    marcus.fills({"E-mail address of its head or SENCo": "head@example.org"})
    marcus.ticks("The family asked for this place")
    marcus.presses("Send the letter")
    marcus.presses(re.compile("^Write down its answer"))
    marcus.page.get_by_role("radio", name="Yes", exact=True).check()
    marcus.fills({"Who decided this answer, and in what role?": "Owen Price, the head"})
    marcus.presses("Save the answer")


def agrees(person: Person) -> None:
    """Agree to the provision of one's own service."""
    person.goes_to(f"{SAM}agreements/")
    for _ in range(person.page.get_by_role("button", name="I agree to exactly these words").count()):
        person.presses("I agree to exactly these words")


def signs(susan: Person) -> None:
    """Sign the plan, as somebody who did not prepare it."""
    susan.goes_to(f"{SAM}sign/")
    susan.presses("Sign the plan")


def issues(marcus: Person) -> None:
    """Choose how each of the family has the plan, check the list and send."""
    marcus.goes_to(f"{SAM}final/")
    for name, way in (("Amara Adeyemi", "In this portal"), ("Joel Adeyemi", "By hand")):
        marcus.page.get_by_role("region", name=name).get_by_label(way).check()
    marcus.presses("Show the list once more")
    marcus.page.get_by_label(re.compile("^I have checked this list")).check()
    marcus.presses("Make the plan final and send it")
    marcus.sees("The plan is final")


def pdf(person: Person, address: str) -> str:
    """Read the words of a document, on one line."""
    answer = person.page.request.get(person.origin + address)
    assert answer.status == 200, address
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.body())).pages).split())


def letter(person: Person, title: str) -> str:
    """Read one of one's own letters."""
    person.goes_to(f"{SAM}documents/")
    card = person.page.locator(".portal-card", has=person.page.get_by_role("heading", name=title, exact=True))
    return pdf(person, card.locator("a[download]").first.get_attribute("href") or "")


def test_a_draft_is_answered_by_each_parent_and_becomes_the_final_plan(house: House, invite: Invite) -> None:
    amara, joel, marcus = invite("amara", **PHONE), invite("joel", **PHONE, java_script_enabled=False), invite("marcus")
    marcus.context.set_default_timeout(PATIENCE)
    amara.goes_to(f"{SAM}consents/yours/")
    amara.presses("I agree to this way")
    serves(marcus)
    proposes(invite("priya"), "F", "PRIYAPROPOSES It is quieter in the library.", place=2)
    proposes(invite("lena"), "B", "LENAPROPOSES He understands drawings best.")
    answers(amara)
    adopts(amara)
    needs_three_days_more(amara, marcus)
    finishes(amara)
    answers_for_himself(joel)
    house.servers[0].days_later = DAYS_LATER
    house.servers[0].restart()
    _it_becomes_final(invite)


def _it_becomes_final(invite: Invite) -> None:
    marcus, susan = invite("marcus"), invite("susan")
    marcus.context.set_default_timeout(PATIENCE)
    for asked, outcome, reason in (
        ("AMARABEE", "Agreed", "You know him best."),
        ("AMARAEFF", "Agreed", "Mornings are better."),
        ("AMARATOOMUCH", "Not agreed", "AMARASREASON The reports ask for less."),
        ("AMARAQUESTION", "Answered", "The SENCo does."),
        (SCHOOL, "Answered", "We asked it."),
        ("JOELMISSING", "Not agreed", "JOELSREASON No report asks for it."),
        ("PRIYAPROPOSES", "Agreed", "It is quieter there."),
        ("LENAPROPOSES", "Agreed", "It is right."),
    ):
        replies_to(marcus, asked, outcome, reason)
    sends(marcus)
    marcus.sees(re.compile("It changes the plan only when the family has made it theirs"))
    replies_to(marcus, "LENAPROPOSES", "Not agreed", "The family has not made it theirs.")
    sends(marcus)
    marcus.sees("8 replies were sent.")
    marcus.goes_to(f"{SAM}sections/F/edit/")
    marcus.sees(re.compile("The words change only because of what the family said"))
    asks_the_school(marcus)
    agrees(invite("bea"))
    agrees(invite("iqbal"))
    signs(susan)
    issues(marcus)
    _it_reads_right(invite("amara", **PHONE), invite("joel", **PHONE))


def _it_reads_right(amara: Person, joel: Person) -> None:
    said = pdf(amara, f"{SAM}documents/said/pdf/")
    for words in ("You said: AMARAQUESTION Who looks", "We did: Answered. The SENCo does.", "We did: Not agreed. AMARASREASON"):
        assert words in said
    notice = letter(amara, "Your final plan")
    assert "If you disagree with the special educational needs (Section B)" in notice
    assert "You have the right to mediation." in notice
    working = pdf(amara, f"{SAM}documents/working/pdf/")
    assert "[agreed change: AMARABEE He hums when it is too loud.]" in working
    assert "[family: AMARATOOMUCH An adult is with him all day.]" in working
    hers = ("AMARATOOMUCH", "AMARAQUESTION", "AMARASREASON", "Amara Adeyemi")
    his = " ".join([pdf(joel, f"{SAM}documents/{paper}/pdf/") for paper in ("said", "working")])
    assert "JOELSREASON" in his
    assert [word for word in hers if word in his] == []
    assert "JOEL" not in said + notice + working
