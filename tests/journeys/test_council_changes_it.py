"""A council changes its pages, its help and its colours in Chromium, without a developer; what it publishes can be read by everybody."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Invite
from tests.journeys.house import House, manage
from tests.journeys.person import DESK, PHONE, SAM, Person
from tests.journeys.test_accessibility import at_every_width

pytestmark = pytest.mark.browser

DUTY = """
from django.contrib.auth.models import Group
from permissions.models import User
User.objects.get(name="Corinne Baker").groups.add(Group.objects.get(name="Content editors"))
"""
PUBLIC = (
    "/",
    "/guidance/",
    "/guidance/sections/section-f/",
    "/guidance/words/",
    "/guidance/your-rights/if-you-disagree/",
    "/guidance/your-information/",
)
SETTINGS = "/cms/settings/portal/councilsettings/"
HELP = "/cms/snippets/portal/sectionhelp/"


@pytest.fixture
def corinne(house: House, invite: Invite) -> Person:
    """Give Corinne the duty of a content editor."""
    manage("shell", "-v0", "-c", DUTY, **house.servers[0].settings)
    return invite("corinne", **DESK)


@pytest.fixture
def visitor(house: House, browser: Browser) -> Iterator[Page]:
    """Let somebody in who never signed in, with a phone."""
    context = browser.new_context(**PHONE, base_url=house.door())
    yield context.new_page()
    context.close()


def saves(page: Page) -> None:
    page.get_by_role("button", name="Save").first.click()


def paints(corinne: Person, brand: str, action: str, link: str) -> Page:
    page = corinne.goes_to(SETTINGS)
    for name, colour in (("brand", brand), ("action", action), ("link", link)):
        page.fill(f"#id_{name}_colour", colour)
    saves(page)
    return page


def test_a_page_is_edited_and_published_and_everybody_reads_it(corinne: Person, visitor: Page) -> None:
    page = corinne.goes_to("/cms/pages/")
    for title in ("Guidance", "Independent help"):
        page.get_by_role("link", name=title, exact=True).first.click()
        page.wait_for_url("**/edit/")
        number = page.url.split("/")[-3]
        if title != "Independent help":
            page = corinne.goes_to(f"/cms/pages/{number}/")
    page.fill("#id_title", "Who else can help")
    page.locator(".public-DraftEditor-content").first.wait_for()
    page.evaluate("document.querySelector('button[name=action-publish]').click()")
    page.get_by_text("has been published").wait_for()
    visitor.goto("/guidance/independent-help/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Who else can help")


def test_the_help_beside_a_section_is_edited_and_seen_by_a_parent_on_a_phone(corinne: Person, invite: Invite) -> None:
    page = corinne.goes_to(HELP)
    page.get_by_role("link", name="Special educational provision (Section F)").first.click()
    page.locator(".public-DraftEditor-content").nth(1).wait_for()
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Say who helps, how often and how long.")
    expect(page.locator("[name=what]")).to_have_value(
        re.compile(r"how long\."), timeout=10_000
    )  # the editor hands its words over after a pause
    saves(page)
    page.get_by_text("(Section F)' updated").wait_for()
    amara = invite("amara", **PHONE)
    amara.goes_to(f"{SAM}sections/F/")
    expect(amara.page.get_by_text("Say who helps, how often and how long.")).to_be_hidden()
    amara.page.get_by_text("What goes in this section?").click()
    amara.sees("Say who helps, how often and how long.")
    assert at_every_width(amara.page) == []


def test_a_colour_that_cannot_be_read_is_refused_and_its_nearest_shade_is_taken(corinne: Person, visitor: Page) -> None:
    page = paints(corinne, "#7fb3a8", "#0f5f5a", "#0b5563")
    refusal = page.locator(".w-field__errors, .error-message").filter(has_text="contrast").first
    expect(refusal).to_contain_text("White words on #7fb3a8 have a contrast of 2.3")
    shade = (refusal.text_content() or "").split("read is ")[1].split(".")[0].strip()
    visitor.goto("/")
    assert "/theme/" not in visitor.content()
    page.fill("#id_brand_colour", shade)
    saves(page)
    page.get_by_text("updated").first.wait_for()
    visitor.goto("/")
    assert visitor.evaluate("getComputedStyle(document.querySelector('.govuk-generic-header')).backgroundColor") == rgb(shade)


@pytest.mark.parametrize("colours", [("#12403f", "#0f5f5a", "#0b5563"), ("#5b1a4b", "#8a3a00", "#1f4fa3")])
def test_every_public_page_can_be_used_by_everybody_in_two_themes(corinne: Person, visitor: Page, colours: tuple[str, str, str]) -> None:
    paints(corinne, *colours).get_by_text("updated").first.wait_for()
    found = []
    for address in PUBLIC:
        visitor.goto(address)
        assert visitor.evaluate("getComputedStyle(document.querySelector('.govuk-generic-header')).backgroundColor") == rgb(colours[0])
        found += at_every_width(visitor)
    assert found == []


def rgb(colour: str) -> str:
    return f"rgb({int(colour[1:3], 16)}, {int(colour[3:5], 16)}, {int(colour[5:7], 16)})"
