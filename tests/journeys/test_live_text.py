"""Several people write in the same text at the same moment, each in a browser of their own; "saved" is what the server has said to be committed."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.house import House
from tests.journeys.live import LATER, LOST, SAVED, UNSAVED, Box, Keyboard, cut, kept, mend, second_client, writes_in
from tests.journeys.person import DESK, PHONE, SAM, Person

pytestmark = pytest.mark.browser

# As behind a proxy that lets no socket through.
NO_SOCKETS = """window.WebSocket = class extends EventTarget {
  static OPEN = 1;
  constructor() { super(); setTimeout(() => this.dispatchEvent(new CloseEvent("close", { code: 1006 })), 10); }
  close() {}
};"""


@pytest.fixture
def tess(invite: Invite) -> Person:
    """Let the plan writer in, with a phone."""
    return invite("tess", **PHONE)


@pytest.fixture
def marcus(invite: Invite) -> Person:
    """Let the coordinator in, at a desk."""
    return invite("marcus", **DESK)


def test_words_appear_with_the_other_as_they_are_typed_and_are_saved_when_the_server_says_so(tess: Person, marcus: Person) -> None:
    hers, his = writes_in(tess, "B"), writes_in(marcus, "B")
    hers.begins("Sam needs time.")
    his.shows("Sam needs time.")
    his.types(" He says so himself.")
    hers.shows("Sam needs time. He says so himself.")
    his.is_saved()
    expect(hers.others).to_have_text("Marcus is writing here", timeout=LATER)
    tess.page.reload()
    Box(tess, "sections/B").is_ready().shows("Sam needs time. He says so himself.")


def test_words_typed_at_one_place_at_the_same_moment_stay_whole(tess: Person, marcus: Person) -> None:
    hers, his = writes_in(tess, "B"), writes_in(marcus, "B")
    hers.begins("He waits, and then he speaks.")
    his.shows("He waits, and then he speaks.")
    hers.goes_in(8)
    his.goes_in(8)
    for one, other in zip(" patient", " QUIETLY", strict=True):
        tess.page.keyboard.type(one)
        marcus.page.keyboard.type(other)
    both = hers.holds(" patient", " QUIETLY")
    his.shows(both)
    assert both.replace(" patient", "").replace(" QUIETLY", "") == "He waits, and then he speaks."


def test_a_word_that_is_being_composed_is_not_disturbed_and_ends_where_it_belongs(tess: Person, marcus: Person) -> None:
    hers, his = writes_in(tess, "B"), writes_in(marcus, "B")
    hers.begins("Sam likes and jam.")
    his.shows("Sam likes and jam.")
    keyboard = Keyboard(tess)
    hers.goes_in(10)
    keyboard.composes("ca")
    his.types("Today ", at=0)
    his.is_saved()
    his.types("plum ", at=len("Today Sam likes caand "))
    his.holds("plum ")
    expect(hers.area).to_have_value("Sam likes caand jam.")
    keyboard.composes("cake")
    keyboard.finishes("cake ")
    hers.shows("Today Sam likes cake and plum jam.")
    his.shows("Today Sam likes cake and plum jam.")
    assert hers.caret() == len("Today Sam likes cake ")
    tess.page.keyboard.type("with ")
    his.shows("Today Sam likes cake with and plum jam.")


@pytest.mark.parametrize(
    "word", ["\N{SLEEPING FACE}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{ROCKET}", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ", "السلام عليكم", "e\N{COMBINING ACUTE ACCENT}"]
)
def test_every_kind_of_writing_arrives_whole(tess: Person, marcus: Person, word: str) -> None:
    hers, his = writes_in(tess, "D"), writes_in(marcus, "D")
    hers.begins("Said: .")
    his.shows("Said: .")
    keyboard = Keyboard(tess)
    hers.goes_in(6)
    keyboard.composes(word)
    keyboard.finishes(word)
    his.shows(f"Said: {word}.")
    his.types("!", at=6 + len(word.encode("utf-16-le")) // 2)
    hers.shows(f"Said: {word}!.")
    hers.is_saved()


def test_the_caret_stays_where_it_was_put_while_others_write_before_it(tess: Person, marcus: Person) -> None:
    hers, his = writes_in(tess, "B"), writes_in(marcus, "B")
    hers.begins("One. Two. Three.")
    his.shows("One. Two. Three.")
    hers.goes_in(9)
    his.types("Zero. ", at=0)
    hers.shows("Zero. One. Two. Three.")
    assert hers.caret() == 15
    his.types(" Four.", at=22)
    hers.shows("Zero. One. Two. Three. Four.")
    assert hers.caret() == 15


def test_each_undoes_only_what_they_wrote(tess: Person, marcus: Person) -> None:
    hers, his = writes_in(tess, "B"), writes_in(marcus, "B")
    hers.begins("Base.")
    his.shows("Base.")
    hers.types(" Hers.")
    his.holds("Hers.")
    his.types(" His.")
    hers.shows("Base. Hers. His.")
    tess.page.keyboard.press("Control+z")
    his.shows("Base. His.")
    tess.page.keyboard.press("Control+Shift+z")
    his.holds("Hers.", "His.")
    marcus.page.keyboard.press("Control+z")
    hers.shows("Base. Hers.")
    marcus.page.keyboard.press("Control+y")
    hers.holds("His.")


def test_nothing_is_called_saved_while_no_server_answers_and_everything_is_once_it_does(house: House, tess: Person) -> None:
    box = writes_in(tess, "B")
    box.begins("Before. ")
    house.servers[0].stop()
    try:
        box.types("While nobody answered.")
        expect(box.line).not_to_have_text(SAVED)
        expect(box.line).to_have_text(LOST, timeout=LATER)
        assert [entry["words"] for entry in kept(tess)] == ["While nobody answered."]
        assert "Before" not in kept(tess)[0]["bytes"]
    finally:
        house.servers[0].start()
    expect(box.line).to_have_text(SAVED, timeout=2 * LATER)
    tess.page.wait_for_function("indexedDB.databases().then(() => true)")
    tess.page.reload()
    Box(tess, "sections/B").is_ready().shows("Before. While nobody answered.")
    assert kept(tess) == []


def test_one_goes_offline_and_is_closed_in_the_middle_of_a_word_and_both_texts_are_there(tess: Person, marcus: Person) -> None:
    hers, his = writes_in(tess, "B"), writes_in(marcus, "B")
    hers.begins("Sam draws maps.")
    his.shows("Sam draws maps.")
    cut(tess)
    hers.goes_in(15)
    keyboard = Keyboard(tess)
    keyboard.composes(" He kno")
    expect(hers.line).to_have_text(LOST, timeout=LATER)
    his.types("At home ", at=0)
    his.is_saved()
    tess.page.wait_for_function("indexedDB.databases().then((found) => found.length > 0)")
    tess.page.close()
    mend(tess)
    tess.page = tess.context.new_page()
    hers = writes_in(tess, "B")
    both = hers.holds("At home ", " He kno")
    assert both == "At home Sam draws maps. He kno"
    his.shows(both)
    hers.is_saved()
    assert kept(tess) == []


def test_where_no_socket_opens_the_same_goes_by_http(invite: Invite, marcus: Person) -> None:
    tess = invite("tess", **PHONE)
    tess.context.add_init_script(NO_SOCKETS)
    hers, his = writes_in(tess, "B"), writes_in(marcus, "B")
    hers.begins("By post.")
    his.shows("By post.")
    his.types(" And back.")
    his.is_saved()
    hers.area.focus()
    hers.shows("By post. And back.")
    hers.types(" Again.")
    his.shows("By post. And back. Again.")


def test_the_y_websocket_of_npm_is_a_second_client_as_good_as_any(tess: Person, marcus: Person) -> None:
    hers = writes_in(tess, "B")
    hers.begins("Together.")
    with second_client(marcus, "sections/B") as his:
        his.until(lambda state: state["synced"] and state["words"] == "Together.")
        hers.types(" Hers.")
        his.until(lambda state: state["words"] == "Together. Hers.")
        his.does(insert="His. ", at=0)
        hers.shows("His. Together. Hers.")
        his.does(leave=True)
        his.does(insert="Away. ", at=0)
        hers.types(" More.")
        hers.is_saved()
        his.does(come=True)
        his.until(lambda state: state["words"] == "Away. His. Together. Hers. More.")
        hers.shows("Away. His. Together. Hers. More.")
        assert his.newest["others"] == ["Tess"]


def test_the_name_of_the_box_is_gone_and_a_form_goes_on_its_way_once_all_is_saved(tess: Person) -> None:
    box = writes_in(tess, "B")
    box.begins("Ready.")
    assert box.area.get_attribute("name") is None
    expect(tess.page.locator("#narrative").get_by_role("button", name="Save these words")).to_be_hidden()
    box.types(" And more.")
    tess.page.get_by_role("button", name=re.compile("^Move down")).first.click()
    tess.page.wait_for_url(re.compile("#item-"))
    Box(tess, "sections/B").is_ready().shows("Ready. And more.")


def test_a_text_that_is_too_long_is_not_sent_and_says_so(tess: Person, marcus: Person) -> None:
    hers, his = writes_in(tess, "B"), writes_in(marcus, "B")
    hers.begins("Short.")
    his.shows("Short.")
    hers.area.fill("x" * 20_003)
    expect(hers.line).to_have_text("This can hold 20,000 characters. Yours has 3 too many. What you add is not saved until it is shorter.")
    expect(his.area).to_have_value("Short.")
    hers.area.fill("x" * 12)
    hers.is_saved()
    his.shows("x" * 12)


def test_on_a_phone_the_box_does_not_zoom_and_nothing_jumps_when_the_line_speaks(tess: Person) -> None:
    box = writes_in(tess, "B")
    assert float(box.area.evaluate("(area) => parseFloat(getComputedStyle(area).fontSize)")) >= 16
    before = tess.page.locator("#narrative").bounding_box()
    box.types("Word.")
    box.is_saved()
    after = tess.page.locator("#narrative").bounding_box()
    assert (before or {}).get("height") == (after or {}).get("height")
    assert tess.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_what_one_parent_writes_is_not_named_to_anybody_and_reaches_no_page_of_the_other(invite: Invite, marcus: Person) -> None:
    amara, joel = invite("amara", **PHONE), invite("joel", **DESK)
    joel.reads("A")
    amara.goes_to(f"{SAM}sections/A/edit/")
    place = amara.page.locator("textarea[data-live-text]").first.get_attribute("data-live-text") or ""
    hers = Box(amara, place).is_ready()
    hers.types(" WrittenByAmara")
    hers.is_saved()
    marcus.goes_to(f"{SAM}sections/A/edit/")
    expect(marcus.page.locator("[data-others]:not(:empty)")).to_have_count(0)
    joel.does_not_see("WrittenByAmara")
    assert UNSAVED not in (hers.line.text_content() or "")
