"""One open socket of one person in one text: what is sent to it, what it may do, and how many of its frames are committed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol

from plans.livetext import wire
from plans.livetext.door import Admission, Asked
from plans.livetext.line import Line, ShortOutbox
from plans.livetext.outbox import Outbox

log = logging.getLogger(__name__)

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
PATIENCE = 1.0


class Following(Protocol):
    """What a peer needs of the rooms: to be asked about again, and to be left out."""

    def ask_again(self, peer: "Peer") -> None:
        """Ask again whether this person may stay."""

    def left(self, peer: "Peer") -> None:
        """Let go of a socket."""


class Peer:
    """An open socket, as its room and the watch of the portal know it."""

    follows_words = False

    def __init__(self, asked: Asked, admission: Admission, send: Send, rooms: Following, line: Line | None = None) -> None:
        self.asked = asked
        self.place = admission.place
        self.person = admission.person
        self.circle = admission.place.circle
        self.session_key = asked.session_key
        self.role = admission.role
        self.name = admission.name
        self.limit = admission.limit
        self.may_write = admission.may_write
        self.asked_at = admission.asked_at
        self.is_over = False
        # What this socket queued and is not committed yet will not be: something before it was refused.
        self.is_refused = False
        self.client: int | None = None
        # Frames with an update: how many came, how many of them are queued, and up to which all are committed. `owes` while something before was
        # dropped which the page's whole (sync step 2) will bring.
        self.frames = self.queued = self.committed = 0
        self.owes = False
        self.said_whole = False
        self._send = send
        self._rooms = rooms
        self._loop = asyncio.get_running_loop()
        self._outbox: Outbox[bytes] | ShortOutbox
        self._sending: asyncio.Task[None] | None = None
        if line is not None:
            self._outbox = ShortOutbox(line)
        else:
            self._outbox = Outbox(self._send_frame)
            self._sending = self._loop.create_task(self._outbox.run())
            self._sending.add_done_callback(self._when_broken)
        self._ending: asyncio.Task[None] | None = None

    async def _send_frame(self, frame: bytes) -> None:
        await self._send({"type": "websocket.send", "bytes": frame})

    def put(self, frame: bytes) -> None:
        """Send a frame, without waiting; close the socket of a page that does not read."""
        if not self.is_over and not self._outbox.put(frame, now=self._loop.time()):
            self.end(wire.SLOW_READER)

    def heard(self) -> None:
        """Note that the page said something."""
        self._outbox.heard()

    def keep_alive(self, quiet_since: float) -> None:
        """Send something to a page that has heard nothing for a while: y-websocket takes silence of 30 seconds for a broken line."""
        if self._outbox.put_at < quiet_since:
            self.put(wire.NOBODY)

    def acknowledge(self, hour: str) -> None:
        """Say how many frames with an update are committed; those without anything in them are, as soon as all before them are."""
        if not self.queued and not self.owes:
            self.committed = self.frames
        self.put(wire.acknowledged(self.committed, hour))

    def look_again(self) -> None:
        """Ask everything again, soon (the watch of the portal calls this)."""
        if not self.is_over:
            self._rooms.ask_again(self)

    async def refresh_presence(self) -> None:
        """Do nothing: who writes here is told by the room."""

    def end(self, code: int) -> None:
        """Close the socket; what still waited to be sent is dropped. Harmless twice."""
        if not self.is_over:
            self.let_go()
            self._ending = self._loop.create_task(self._close(code))

    def refuse(self, code: int) -> None:
        """Close the socket of somebody whose update was not taken, and take nothing of what they sent after it."""
        self.is_refused = True
        self.end(code)

    async def _close(self, code: int) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._send({"type": "websocket.close", "code": code})
        except TimeoutError:
            log.warning("a socket of live text %s did not take its end", self.place.text)
        except (OSError, RuntimeError):
            pass  # The page went by itself at the same moment.

    def let_go(self) -> None:
        """Leave the room and stop sending; at once, and harmless twice."""
        if self.is_over:
            return
        self.is_over = True
        self._rooms.left(self)
        if self._sending is not None and self._sending is not asyncio.current_task():
            self._sending.cancel()

    def _when_broken(self, task: asyncio.Task[None]) -> None:
        """Let go of a socket to which nothing can be sent any more. No content is logged."""
        if task.cancelled() or self.is_over:
            return
        fault = task.exception()
        log.warning("a socket of live text %s could not be sent to: %s", self.place.text, type(fault).__name__ if fault else "ended")
        self.end(wire.FAULT)
