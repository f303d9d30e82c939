"""Every page of the journey, at three widths, by axe; and by what axe does not measure: no sideways scrolling, text at twice its size."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import CHROMIUM, Invite
from tests.journeys.house import House
from tests.journeys.person import PHONE, SAM, Person, sign_in

pytestmark = pytest.mark.browser

AMARAS = (
    "/home/?all=1",
    SAM,
    f"{SAM}sections/A/",
    f"{SAM}sections/A/edit/",
    f"{SAM}sections/A/add/voice/",
    f"{SAM}sections/F/",
    f"{SAM}thread/",
    f"{SAM}versions/",
    f"{SAM}versions/compare/",
    f"{SAM}people/",
    f"{SAM}sections/B/history/",
    "/guidance/",
    "/guidance/sections/",
    f"{SAM}not-there/",
)
MARCUSES = (
    "/home/",
    "/plans/new/",
    f"{SAM}sections/F/edit/",
    f"{SAM}sections/F/add/provision/",
    f"{SAM}sections/B/add/need/",
    f"{SAM}sections/E/add/outcome/",
    f"{SAM}sections/B/history/",
    f"{SAM}versions/",
    f"{SAM}versions/new/",
    f"{SAM}people/",
    f"{SAM}people/add/",
    f"{SAM}held-back/",
)
OUTSIDE = ("/demo/", "/demo/mail/", "/sign-in/")
ZOES_VERSIONS = "/plans/0000-0Z0E/versions/"
WIDTHS = (320, 390, 1280)


def faults(page: Page) -> list[str]:
    """Ask axe, also for targets of at least 24 px (WCAG 2.2); say each rule that found something, and where."""
    found = Axe().run(page, options={"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}).response["violations"]
    return [f"{where(page)}: {rule['id']} at {node['target']}" for rule in found for node in rule["nodes"]]


def too_wide(page: Page) -> list[str]:
    """Say whether a page scrolls sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [f"{where(page)}: wider than the window"] if wide else []


def where(page: Page) -> str:
    return f"{page.url} at {page.evaluate('innerWidth')} px"


def at_every_width(page: Page) -> list[str]:
    """Look by axe, and for sideways scrolling, in windows of each width."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        found += faults(page) + too_wide(page)
    return found


def walk(person: Person, pages: tuple[str, ...], look: Callable[[Page], list[str]] = at_every_width) -> list[str]:
    """Open each page and look at it."""
    return [fault for address in pages for fault in look(person.goes_to(address))]


def test_nothing_is_found_on_the_pages_of_the_family(invite: Invite) -> None:
    assert walk(invite("amara", **PHONE), AMARAS) == []


def test_nothing_is_found_on_the_pages_of_the_coordinator(invite: Invite) -> None:
    marcus = invite("marcus")
    assert walk(marcus, MARCUSES) == []
    marcus.goes_to(f"{SAM}versions/compare/")
    marcus.presses("Compare")
    assert at_every_width(marcus.page) == []


def test_nothing_is_found_on_a_version(invite: Invite) -> None:
    zoe = invite("zoe", **PHONE)
    zoe.goes_to(ZOES_VERSIONS)
    zoe.page.locator(".portal-cards .portal-card a").first.click()
    assert at_every_width(zoe.page) == []


def test_nothing_is_found_before_sign_in_and_on_a_form_with_errors(invite: Invite) -> None:
    priya = invite("priya")
    priya.goes_to(f"{SAM}sections/B/add/need/")
    priya.presses("Save")
    assert at_every_width(priya.page) == []
    assert walk(priya, OUTSIDE) == []


PLANTED = """
document.querySelector("main").insertAdjacentHTML("beforeend",
  '<input type="text" id="planted-input"><p id="planted-grey" class="planted">Words</p><button id="planted-button"></button>' +
  '<p><button id="planted-small">a</button><button id="planted-other">b</button></p>');
for (const small of document.querySelectorAll("#planted-small, #planted-other")) Object.assign(small.style, { width: "10px", height: "10px", padding: 0 });
document.getElementById("planted-grey").style.color = "#c8c8c8";
"""


def test_axe_finds_what_is_planted(invite: Invite) -> None:
    amara = invite("amara", **PHONE)
    page = amara.goes_to(f"{SAM}sections/A/")
    assert faults(page) == []
    page.evaluate(PLANTED)
    found = "\n".join(faults(page))
    for planted in ("planted-input", "planted-grey", "planted-button", "target-size at ['#planted-small']"):
        assert planted in found


def test_a_page_that_is_too_wide_is_found(invite: Invite) -> None:
    page = invite("amara", **PHONE).goes_to(SAM)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<pre>' + 'word'.repeat(200) + '</pre>')")
    assert too_wide(page) != []


def test_text_at_twice_its_size_stays_within_the_window(house: House, browser: Browser) -> None:
    """The reader's own text size doubled, as in WCAG 1.4.4, on a phone; media queries in em feel it too."""
    large = browser.browser_type.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--blink-settings=defaultFontSize=32"])
    amara = sign_in(large, house.door(), "amara", **PHONE)
    assert amara.page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert walk(amara, AMARAS, too_wide) == []
    large.close()


SPACED = """
const sheet = new CSSStyleSheet();
sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
  + "p { margin-block-end: 2em !important }");
document.adoptedStyleSheets = [sheet];
"""


def test_wider_spacing_of_text_stays_within_the_narrowest_window(invite: Invite) -> None:
    """The spacing that a reader may set, as in WCAG 1.4.12."""
    amara = invite("amara", **PHONE)
    amara.page.set_viewport_size({"width": WIDTHS[0], "height": 844})

    def spaced(page: Page) -> list[str]:
        page.evaluate(SPACED)
        return too_wide(page)

    assert walk(amara, AMARAS, spaced) == []
