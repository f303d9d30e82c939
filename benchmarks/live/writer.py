"""One writer of one text at one of the servers. Everything is noted with the client's own clock and looked at when the load is over."""

import asyncio
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from benchmarks.live import wire
from benchmarks.live.door import Door

PATIENCE = 60.0


@dataclass
class Writer(ABC):
    """A writer with the updates that they will send, one after the other."""

    port: int
    path: str
    headers: dict[str, str]
    updates: list[bytes] = field(default_factory=list)
    sent_at: list[float] = field(default_factory=list)
    heard: list[tuple[float, bytes]] = field(default_factory=list)
    acknowledged: int = 0
    door: Door | None = None
    synced: "asyncio.Future[float] | None" = None

    async def join(self) -> float:
        """Connect and sync; give the seconds from the first packet to the whole text."""
        self.synced = asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        self.door = await Door.open(self.port, self.address, self.hear, **self.headers)
        self.greet()
        ended = await asyncio.wait_for(self.synced, PATIENCE)
        return ended - began

    def write(self) -> None:
        """Send the next update."""
        assert self.door is not None
        frame = self.framed(wire.sync(wire.UPDATE, self.updates[len(self.sent_at)]))
        self.sent_at.append(time.perf_counter())
        self.door.send(frame)

    def came(self, door: Door, now: float, frame: bytes) -> None:
        """Take a frame of the sync protocol; the server's question what we have is answered as every y-websocket client answers it."""
        kind, content = wire.read_sync(frame) or (-1, b"")
        if kind == wire.STEP1:
            door.send(self.framed(wire.sync(wire.STEP2, wire.EMPTY_UPDATE)))
            return
        self.heard.append((now, content))
        if kind == wire.STEP2 and self.synced is not None and not self.synced.done():
            self.synced.set_result(now)

    @property
    @abstractmethod
    def address(self) -> str:
        """Give the path of the socket."""

    @property
    def owed(self) -> int:
        """Say how many acknowledgements are to come for what was sent."""
        return len(self.sent_at) + 1 - self.acknowledged  # and one for the answer of the first sync

    @abstractmethod
    def greet(self) -> None:
        """Say what is to be said after connecting."""

    @abstractmethod
    def framed(self, frame: bytes) -> bytes:
        """Wrap a frame as this server wants it."""

    @abstractmethod
    def hear(self, door: Door, now: float, frame: bytes) -> None:
        """Take a frame."""


class Ours(Writer):
    """A writer at our own server: y-websocket as it is, with acknowledgements of type 100."""

    @property
    def address(self) -> str:
        """Give the path of the socket."""
        return self.path

    def greet(self) -> None:
        """Ask for the text."""
        assert self.door is not None
        self.door.send(wire.sync(wire.STEP1, wire.EMPTY_VECTOR))

    def framed(self, frame: bytes) -> bytes:
        """Leave it as it is."""
        return frame

    def hear(self, door: Door, now: float, frame: bytes) -> None:
        """Take a frame."""
        if frame[0] == wire.SYNC:
            self.came(door, now, frame)
        elif frame[0] == wire.ACKNOWLEDGED:
            self.acknowledged = wire.read_number(frame, 1)[0]


class Hocuspocus(Writer):
    """A writer at hocuspocus: each frame begins with the name of the text, the first one carries a token, and SyncStatus acknowledges one update."""

    @property
    def address(self) -> str:
        """Give the path of the socket; the text is named in each frame."""
        return "/"

    @property
    def name(self) -> bytes:
        """Write the name of the text."""
        return wire.counted(self.path.encode())

    def greet(self) -> None:
        """Show a token, which anybody may make up here, and ask for the text."""
        assert self.door is not None
        self.door.send(self.name + bytes((wire.AUTH, 0)) + wire.counted(b"token"))
        self.door.send(self.framed(wire.sync(wire.STEP1, wire.EMPTY_VECTOR)))

    def framed(self, frame: bytes) -> bytes:
        """Name the text."""
        return self.name + frame

    def hear(self, door: Door, now: float, frame: bytes) -> None:
        """Take a frame."""
        at = len(self.name)
        if frame[at] in (wire.SYNC, 4):  # 4: the answer to what we asked, which asks nothing back
            self.came(door, now, bytes((wire.SYNC,)) + frame[at + 1 :])
        elif frame[at] == wire.SYNC_STATUS:
            self.acknowledged += 1
