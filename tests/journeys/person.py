"""Somebody of the cast in a browser of her own: what a person does with a page, in a person's words."""

import re
import time
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, WebSocket, expect

SAM = "/plans/0000-0SAM/"
# Patience with a busy machine, in milliseconds; also of every `expect` of the journeys.
SOON = 15_000
expect.set_options(timeout=SOON)
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}


@dataclass
class Person:
    """One person: her browser, the page before her, and what the browser complained of."""

    slug: str
    origin: str
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def goes_to(self, address: str) -> Page:
        """Open an address of the portal."""
        self.page.goto(self.origin + address)
        return self.page

    def reads(self, code: str) -> Page:
        """Open a section of Sam's plan, and wait until the page hears what happens."""
        return self.listens(f"{SAM}sections/{code}/")

    def listens(self, address: str) -> Page:
        """Open a page and wait until its socket was welcomed."""
        frames: list[str | bytes] = []
        sockets: list[WebSocket] = []

        def note(socket: WebSocket) -> None:
            sockets.append(socket)
            socket.on("framereceived", lambda frame: frames.append(frame))

        self.page.once("websocket", note)
        self.goes_to(address)
        if not sockets:
            self.page.wait_for_event("websocket")
        for _ in range(150):  # asked again and again: a frame may come between the look and the wait
            if frames:
                break
            self.page.wait_for_timeout(100)
        assert frames, "the page's socket was not welcomed"
        return self.page

    def another_page(self) -> "Person":
        """Open a second tab of the same browser, so that the first can be left open."""
        other = Person(self.slug, self.origin, self.context, self.context.new_page(), self.complaints, self.elsewhere)
        other.listen_to_browser()
        return other

    def presses(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Press the button or link of this name, and see the next page."""
        place = within or self.page.locator("main")
        place.get_by_role("button", name=name).or_(place.get_by_role("link", name=name)).first.click()

    def changes(self, item: str) -> None:
        """Press "Change" beside an item, where its section is written."""
        self.page.get_by_role("link").filter(has_text=f"Change: {item}").click()

    def fills(self, words: dict[str, str]) -> None:
        """Fill a form: the label of each control and what goes into it."""
        for label, value in words.items():
            self.page.get_by_label(_asked(label)).fill(value)

    def picks(self, question: str, answer: str) -> None:
        """Choose one of the radios or boxes under a question."""
        self.page.get_by_role("group", name=_asked(question)).get_by_label(answer).check()

    def ticks(self, statement: str) -> None:
        """Tick a box."""
        self.page.get_by_label(statement, exact=True).check()

    def picks_day(self, question: str, day: int, month: int, year: int) -> None:
        """Fill the three boxes of a day."""
        boxes = self.page.get_by_role("group", name=_asked(question))
        for label, value in (("Day", day), ("Month", month), ("Year", year)):
            boxes.get_by_label(label).fill(str(value))

    def sees(self, words: str | re.Pattern[str], *, within: int = SOON) -> None:
        """Wait until words stand on the page, without touching it."""
        expect(self.page.get_by_text(words).locator("visible=true").first).to_be_visible(timeout=within)

    def does_not_see(self, words: str) -> None:
        """Look for words in all of the page, also where it is folded."""
        assert words not in self.page.content()

    def waits_to_be_signed_out(self) -> None:
        """Wait until the browser has no session any more."""
        until = time.monotonic() + SOON / 1000
        while any(cookie["name"] == "sessionid" for cookie in self.context.cookies()):
            assert time.monotonic() < until, "still signed in"
            self.page.wait_for_timeout(50)

    def listen_to_browser(self) -> None:
        """Note what the browser complains of, and every request that leaves the portal."""
        self.page.on("console", lambda said: self.complaints.append(f"{self.page.url}: {said.text}") if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("request", lambda asked: self.elsewhere.append(asked.url) if not self._is_home(asked.url) else None)

    def _is_home(self, url: str) -> bool:
        return url.startswith((f"{self.origin}/", f"{self.origin.replace('http', 'ws')}/", "data:"))


def _asked(label: str) -> re.Pattern[str]:
    return re.compile(rf"^{re.escape(label)}( \(optional\))?$")


def sign_in(browser: Browser, origin: str, slug: str, **window: Any) -> Person:
    """Let somebody of the cast in, by the button beside their name."""
    context = browser.new_context(**(window or DESK))
    context.set_default_timeout(15_000)
    person = Person(slug, origin, context, context.new_page())
    person.listen_to_browser()
    person.goes_to("/demo/")
    person.page.locator(f"button[name=person][value={slug}]").click()
    person.page.wait_for_url(re.compile(r"/(home|plans)/"))
    return person
