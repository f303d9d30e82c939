"""A page that somebody has open, as its script keeps it: its regions, replaced by what the plan's socket brings; and the same page fetched again."""

import asyncio
import http.client
import json
import re
from html.parser import HTMLParser

from benchmarks.live.door import TEXT, Door

CSRF = "a" * 32
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# What differs in every rendering: tokens and keys of forms; and what is new to somebody until they have fetched it.
_TOKENS = re.compile(r'value="[A-Za-z0-9]{64}"|value="[0-9a-f-]{36}"')
_NEW = re.compile(r'<strong class="govuk-tag portal-tag--new">[^<]*</strong>|<p class="portal-small">New to you</p>|, \d+ new\b')


class _Regions(HTMLParser):
    """Find the inside of every region of a page, and what its socket is to be told."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.main: dict[str, str] = {}
        self.regions: dict[str, str] = {}
        self._open: list[tuple[str, str | None, int]] = []
        self._lines = [0]
        for line in html.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self._html = html
        self.feed(html)

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        given = {name: value or "" for name, value in attrs}
        if tag == "main":
            self.main = given
        if tag not in VOID:
            self._open.append((tag, given.get("data-region"), self._at() + len(self.get_starttag_text() or "")))

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and whatever in it was never closed."""
        while self._open:
            open_, region, begin = self._open.pop()
            if region is not None:
                self.regions[region] = self._html[begin : self._at()]
            if open_ == tag:
                return


def alike(html: str) -> str:
    """Leave out what differs in every rendering."""
    return re.sub(r"\s+", " ", _NEW.sub("", _TOKENS.sub("", html))).strip()


class OpenPage:
    """One page in one browser."""

    def __init__(self, who: str, port: int, origin: str, cookie: str, address: str) -> None:
        self.who, self.port, self.origin, self.address = who, port, origin, address
        self.cookie = f"{cookie}; csrftoken={CSRF}"
        self.regions: dict[str, str] = {}
        self.pushed = 0
        self.closed_with: list[int] = []
        self._main: dict[str, str] = {}
        self._cursor = ""
        self._task: asyncio.Task[None] | None = None
        self._door: Door | None = None
        self._welcome = asyncio.Event()

    async def open(self) -> None:
        """Fetch the page, connect its socket, and wait until it is welcomed."""
        page = await asyncio.to_thread(self._fetch)
        self.regions, self._main = page.regions, page.main
        self._cursor = self._main["data-cursor"]
        self._task = asyncio.create_task(self._listen())
        await asyncio.wait_for(self._welcome.wait(), 60)

    def _fetch(self) -> _Regions:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", self.address, headers={"Cookie": self.cookie})
            answer = connection.getresponse()
            html = answer.read().decode()
            assert answer.status == 200, (self.who, self.address, answer.status)
            return _Regions(html)
        finally:
            connection.close()

    async def _listen(self) -> None:
        """Stay connected, as the page's script does: after a break it says up to where it has heard."""
        while True:
            headers = {"Cookie": self.cookie, "Origin": self.origin}
            door = self._door = await Door.open(self.port, self._main["data-plan-socket"], self._hear, **headers)
            hello = {
                "type": "hello",
                "cursor": self._cursor,
                "page": self._main["data-page"],
                "section": self._main["data-section"] or None,
            }
            door.send(json.dumps(hello).encode(), TEXT)
            self.closed_with.append(await door.closed)
            await asyncio.sleep(0.2)

    def _hear(self, _door: Door, _now: float, frame: bytes) -> None:
        message = json.loads(frame)
        self._cursor = message.get("cursor", self._cursor)
        self._welcome.set()
        for region in message.get("regions", ()):
            self.pushed += 1
            if region["region"] in self.regions:
                self.regions[region["region"]] = region["html"]

    async def unlike(self) -> list[str]:
        """Fetch the page again, and name the regions that read otherwise there."""
        fresh = (await asyncio.to_thread(self._fetch)).regions
        names = self.regions.keys() | fresh.keys()
        return sorted(name for name in names if alike(self.regions.get(name, "")) != alike(fresh.get(name, "")))

    async def close(self) -> None:
        """Close the page."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._door is not None:
            self._door.cut()
