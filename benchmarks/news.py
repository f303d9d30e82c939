"""How long until somebody else sees it: from the moment a comment or an item is sent to the moment it stands in another person's open page.

    python -m benchmarks.news

Marcus writes by forms over HTTP; Priya has the section open in Chromium, and once more as a bare socket. First the embedded way (SQLite, one process), then
PostgreSQL, Redis and two processes, Marcus at the one and Priya at the other.
"""

import json
import queue
import random
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from playwright.sync_api import Page, sync_playwright
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from benchmarks.browser import Browser
from benchmarks.house import House, cookie_of, open_house, redis, served
from benchmarks.report import Report, Row, Target, finish, p50_p95

TIMES, WARM_UP, PATIENCE, LONGEST = 60, 3, 10.0, 14.0
TARGET = 150.0
SAM, SECTION = "0000-0SAM", "F"
ADDRESS = f"/plans/{SAM}/sections/{SECTION}/"
# Note when each mark first stands in the page.
WATCH = """() => {
  window.seenAt = {};
  const look = () => {
    for (const mark of document.body.textContent.match(/measured-\\w+/g) ?? []) window.seenAt[mark] ??= performance.timeOrigin + performance.now();
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""


class Ear:
    """An open socket of the plan: notes when each mark first comes."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.heard: queue.Queue[tuple[float, str]] = queue.Queue()
        socket.send(json.dumps({"type": "hello", "cursor": None, "page": "section", "section": SECTION}))
        assert '"welcome"' in str(socket.recv(PATIENCE))
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(ConnectionClosed):
            for frame in self.socket:
                now = time.time()
                for mark in re.findall(r"measured-\w+", str(frame)):
                    self.heard.put((now, mark))

    def wait_for(self, mark: str) -> float:
        """Say when this mark came."""
        while True:
            now, heard = self.heard.get(timeout=PATIENCE)
            if heard == mark:
                return now


@contextmanager
def listening(port: int, cookie: str) -> Iterator[tuple[Ear, Page]]:
    """Open the section for Priya, as a socket and in Chromium."""
    headers = {"Cookie": cookie}
    with (
        connect(f"ws://127.0.0.1:{port}/ws/plans/{SAM}/", additional_headers=headers, origin=f"http://127.0.0.1:{port}") as socket,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = chromium.new_page()
        name, _, value = cookie.partition("=")
        page.context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{port}"}])
        with page.expect_websocket() as opened:
            page.goto(f"http://127.0.0.1:{port}{ADDRESS}")
        opened.value.wait_for_event("framereceived")
        page.evaluate(WATCH)
        yield Ear(socket), page
        chromium.close()


def comment(browser: Browser) -> Callable[[str], None]:
    """Give the act of answering in a conversation."""
    form = next(one for one in _forms(browser, ADDRESS) if "/threads/" in one.action)

    def act(mark: str) -> None:
        browser.send(form.action, form.fields | {"text": f"Thank you, {mark}.", "post_key": str(uuid.uuid4())})

    return act


def item(browser: Browser) -> Callable[[str], None]:
    """Give the act of saving an item, each time on what was saved before."""
    address = re.findall(rf'href="(/plans/{SAM}/items/[0-9a-f-]+/)"', browser.get(f"{ADDRESS}edit/"))[0]
    form = next(one for one in _forms(browser, address) if "seq" in one.fields)
    seq = int(form.fields["seq"])

    def act(mark: str) -> None:
        nonlocal seq
        browser.send(address, form.fields | {"text": f"{form.fields['text'].strip()} {mark}", "seq": str(seq)})
        seq += 1

    return act


def _forms(browser: Browser, address: str) -> list[Any]:
    from benchmarks.browser import forms_in

    return forms_in(browser.get(address))


def measure() -> Report:
    """Measure both ways to run the portal."""
    began = time.perf_counter()
    rows: list[Row] = []
    with open_house() as house:
        rows += _embedded(house)
        rows += _two_processes(house)
    notes = (
        f"Up to {TIMES} comments and {TIMES} saves each way, one after the other with a pause; from before the form is sent until it stands in the page (Chromium) or in",
        "a frame (socket). 50 ms of it are the pause in which the socket gathers several bells into one look. Chromium and the servers share the machine's cores.",
        f"Target (design.md 11): p95 under {TARGET:g} ms on the development machine.",
    )
    return Report("news", "A comment and a save, from sent to seen by somebody else", tuple(rows), notes, time.perf_counter() - began)


def _embedded(house: House) -> list[Row]:
    database = house.sqlite_copy("news")
    with served(database) as port:
        return _both(database, port, port, "SQLite, one process")


def _two_processes(house: House) -> list[Row]:
    database = house.postgres_copy("news")
    with ExitStack() as stack:
        bell = stack.enter_context(redis(house.folder))
        first, second = (stack.enter_context(served(database, REDIS_URL=bell)) for _ in range(2))
        return _both(database, first, second, "PostgreSQL, Redis, two processes")


def _both(database: str, at: int, other: int, words: str) -> list[Row]:
    writer = Browser(at, cookie_of("marcus", database))
    with listening(other, cookie_of("priya", database)) as (ear, page):
        return [_row(f"{what}: {words}", act, ear, page) for what, act in (("comment", comment(writer)), ("item saved", item(writer)))]


def _row(what: str, act: Callable[[str], None], ear: Ear, page: Page) -> Row:
    heard: list[float] = []
    seen: list[float] = []
    end = time.monotonic() + LONGEST
    for turn in range(TIMES + WARM_UP):
        if time.monotonic() > end:
            break
        mark = f"measured-{uuid.uuid4().hex[:12]}"
        began = time.time()
        act(mark)
        came = ear.wait_for(mark)
        stood = page.wait_for_function("mark => window.seenAt[mark]", arg=mark, timeout=PATIENCE * 1000).json_value() / 1000
        if turn >= WARM_UP:
            heard.append((came - began) * 1000)
            seen.append((stood - began) * 1000)
        time.sleep(random.uniform(0.05, 0.15))
    return Row(
        what,
        {"posts": len(seen)} | p50_p95(heard, "in the socket") | p50_p95(seen, "seen in Chromium"),
        (Target("p95 ms seen in Chromium", TARGET),),
    )


if __name__ == "__main__":
    finish(measure())
