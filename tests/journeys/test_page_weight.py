"""What a first visit on a phone costs, in compressed bytes over the line; and that nothing is asked of anybody else."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import Invite
from tests.journeys.person import PHONE, SAM, Person

pytestmark = pytest.mark.browser

READING, WRITING = 60_000, 100_000
COUNTED = {"Document", "Stylesheet", "Script"}
PAGES = {
    "/home/?all=1": READING,
    SAM: READING,
    f"{SAM}sections/A/": READING,
    f"{SAM}sections/F/": READING,
    f"{SAM}sections/A/edit/": WRITING,
    f"{SAM}sections/A/add/voice/": WRITING,
}


@dataclass
class Scales:
    """Weigh what one page brings over the line, by kind."""

    kinds: dict[str, str] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)

    def put_on(self, page: Page) -> None:
        """Listen to the browser's own counting."""
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.on("Network.responseReceived", self._came)
        line.on("Network.loadingFinished", self._ended)

    def _came(self, event: dict[str, Any]) -> None:
        self.kinds[event["requestId"]] = event["type"]

    def _ended(self, event: dict[str, Any]) -> None:
        self.weights[event["requestId"]] = event["encodedDataLength"]

    @property
    def total(self) -> float:
        """Add up pages, styles and scripts."""
        return sum(weight for number, weight in self.weights.items() if self.kinds.get(number) in COUNTED)


def weigh(browser: Browser, person: Person, address: str) -> Scales:
    """Open a page in a browser that has seen nothing yet."""
    context = browser.new_context(**PHONE, storage_state=person.context.storage_state())
    scales = Scales()
    page = context.new_page()
    scales.put_on(page)
    page.goto(person.origin + address, wait_until="networkidle")
    context.close()
    return scales


def test_a_first_visit_of_a_parent_stays_within_its_budget(browser: Browser, invite: Invite) -> None:
    amara = invite("amara", **PHONE)
    found = {address: weigh(browser, amara, address) for address in PAGES}
    assert {address: scales.total for address, scales in found.items() if scales.total > PAGES[address]} == {}
    for scales in found.values():
        assert set(scales.kinds.values()) >= COUNTED, "pages, styles and scripts were all weighed"


def test_every_page_arrives_compressed(browser: Browser, invite: Invite) -> None:
    amara = invite("amara", **PHONE)
    page = amara.page
    answers: list[tuple[str, str]] = []
    page.on("response", lambda answer: answers.append((answer.request.resource_type, answer.headers.get("content-encoding", ""))))
    page.goto(amara.origin + SAM)
    assert {kind for kind, encoding in answers if kind in ("document", "stylesheet", "script") and encoding not in ("gzip", "br")} == set()


@pytest.mark.parametrize("slug", ["amara", "marcus"])
def test_no_page_asks_another_origin_for_anything(invite: Invite, slug: str) -> None:
    person = invite(slug)
    for address in (*PAGES, f"{SAM}thread/", f"{SAM}versions/", f"{SAM}people/", "/guidance/", "/sign-in/", "/demo/", "/not-there/"):
        person.goes_to(address)
    assert person.elsewhere == []


def test_a_request_to_another_origin_is_found(invite: Invite) -> None:
    amara = invite("amara")
    amara.page.evaluate("fetch('http://127.0.0.1:9/').catch(() => null)")
    amara.page.wait_for_function("true")
    assert amara.complaints != []
    amara.complaints.clear()
    amara.elsewhere.clear()
