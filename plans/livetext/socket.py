"""The socket of a live text: a bare ASGI callable, since a consumer of Channels costs a hop between threads for every keystroke (realtime.md).

Access is asked before the socket is accepted; whoever is refused learns nothing but that. What this room of the house may not know (sessions, the watch over
open sockets) is handed in by the portal.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol
from uuid import UUID

from django.db import Error

from permissions import clock
from plans.livetext import wire
from plans.livetext.door import Admission, Asked, Holds
from plans.livetext.line import LINE
from plans.livetext.log import Gone
from plans.livetext.peer import Peer
from plans.livetext.room import Room, TooLong
from plans.livetext.rooms import Rooms, rooms_here
from plans.livetext.update import BadUpdate
from plans.livetext.upkeep import NoteUse

log = logging.getLogger(__name__)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

# So much in so many seconds is more than anybody types; whoever pastes is far below it.
MOST_FRAMES, MOST_BYTES, IN_SECONDS = 400, 8 * 1024 * 1024, 10.0


class Watch(Protocol):
    """What looks every three seconds whether anything has changed that decides about an open socket."""

    def add(self, socket: Peer) -> None:
        """Watch a socket."""

    def remove(self, socket: Peer) -> None:
        """Stop watching a socket."""


class TextSocket:
    """Let people into the live texts of plans."""

    def __init__(self, *, holds: Holds, watch: Watch, note_use: NoteUse) -> None:
        self._holds = holds
        self._watch = watch
        self._note_use = note_use

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Run one socket until the page or the place here goes."""
        await receive()
        found = await self._let_in(scope)
        if found is None:
            await send({"type": "websocket.close"})
            return
        asked, admission, room, rooms = found
        await send({"type": "websocket.accept"})
        line = scope.get(LINE)
        peer = Peer(asked, admission, send, rooms, line)
        hearing = _Hearing(peer, room, rooms)
        self._watch.add(peer)
        try:
            rooms.join(room, peer)
            if line is not None:
                line.hear(hearing.take)
            await hearing.listen(receive)
        finally:
            self._watch.remove(peer)
            peer.let_go()

    async def _let_in(self, scope: Message) -> tuple[Asked, Admission, Room, Rooms] | None:
        """Ask who this is and open the room of the text; None for whoever may not hear it, all alike."""
        user = scope["user"]
        if not user.is_authenticated:
            return None
        named = scope["url_route"]["kwargs"]
        item = UUID(named["uid"]) if "uid" in named else None
        asked = Asked(user, scope["session"].session_key or "", named["reference"], named.get("code", ""), item)
        rooms = rooms_here(self._rooms)
        try:
            found = await rooms.let_in(asked)
        except (Error, Gone, BadUpdate) as fault:
            log.error("a live text could not be opened: %s", type(fault).__name__)
            return None
        return (asked, *found, rooms) if found else None

    def _rooms(self) -> Rooms:
        return Rooms(self._holds, self._note_use)


class _Hearing:
    """Takes frame after frame of a page."""

    def __init__(self, peer: Peer, room: Room, rooms: Rooms) -> None:
        self._peer, self._room, self._rooms = peer, room, rooms
        self._time = asyncio.get_running_loop().time
        self._began, self._frames, self._size = self._time(), 0, 0

    def take(self, frame: bytes) -> None:
        """Take one frame, however it came; whatever is wrong with it closes the socket."""
        peer = self._peer
        if peer.is_over:
            return
        now = self._time()
        if now - self._began > IN_SECONDS:
            self._began, self._frames, self._size = now, 0, 0
        self._frames, self._size = self._frames + 1, self._size + len(frame)
        if self._frames > MOST_FRAMES or self._size > MOST_BYTES:
            peer.end(wire.FLOOD)
            return
        peer.heard()
        try:
            _take(peer, self._room, self._rooms, frame, now)
        except (wire.Malformed, BadUpdate):
            peer.refuse(wire.BAD)
        except wire.TooLarge:
            peer.end(wire.TOO_LARGE)
        except TooLong:
            peer.refuse(wire.TOO_LONG)

    async def listen(self, receive: Receive) -> None:
        """Take what comes by ASGI, until the page goes."""
        while True:
            message = await receive()
            if message["type"] != "websocket.receive":
                return
            frame = message.get("bytes")
            if frame is not None:
                self.take(frame)
            else:
                self._peer.end(wire.BAD)


def _take(peer: Peer, room: Room, rooms: Rooms, frame: bytes, now: float) -> None:
    """Take one frame. Whoever may not write is heard for what they ask, and for nothing that they say."""
    said = wire.read(frame)
    if isinstance(said, wire.Update):
        if peer.may_write:
            waiting = room.offer(peer, said)
            if waiting is not None:
                rooms.writer.put(waiting)
            elif not peer.queued and not peer.owes:
                peer.acknowledge(clock.now().astimezone(clock.LONDON).strftime("%H:%M"))
    elif isinstance(said, wire.Step1):
        room.answer(peer, said.vector)
    elif isinstance(said, wire.Awareness):
        room.note_who(peer, said, now=now)
    else:
        room.tell_who(peer)
