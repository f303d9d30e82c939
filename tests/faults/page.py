"""A page that somebody has open in a live text, as y-websocket would keep it, with a log of what was acknowledged; and somebody who comments beside it."""

import asyncio
import http.client
import random
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

from pycrdt import Doc, Text, TransactionEvent

from benchmarks.live import wire
from benchmarks.live.door import Door, Refused

AGAIN_AFTER = 0.15
PATIENCE = 5.0
# What a server may close with when something else than the page is at fault; any other code means that it refused what the page sent.
HARMLESS = {1000, 1001, 1005, 1006, 1011, 1012, 1013}


@dataclass
class Said:
    """What one person did in one round: every marker that they wrote, and those that were acknowledged."""

    person: int
    words: list[str] = field(default_factory=list)
    words_acknowledged: set[str] = field(default_factory=set)
    words_gone: set[str] = field(default_factory=set)  # not acknowledged when their page was closed for good
    comments: list[str] = field(default_factory=list)
    comments_acknowledged: set[str] = field(default_factory=set)
    refusals: list[int] = field(default_factory=list)


class Page:
    """One open page: a replica of the text that comes back by itself, until it is closed for good."""

    def __init__(self, said: Said, headers: dict[str, str], path: str, where: Callable[[], int]) -> None:
        self.said = said
        self.headers = headers
        self.path = path
        self.where = where
        self.doc = Doc()
        self.text = self.doc.get("text", type=Text)
        self.waiting: list[str] = []
        self.is_over = False
        self.is_connected = False
        self._frames: list[list[str]] = []
        self._counted = 0
        self._own = True
        self._made: list[bytes] = []
        self._door: Door | None = None
        self._listening = self.doc.observe(self._note)
        self._task = asyncio.create_task(self._run())

    def _note(self, event: TransactionEvent) -> None:
        if self._own:
            self._made.append(event.update)

    async def _run(self) -> None:
        while not self.is_over:
            with suppress(OSError, Refused, TimeoutError):
                await self._be_there()
            self.is_connected = False
            if not self.is_over:
                await asyncio.sleep(AGAIN_AFTER)

    async def _be_there(self) -> None:
        self._frames, self._counted = [], 0
        self._door = None
        door = self._door = await asyncio.wait_for(Door.open(self.where(), self.path, self._hear, **self.headers), PATIENCE)
        door.send(wire.sync(wire.STEP1, self.doc.get_state()))
        self.is_connected = True
        code = await door.closed
        if code not in HARMLESS and not self.is_over:
            self.said.refusals.append(code)

    def _hear(self, door: Door, _now: float, frame: bytes) -> None:
        if self.is_over:
            return
        if frame[0] == wire.SYNC:
            kind, content = wire.read_sync(frame) or (-1, b"")
            if kind == wire.STEP1:
                self._send(door, wire.STEP2, self.doc.get_update(content), list(self.waiting))
            else:
                self._own = False
                self.doc.apply_update(content)
                self._own = True
        elif frame[0] == wire.ACKNOWLEDGED:
            count = wire.read_number(frame, 1)[0]
            for markers in self._frames[self._counted : count]:
                self.said.words_acknowledged.update(markers)
            self._counted = max(self._counted, count)
            self.waiting = [marker for marker in self.waiting if marker not in self.said.words_acknowledged]

    def _send(self, door: Door, kind: int, update: bytes, markers: list[str]) -> None:
        self._frames.append(markers)
        door.send(wire.sync(kind, update))

    def type(self, marker: str, chance: random.Random) -> None:
        """Type a marker between two others, wherever."""
        words = str(self.text)
        places = [0, *(at + 1 for at, letter in enumerate(words) if letter == ">")]
        self.said.words.append(marker)
        self.waiting.append(marker)
        self.text.insert(chance.choice(places), marker)
        made, self._made = self._made, []
        if self.is_connected and self._door is not None:
            for update in made:
                self._send(self._door, wire.UPDATE, update, [marker])

    @property
    def words(self) -> str:
        """Give the words as this page shows them."""
        return str(self.text)

    @property
    def is_settled(self) -> bool:
        """Say whether the page is connected and everything in it is acknowledged."""
        return self.is_connected and not self.waiting

    def cut(self) -> None:
        """Lose the connection; the page comes back by itself."""
        if self._door is not None:
            self._door.cut()

    async def close(self) -> None:
        """Close the page for good; what was not acknowledged may be lost, and the person was told so."""
        self.is_over = True
        self.said.words_gone.update(self.waiting)
        self.cut()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


class Talker:
    """Somebody who answers in a thread by the form, and posts the same form again until they read that it is saved."""

    def __init__(self, said: Said, cookie: str, csrf: str, address: str, where: Callable[[], int]) -> None:
        self.said = said
        self.address = address
        self.where = where
        self.csrf = csrf
        self.headers = {"Cookie": f"{cookie}; csrftoken={csrf}", "Content-Type": "application/x-www-form-urlencoded"}
        self.waiting: asyncio.Queue[str] = asyncio.Queue()
        self.is_over = False
        self._task = asyncio.create_task(self._run())

    def say(self, marker: str) -> None:
        """Write a comment, which is posted as soon as the one before it is saved."""
        self.said.comments.append(marker)
        self.waiting.put_nowait(marker)

    async def _run(self) -> None:
        while True:
            marker = await self.waiting.get()
            fields = {"text": f"I have read it, {marker}.", "post_key": str(uuid.uuid4()), "csrfmiddlewaretoken": self.csrf}
            while not self.is_over:
                status = await asyncio.to_thread(self._post, fields)
                if status == 302:
                    self.said.comments_acknowledged.add(marker)
                    break
                if status in (400, 403, 404, 409, 422):
                    self.said.refusals.append(status)
                    break
                await asyncio.sleep(AGAIN_AFTER)
            self.waiting.task_done()

    def _post(self, fields: dict[str, str]) -> int:
        """Post the form; 0 where no answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.where(), timeout=PATIENCE)
        try:
            connection.request("POST", self.address, body=urlencode(fields), headers=self.headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    @property
    def is_settled(self) -> bool:
        """Say whether everything is saved."""
        return len(self.said.comments) == len(self.said.comments_acknowledged) + len([one for one in self.said.refusals if one < 1000])

    async def close(self) -> None:
        """Say no more."""
        self.is_over = True
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
