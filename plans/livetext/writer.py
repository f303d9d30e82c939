"""Commit what waits in all rooms of this process, group by group, in a thread with a connection of its own (group commit)."""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import Error

from permissions import clock
from permissions.clock import LONDON
from plans.actions.write_texts import write_texts
from plans.livetext import wire
from plans.livetext.committing import Outcome, Refused, Write
from plans.livetext.peer import Peer
from plans.livetext.room import Room, Waiting
from plans.livetext.thread import DatabaseThread
from plans.livetext.update import BadUpdate

log = logging.getLogger(__name__)

# Commits begin so far apart, so that under load many share one (and its fsync); after a pause there is no wait at all.
EVERY = 0.05
MOST_AT_ONCE = 500

CODES = {Refused.RIGHT: wire.NO_LONGER_YOURS, Refused.CLIENT: wire.BAD, Refused.STRUCK: wire.LOAD_AGAIN}


class Writer:
    """The queue before the log."""

    def __init__(self, *, after: Callable[[Sequence[Waiting]], None], gap: Callable[[Room], None], broken: Callable[[Room], None]) -> None:
        self._after, self._gap, self._broken = after, gap, broken
        self._queue: list[Waiting] = []
        self._taken: list[Waiting] = []
        self._task: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._thread = DatabaseThread("live-texts-writer")
        self._began = 0.0

    def put(self, waiting: Waiting) -> None:
        """Queue an update; its commit begins at once, or with the next group."""
        self._queue.append(waiting)
        if self._task is None:
            self._begin()

    def _begin(self) -> None:
        self._task = self._loop.create_task(self._run())
        self._task.add_done_callback(self._when_done)

    async def _run(self) -> None:
        while self._queue:
            early = self._began + EVERY - self._loop.time()
            if early > 0:
                await asyncio.sleep(early)
            self._began = self._loop.time()
            self._taken, self._queue = self._queue[:MOST_AT_ONCE], self._queue[MOST_AT_ONCE:]
            taken = self._without_the_gone(self._taken)
            if taken:
                await self._commit(taken)
            self._taken = []

    def _without_the_gone(self, taken: list[Waiting]) -> list[Waiting]:
        """Leave out what came from sockets that were closed meanwhile by a refusal: it may stand on words that were not taken."""
        gone = [waiting for waiting in taken if waiting.peer.is_refused]
        if not gone:
            return taken
        for waiting in gone:
            waiting.room.settle_waiting(waiting)
        kept = [waiting for waiting in taken if not waiting.peer.is_refused]
        self._taken = kept
        self._hear_anew({waiting.room for waiting in gone})
        return kept

    async def _commit(self, taken: list[Waiting]) -> None:
        writes = [
            Write(waiting.peer.place, waiting.update, waiting.checked, waiting.peer.person, waiting.peer.role, waiting.peer.asked_at)
            for waiting in taken
        ]
        now = clock.now()
        try:
            outcomes = await self._thread.run(_commit_in_thread, writes, now)
        except Error as fault:
            log.error("%s updates of live texts were not committed: %s", len(taken), type(fault).__name__)
            self._fail(taken)
            return
        self._tell(taken, outcomes, now.astimezone(LONDON).strftime("%H:%M"))

    def _tell(self, taken: Sequence[Waiting], outcomes: Sequence[Outcome], hour: str) -> None:
        """Apply and relay what was committed, acknowledge it, and close whoever was refused."""
        acknowledged: dict[Peer, None] = {}
        refused: set[Room] = set()
        for waiting, outcome in zip(taken, outcomes, strict=True):
            peer, room = waiting.peer, waiting.room
            if outcome.refusal is not None or outcome.n is None:
                room.settle_waiting(waiting)
                refused.add(room)
                peer.refuse(CODES.get(outcome.refusal, wire.BAD) if outcome.refusal else wire.BAD)
                continue
            peer.asked_at = max(peer.asked_at, outcome.asked_at)
            peer.committed = waiting.place
            acknowledged[peer] = None
            try:
                room.committed(waiting, outcome.n)
            except BadUpdate:
                log.error("live text %s can't be built any further than update %s", room.text, room.n)
                self._broken(room)
        for room in {waiting.room for waiting in taken}:
            if room.newest > room.n:
                self._gap(room)
        for peer in acknowledged:
            peer.acknowledge(hour)
        self._taken = []
        if refused:
            self._hear_anew(refused)
        self._after(taken)

    def _fail(self, taken: Sequence[Waiting]) -> None:
        """Close everybody whose updates are not known to be committed: they come back and send again what the log does not have."""
        for waiting in taken:
            waiting.room.settle_waiting(waiting)
            waiting.peer.refuse(wire.FAULT)
        self._taken = []
        rooms = {waiting.room for waiting in taken}
        self._hear_anew(rooms)
        for room in rooms:
            self._gap(room)

    def _hear_anew(self, rooms: set[Room]) -> None:
        for room in rooms:
            room.hear_anew(waiting for waiting in (*self._taken, *self._queue) if waiting.room is room)

    def _when_done(self, task: asyncio.Task[None]) -> None:
        """Begin anew; after a fault of our own, without those whose updates it was about. No content is logged."""
        self._task = None
        fault = None if task.cancelled() else task.exception()
        if fault is not None:
            log.error("committing live texts failed: %s", type(fault).__name__)
            left = [*self._taken, *self._queue]
            self._queue = []
            self._fail(left)
        if self._queue and not task.cancelled():
            # It came between the last look at the queue and this line, when nobody could begin with it.
            self._begin()

    @property
    def is_at_rest(self) -> bool:
        """Say whether the database connection is given back."""
        return self._thread.is_at_rest

    def rest(self) -> None:
        """Give the database connection back when nothing was written since this was called last."""
        self._thread.rest()

    async def end(self) -> None:
        """Finish what waits, and end the thread."""
        while self._task is not None:
            await asyncio.wait([self._task])
            await asyncio.sleep(0)
        await self._thread.end()


_thread = threading.local()


def is_here() -> bool:
    """Say whether this is the thread of a writer, whose rooms hear of a commit by its outcome."""
    return getattr(_thread, "is_writer", False)


def _commit_in_thread(writes: Sequence[Write], now: datetime) -> tuple[Outcome, ...]:
    _thread.is_writer = True
    return write_texts(writes, today=now.astimezone(LONDON).date(), now=now)
