"""Two processes on PostgreSQL and Redis: what is typed into one is read from the other, by the bell and without it, and the log is one."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import redis
import websockets
from pycrdt import Doc, Text

from plans.livetext.update import read_varuint, write_varuint
from tests import servers
from tests.journeys.house import House, manage, seed, serving

pytestmark = pytest.mark.two_servers

PLACE = "/ws/plans/00000SAM/sections/C/text/"
SOON = 60


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """Start PostgreSQL, Redis and two processes of the portal."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            settings = servers.start(Path(folder))
            seed(settings["DATABASE_URL"])
            with serving(settings, processes=2) as house:
                yield house
        finally:
            servers.stop(Path(folder))


class Page:
    """A text that is open on one of the two."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.doc = Doc()
        self.text = self.doc.get("text", type=Text)
        self.sent = self.acknowledged = 0

    async def types(self, words: str) -> None:
        """Put words in at the beginning, and send them."""
        before = self.doc.get_state()
        self.text.insert(0, words)
        self.sent += 1
        await self._send(b"\x00\x02", self.doc.get_update(before))

    async def _send(self, kind: bytes, content: bytes) -> None:
        await self.socket.send(kind + write_varuint(len(content)) + content)

    async def greet(self) -> None:
        """Ask for everything, and wait for it."""
        await self._send(b"\x00\x00", self.doc.get_state())
        while (await self.hear())[:2] != b"\x00\x01":
            pass

    async def hear(self) -> bytes:
        """Hear one frame, and take it in."""
        frame = bytes(await asyncio.wait_for(self.socket.recv(), SOON))
        if frame[:1] == b"\x00" and frame[1] in (1, 2):
            _, at = read_varuint(frame, 2)
            self.doc.apply_update(frame[at:])
        elif frame[0] == 100:
            self.acknowledged, _ = read_varuint(frame, 1)
        return frame

    async def reads(self, words: str) -> None:
        """Wait until the words begin so."""
        while not str(self.text).startswith(words):
            await self.hear()

    async def is_saved(self) -> None:
        """Wait until everything is acknowledged."""
        while self.acknowledged < self.sent:
            await self.hear()


@asynccontextmanager
async def page(house: House, door: int, person: str) -> AsyncIterator[Page]:
    """Open the text on one of the two."""
    cookie = await asyncio.to_thread(manage, "demo_session", person, DATABASE_URL=house.servers[0].settings["DATABASE_URL"])
    origin = house.door(door)
    headers = {"Cookie": cookie.strip()}
    async with websockets.connect(origin.replace("http", "ws") + PLACE, origin=origin, additional_headers=headers, max_size=None) as socket:
        opened = Page(socket)
        await opened.greet()
        yield opened


async def test_what_is_typed_into_one_process_is_read_from_the_other(house):
    async with page(house, 0, "marcus") as marcus, page(house, 1, "tess") as tess:
        await marcus.types("One. ")
        await tess.reads("One. ")
        await tess.types("Two. ")
        await marcus.reads("Two. One. ")
        await marcus.is_saved()
        await tess.is_saved()


async def test_both_write_at_once_and_end_with_the_same_words(house):
    async with page(house, 0, "marcus") as marcus, page(house, 1, "tess") as tess, page(house, 1, "hana") as hana:
        for number in range(30):
            for one in (marcus, tess, hana):
                await one.types(f"{number} ")
        for one in (marcus, tess, hana):
            await one.is_saved()
        async with page(house, 0, "priya") as fresh:
            words = str(fresh.text)
            assert all(words.count(f"{number} ") >= 3 for number in range(30))
            for one in (marcus, tess, hana):
                while str(one.text) != words:
                    await one.hear()


async def test_without_redis_the_processes_still_follow_each_other(house):
    layer = redis.Redis.from_url(house.servers[0].settings["REDIS_URL"])
    async with page(house, 0, "marcus") as marcus, page(house, 1, "tess") as tess:
        # Nobody is told of anything any more: every connection to Redis is cut, again and again.
        await marcus.types("Lost bell. ")
        layer.client_kill_filter(_type="pubsub")
        await tess.reads("Lost bell. ")
        layer.client_kill_filter(_type="pubsub")
        await tess.types("And back. ")
        await marcus.reads("And back. ")
    layer.close()
