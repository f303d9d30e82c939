"""The journey by keyboard alone: every step is reached by Tab and done by Enter, Space or the arrows; the focus is always seen."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Invite
from tests.journeys.house import House
from tests.journeys.person import DESK, PHONE, SAM

pytestmark = pytest.mark.browser

MOST_TABS = 150

# What has the focus: its words, whether it can be told from what has none, and whether something fixed or sticky lies over it.
FOCUS = """() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const look = getComputedStyle(element);
  const label = element.labels?.[0];
  const drawn = label?.closest(".govuk-radios__item, .govuk-checkboxes__item") ? getComputedStyle(label, "::before") : look;
  const inner = element.localName === "summary" ? getComputedStyle(element.firstElementChild) : look;
  const isSeen = [look, drawn, inner].some((one) =>
    (one.outlineStyle !== "none" && parseFloat(one.outlineWidth) > 0) || one.boxShadow !== "none");
  const isInside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
  const middle = document.elementFromPoint(
    Math.min(Math.max(box.left + Math.min(box.width, 300) / 2, 0), innerWidth - 1),
    Math.min(Math.max(box.top + Math.min(box.height, 30) / 2, 0), innerHeight - 1));
  const over = middle && !element.contains(middle) && !middle.contains(element) && !label?.contains(middle)
    && middle.closest(".govuk-exit-this-page, .portal-live__bar");
  const field = label ? label.textContent : element.getAttribute("aria-label") ?? "";
  const words = (field || element.textContent || element.value || "").replace(/\\s+/g, " ").trim();
  return { words, kind: element.localName, type: element.type ?? "", name: element.name ?? "", value: element.value ?? "", isSeen, isInside, isHidden: Boolean(over) };
}"""


def tab_to(page: Page, words: str, *, back: bool = False) -> None:
    """Press Tab until what has the focus begins with these words; on the way the focus is always seen and never hidden."""
    passed = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        focus = page.evaluate(FOCUS)
        passed.append(focus["words"][:40])
        assert focus["isSeen"], f"no focus to be seen on {focus} at {page.url}"
        assert focus["isInside"], f"the focus is outside the window on {focus} at {page.url}"
        assert not focus["isHidden"], f"something lies over {focus} at {page.url}"
        if focus["words"].startswith(words):
            return
    raise AssertionError(f"{words!r} is not reached at {page.url}: {passed}")


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def write(page: Page, label: str, words: str) -> None:
    """Reach a field and type into it."""
    tab_to(page, label)
    page.keyboard.type(words)


@pytest.fixture
def keyboard(house: House, browser: Browser) -> Page:
    """Sign Marcus in through the page of the demo, by keyboard."""
    page = browser.new_context(**DESK).new_page()
    page.goto(f"{house.door()}/demo/")
    tab_to(page, "Sign in as Marcus Bell")
    press(page, "Enter")
    return page


def test_marcus_does_his_work_by_keyboard_alone(keyboard: Page) -> None:
    page = keyboard
    tab_to(page, "Sam Adeyemi")
    press(page, "Enter")
    tab_to(
        page, "Special educational needs" if page.get_by_role("link", name="Special educational needs").count() else "What help is needed"
    )
    press(page, "Enter")
    tab_to(page, "Write in this section")
    press(page, "Enter")
    tab_to(page, "Add a need")
    press(page, "Enter")
    write(page, "The need", "Sam needs the light behind him.")
    tab_to(page, "Communication and interaction")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Only me, for now")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Social, emotional and mental health")).to_be_checked()
    expect(page.get_by_label(re.compile("Put it forward"))).to_be_checked()
    tab_to(page, "Save")
    press(page, "Enter")
    expect(page.locator("main")).to_contain_text("Sam needs the light behind him")


def test_marcus_comments_by_keyboard_alone(keyboard: Page) -> None:
    page = keyboard
    page.goto(page.url.split("/home/")[0] + f"{SAM}sections/D/")
    write(page, "Start a conversation about this section", "Is the light in the hall bright?")
    tab_to(page, "Everyone who may see this section")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Professionals and the council, not the family")).to_be_checked()
    tab_to(page, "Send")
    press(page, "Enter")
    expect(page.locator(".portal-thread", has_text="Is the light in the hall bright?")).to_contain_text("the family can’t")


def test_the_golden_thread_is_followed_by_keyboard_alone(keyboard: Page) -> None:
    page = keyboard
    page.goto(page.url.split("/home/")[0] + SAM)
    tab_to(page, "See how it fits together")
    press(page, "Enter")
    tab_to(page, "Hope: I want another friend")
    page.keyboard.press("Enter")
    tab_to(page, "Need:")
    page.keyboard.press("Space")
    tab_to(page, "Read it in")
    tab_to(page, "From outcomes back to hopes", back=True)
    press(page, "Enter")
    expect(page.locator("main summary").first).to_contain_text("Outcome:")


def test_the_skip_link_leads_past_the_menu(invite: Invite) -> None:
    page = invite("amara", **PHONE).goes_to(SAM)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["words"] == "Skip to the main part of this page"
    expect(page.get_by_role("link", name="Skip to the main part of this page")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_shift_pressed_three_times_leaves_and_signs_out(invite: Invite) -> None:
    amara = invite("amara", **PHONE)
    page = amara.goes_to(SAM)
    page.route(lambda url: not url.startswith(amara.origin), lambda route: route.fulfill(body="Weather", content_type="text/html"))
    exit_url = page.get_by_role("button", name=re.compile("Exit this page")).first.get_attribute("href")
    with page.expect_request(lambda asked: asked.method == "POST" and asked.url.startswith(amara.origin)):
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(f"{exit_url}**")
    assert set(amara.elsewhere) == {exit_url}
    amara.elsewhere.clear()
    # The sign-out goes on behind the page that was left: the session ends a moment later.
    amara.waits_to_be_signed_out()
    page.go_back()
    # The plan's own place in the history was taken by where one went: back leads past it, and shows nothing of it.
    expect(page).not_to_have_url(re.compile("/plans/"))
    expect(page.get_by_role("heading", name=re.compile("Sam"))).to_have_count(0)
    amara.goes_to(SAM)
    expect(page).to_have_url(re.compile("/sign-in/"))


def test_the_focus_is_not_hidden_on_a_phone_in_a_long_section(invite: Invite) -> None:
    page = invite("amara", **PHONE).goes_to(f"{SAM}sections/A/edit/")
    tab_to(page, "What do these words mean?")
    tab_to(page, "Add a voice", back=True)


def test_an_invisible_or_hidden_focus_is_found(invite: Invite) -> None:
    """Plant what the other tests look for, so that their silence means something."""
    page = invite("amara", **PHONE).goes_to(SAM)
    page.evaluate("for (const link of document.links) { link.style.outline = 'none'; link.style.boxShadow = 'none'; }")
    with pytest.raises(AssertionError, match="no focus to be seen"):
        tab_to(page, "Who is in this plan")
