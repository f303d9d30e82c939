"""The line breaks in the middle of the work: the page says so, words are kept, and what was missed arrives."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Invite
from tests.journeys.house import House
from tests.journeys.person import DESK, PHONE, SAM, SOON, Person

pytestmark = pytest.mark.browser

# The page waits five seconds before it says that it is cut off; it comes back after a growing pause.
UNTIL_SAID = 15_000
UNTIL_BACK = 40_000
LOST = "You are not connected. What you see may be old."
BACK = "You are connected again."
HALF = "We are not sure that the Monday session can"


def bar(person: Person) -> Locator:
    """Find where the page says that it is cut off."""
    return person.page.locator("[data-live-status]")


def cut(person: Person) -> None:
    """Break this person's line: nothing goes out, and the open socket is gone as when a phone enters a tunnel."""
    person.context.set_offline(True)


def mend(person: Person) -> None:
    person.context.set_offline(False)


def comment(person: Person, words: str) -> None:
    """Say something about Section F to everyone."""
    person.goes_to(f"{SAM}sections/F/")
    person.fills({"Start a conversation about this section": words})
    person.picks("Who can see this?", "Everyone who may see this section")
    person.presses("Send")
    person.sees(words)


def test_cut_off_in_the_middle_of_a_comment(invite: Invite) -> None:
    amara, marcus = invite("amara", **PHONE), invite("marcus", **DESK)
    amara.reads("F")
    amara.fills({"Start a conversation about this section": HALF})
    cut(amara)
    expect(bar(amara)).to_contain_text(LOST, timeout=UNTIL_SAID)
    expect(bar(amara)).to_be_visible()
    comment(marcus, "Said while the line was down.")
    amara.does_not_see("Said while the line was down.")
    mend(amara)
    expect(bar(amara)).to_contain_text(BACK, timeout=UNTIL_BACK)
    amara.sees("Said while the line was down.")
    expect(amara.page.get_by_label("Start a conversation about this section")).to_have_value(HALF)
    amara.picks("Who can see this?", "Everyone who may see this section")
    amara.presses("Send")
    amara.sees(HALF)
    marcus.sees(HALF)


def test_cut_off_in_the_middle_of_an_item(invite: Invite) -> None:
    priya, marcus = invite("priya", **DESK), invite("marcus", **DESK)
    priya.listens(f"{SAM}sections/B/add/need/")
    priya.fills({"The need": "Sam needs more time to"})
    cut(priya)
    expect(bar(priya)).to_contain_text(LOST, timeout=UNTIL_SAID)
    priya.fills({"The need": "Sam needs more time to answer."})
    priya.picks("Which area is it in?", "Cognition and learning")
    priya.picks("Who can see this?", "Put it forward")
    priya.presses("Save")
    priya.sees("You are not connected, so nothing was sent. Your words are still here.")
    expect(priya.page.get_by_label("The need")).to_have_value("Sam needs more time to answer.")
    mend(priya)
    expect(bar(priya)).to_contain_text(BACK, timeout=UNTIL_BACK)
    marcus.reads("B")
    priya.presses("Save")
    priya.sees("Saved.")
    marcus.sees("Sam needs more time to answer")


def test_a_half_written_comment_outlives_a_reload_and_stays_in_its_place(invite: Invite) -> None:
    marcus = invite("marcus", **DESK)
    page = marcus.reads("F")
    page.on("dialog", lambda asked: asked.accept())
    marcus.fills({"Start a conversation about this section": HALF})
    page.reload()
    box = page.get_by_label("Start a conversation about this section")
    expect(box).to_have_value(HALF)
    for elsewhere in (f"{SAM}sections/E/", "/plans/0000-0NAD/sections/F/"):
        marcus.listens(elsewhere)
        expect(box).to_have_value("")
    marcus.reads("F")
    expect(box).to_have_value(HALF)


def test_what_arrives_waits_while_somebody_writes_there(invite: Invite) -> None:
    amara, marcus = invite("amara", **PHONE), invite("marcus", **DESK)
    amara.reads("F")
    thread = amara.page.locator(".portal-thread").first
    thread.locator("summary").first.tap()
    thread.get_by_label("Reply").fill(HALF)
    comment(marcus, "Said while she is writing.")
    expect(amara.page.locator(".portal-pending")).to_contain_text("There are new words here.")
    amara.does_not_see("Said while she is writing.")
    amara.page.get_by_role("button", name="Show them").tap()
    amara.sees("Said while she is writing.")
    expect(thread.get_by_label("Reply")).to_have_value(HALF)
    expect(thread.get_by_label("Reply")).to_be_visible()


def test_a_draft_is_gone_for_whoever_signs_in_next(invite: Invite) -> None:
    amara = invite("amara", **PHONE)
    page = amara.reads("F")
    page.on("dialog", lambda asked: asked.accept())
    amara.fills({"Start a conversation about this section": HALF})
    page.get_by_role("button", name=re.compile("Sign out")).click()
    page.wait_for_url("**/sign-in/**")
    amara.goes_to("/demo/")
    page.locator("button[name=person][value=joel]").click()
    page.wait_for_url(re.compile(r"/(home|plans)/"))
    amara.reads("F")
    expect(page.get_by_label("Start a conversation about this section")).to_have_value("")


def test_the_server_is_restarted_under_an_open_page(house: House, invite: Invite) -> None:
    amara, marcus = invite("amara", **PHONE), invite("marcus", **DESK)
    amara.reads("F")
    house.servers[0].stop()
    expect(bar(amara)).to_contain_text(LOST, timeout=UNTIL_SAID)
    house.servers[0].start()
    comment(marcus, "Said after the restart.")
    expect(bar(amara)).to_contain_text(BACK, timeout=UNTIL_BACK)
    amara.sees("Said after the restart.")
    amara.complaints.clear()


def test_a_membership_ended_under_an_open_page(invite: Invite) -> None:
    lena, marcus = invite("lena", **DESK), invite("marcus", **DESK)
    lena.reads("F")
    lena.fills({"Start a conversation about this section": HALF})
    marcus.goes_to(f"{SAM}people/")
    marcus.page.get_by_role("link").filter(has_text="End: Lena Novak").click()
    marcus.fills({"Reason": "She has moved to another team."})
    marcus.presses("End their part")
    expect(lena.page.get_by_role("heading", name="You can no longer see this plan")).to_be_visible(timeout=SOON)
    for gone in ("Speech and language therapy", "Marcus Bell"):
        lena.does_not_see(gone)
    expect(lena.page.get_by_label("These are your own words that were not sent.")).to_have_value(HALF)
    assert lena.page.request.get(f"{lena.origin}{SAM}").status == 404
