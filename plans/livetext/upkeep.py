"""What follows a commit and may wait a second: the words settle in the plan, sessions count as used, long logs are compacted.

All of it in one thread of its own, piece by piece, with rests in between: keystrokes go first.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import Protocol

from django.db import Error

from permissions import clock
from plans.actions.settle_texts import settle_texts
from plans.livetext.compaction import compact
from plans.livetext.log import Gone
from plans.livetext.thread import DatabaseThread
from plans.livetext.update import BadUpdate

log = logging.getLogger(__name__)

SETTLE_AFTER, SETTLE_EVERY = 1.0, 2.0
# So many texts of a plan are settled in one transaction, which keeps whoever types there waiting.
MOST_AT_ONCE = 8
NOTE_EVERY = 60.0
# After each piece of work it rests so many times as long as that took: a twentieth of a processor at most, however much is typed.
REST = 19

# Notes that a session was used; the portal knows how.
NoteUse = Callable[[str], None]


class Compacted(Protocol):
    """What upkeep knows of a room."""

    text: int
    n: int
    compacted_n: int


class Upkeep:
    """The work that waits."""

    def __init__(self, note_use: NoteUse) -> None:
        self._note_use = note_use
        self._unsettled: dict[int, tuple[int, float, float]] = {}
        self._jobs: deque[Callable[[], None]] = deque()
        self._noted: dict[str, float] = {}
        self._task: asyncio.Task[None] | None = None
        self._thread = DatabaseThread("live-texts-upkeep")

    def settle(self, text: int, circle: int) -> None:
        """Settle a text a second after its last commit, and every two seconds while commits go on."""
        now = asyncio.get_running_loop().time()
        _, first, _ = self._unsettled.get(text, (circle, now, now))
        self._unsettled[text] = (circle, first, now)
        self._wake()

    def compact(self, room: Compacted) -> None:
        """Compact a log soon; what is typed until then does not ask for it again."""
        text, room.compacted_n = room.text, room.n
        self._jobs.append(lambda: _compact(text))
        self._wake()

    def note_use(self, session_key: str) -> None:
        """Count an acknowledged word as use of the session, at most once a minute."""
        now = asyncio.get_running_loop().time()
        if now - self._noted.get(session_key, -NOTE_EVERY) < NOTE_EVERY:
            return
        if len(self._noted) > 10_000:
            self._noted.clear()
        self._noted[session_key] = now
        self._jobs.append(lambda: self._note_use(session_key))
        self._wake()

    def _wake(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while self._jobs or self._unsettled:
            job = self._jobs.popleft() if self._jobs else self._due(loop.time())
            if job is None:
                await asyncio.sleep(0.1)
                continue
            began = loop.time()
            try:
                await self._thread.run(job)
            except (Error, Gone, BadUpdate) as fault:
                log.warning("the upkeep of live texts failed: %s", type(fault).__name__)
            await asyncio.sleep((loop.time() - began) * REST if not self._jobs else 0)

    def _due(self, now: float) -> Callable[[], None] | None:
        """Give the texts of one plan whose time has come, that which has waited longest first: a few of them together cost little more than one."""
        due = [
            (text, circle)
            for text, (circle, first, last) in self._unsettled.items()
            if now >= min(last + SETTLE_AFTER, first + SETTLE_EVERY)
        ]
        if not due:
            return None
        circle = due[0][1]
        texts = [text for text, of in due if of == circle][:MOST_AT_ONCE]
        for text in texts:
            del self._unsettled[text]
        return lambda: _settle(circle, texts)

    def rest(self) -> None:
        """Give the database connection back when nothing was done since this was called last."""
        self._thread.rest()

    async def end(self) -> None:
        """Finish what is being done, and end the thread; what still waits is done when its page is read next."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        await self._thread.end()


def _settle(circle: int, texts: list[int]) -> None:
    settle_texts(circle, now=clock.now(), only=texts)


def _compact(text: int) -> None:
    compact(text, now=clock.now())
