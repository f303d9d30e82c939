"""Two hundred events a second on one plan, words and comments and saves: afterwards every open page reads as if it were fetched anew."""

import asyncio
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.browser import Browser
from tests.at_once import IS_SOAK
from tests.faults.open_page import CSRF, OpenPage
from tests.faults.page import Page, Said, Talker
from tests.faults.stack import Stack, embedded
from tests.faults.test_nothing_is_lost import pytestmark as marks

pytestmark = marks
SECONDS = 30.0 if IS_SOAK else 3.0
A_SECOND = 200
# Of so many events one is a comment, and one is a save of an item; a form costs as much as a hundred keystrokes.
COMMENTS, SAVES = 25, 50
LONGEST = 15_000
SETTLED_WITHIN = 90.0


async def open_pages(stack: Stack, made: dict[str, Any], place: dict[str, Any]) -> list[OpenPage]:
    """Open the plan and the section for everybody."""
    process = stack.processes[0]
    cookies = made["readers"] | {slug: made["people"][slug]["cookie"] for slug in ("marcus", "hana")}
    addresses = (place["plan"], place["page"])
    pages = [OpenPage(slug, process.port, process.origin, cookie, address) for slug, cookie in cookies.items() for address in addresses]
    for page in pages:
        await page.open()
    return pages


class Saver:
    """Somebody who saves the typed fields and the words of one item by its form, again and again."""

    def __init__(self, port: int, cookie: str, address: str) -> None:
        self.browser, self.address = Browser(port, cookie), address
        self.count = 0

    def save(self) -> None:
        """Fetch the form and send it with another source."""
        form = self.browser.form(self.address, self.address)
        self.count += 1
        self.browser.send(self.address, form.fields | {"source": f"Report {self.count}"})


async def burst(stack: Stack, made: dict[str, Any], place: dict[str, Any]) -> Counter[str]:
    """Let eight people write for some seconds; give how many events of each kind were acknowledged."""
    chance, port = random.Random(7), stack.processes[0].port
    said = {slug: Said(person["pk"]) for slug, person in made["people"].items()}
    headers = {slug: {"Cookie": person["cookie"], "Origin": stack.processes[0].origin} for slug, person in made["people"].items()}
    pages = {slug: Page(said[slug], headers[slug], place["socket"], lambda: port) for slug in said}
    talkers = [Talker(said[slug], made["people"][slug]["cookie"], CSRF, place["answer"], lambda: port) for slug in list(said)[:4]]
    savers = [Saver(port, made["people"][slug]["cookie"], item) for slug, item in zip(("marcus", "tess"), place["items"], strict=True)]
    saves: list[asyncio.Task[None]] = []
    while not all(page.is_connected for page in pages.values()):
        await asyncio.sleep(0.05)
    writers, began = list(pages.items()), time.perf_counter()
    for number in range(int(SECONDS * A_SECOND)):
        await asyncio.sleep(max(0.0, began + number / A_SECOND - time.perf_counter()))
        slug, page = writers[number % len(writers)]
        if number % SAVES == 1 and (not saves or saves[-1].done()):
            saves.append(asyncio.create_task(asyncio.to_thread(savers[len(saves) % len(savers)].save)))
        elif number % COMMENTS == 2:
            talkers[number // COMMENTS % len(talkers)].say(f"<{slug}-0-{number}>")
        elif len(page.words) < LONGEST:
            page.type(f"{chance.choice('aeinorst')}>", chance)
    until = time.monotonic() + SETTLED_WITHIN
    while not (all(page.is_settled for page in pages.values()) and all(one.is_settled for one in talkers)) and time.monotonic() < until:
        await asyncio.sleep(0.1)
    await asyncio.gather(*saves)
    counts = Counter(words=sum(len(one.words) - len(page.waiting) for one, page in zip(said.values(), pages.values(), strict=True)))
    counts.update(comments=sum(len(one.comments_acknowledged) for one in said.values()), saves=len(saves))
    assert [code for one in said.values() for code in one.refusals] == []
    await asyncio.gather(*(page.close() for page in pages.values()), *(one.close() for one in talkers))
    return counts


async def until_alike(pages: list[OpenPage]) -> dict[str, list[str]]:
    """Wait until every page reads as if it were fetched anew; name those that never did, and where."""
    unlike: dict[str, list[str]] = {}
    until = time.monotonic() + SETTLED_WITHIN
    while time.monotonic() < until:
        unlike = {f"{page.who} {page.address}": names for page in pages if (names := await page.unlike())}
        if not unlike:
            break
        await asyncio.sleep(1)
    return unlike


async def test_every_open_page_ends_equal_to_a_fresh_load(seeded: tuple[Path, dict[str, Any]]) -> None:
    database, made = seeded
    place = next(one for one in made["rounds"] if one["code"] == "B")
    with embedded(database) as stack:
        await stack.open()
        pages: list[OpenPage] = []
        try:
            pages = await open_pages(stack, made, place)
            counts = await burst(stack, made, place)
            print(f"acknowledged in {SECONDS:.0f} s and after: {dict(counts)}")
            assert await until_alike(pages) == {}
            # Everybody was told, and nobody had to load the page again.
            assert all(page.pushed for page in pages)
            assert [page.closed_with for page in pages if page.closed_with] == []
        finally:
            await asyncio.gather(*(page.close() for page in pages))
            await stack.close()
    assert counts["words"] > SECONDS * A_SECOND * 0.8
    assert counts["comments"] > 10
    assert counts["saves"] > 0


async def test_a_page_that_missed_something_is_seen(seeded: tuple[Path, dict[str, Any]]) -> None:
    database, made = seeded
    place = next(one for one in made["rounds"] if one["code"] == "B")
    with embedded(database) as stack:
        await stack.open()
        pages: list[OpenPage] = []
        try:
            pages = await open_pages(stack, made, place)
            await pages[1].close()  # its socket has gone, and it does not know
            port = stack.processes[0].port
            await asyncio.to_thread(Saver(port, made["people"]["marcus"]["cookie"], place["items"][0]).save)
            assert list(await until_alike_or_first(pages)) == [f"{pages[1].who} {pages[1].address}"]
        finally:
            await asyncio.gather(*(page.close() for page in pages))
            await stack.close()


async def until_alike_or_first(pages: list[OpenPage]) -> dict[str, list[str]]:
    """Wait until all but the second page read as if fetched anew, and name what does not."""
    others = [page for page in pages if page is not pages[1]]
    assert await until_alike(others) == {}
    return {f"{page.who} {page.address}": names for page in pages if (names := await page.unlike())}
