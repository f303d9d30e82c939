"""A WebSocket client of few lines: the same for every server, and cheap enough that a thousand of them do not take the machine from the server."""

import asyncio
import base64
import os
import time
from collections.abc import Callable
from contextlib import suppress
from typing import cast

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
HAND_SHAKE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n{more}\r\n"
)


class Refused(Exception):  # noqa: N818 an answer, not a fault
    """Say that the server did not open the socket, with its status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"refused with {status}")
        self.status = status


class Door(asyncio.Protocol):
    """One open socket. Each frame is handed to `hear` with the socket and the moment at which it was read; `closed` is set with the code of the end (1006: cut off)."""

    def __init__(self, port: int, path: str, headers: dict[str, str], hear: "Callable[[Door, float, bytes], None]") -> None:
        loop = asyncio.get_running_loop()
        self.opened: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[int] = loop.create_future()
        self._hear = hear
        self._kept = bytearray()
        key = base64.b64encode(os.urandom(16)).decode()
        more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._asked = HAND_SHAKE.format(path=path, port=port, key=key, more=more).encode()
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def open(cls, port: int, path: str, hear: "Callable[[Door, float, bytes], None]", **headers: str) -> "Door":
        """Open a socket; raise Refused or OSError."""
        loop = asyncio.get_running_loop()
        _, door = await loop.create_connection(lambda: cls(port, path, headers, hear), "127.0.0.1", port)
        await door.opened
        return door

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a socket."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._asked)

    def connection_lost(self, exc: Exception | None) -> None:
        """Note the end."""
        if not self.opened.done():
            self.opened.set_exception(ConnectionResetError("the server hung up"))
        if not self.closed.done():
            self.closed.set_result(1006)

    def data_received(self, data: bytes) -> None:
        """Take whole frames out of what comes."""
        now = time.perf_counter()
        if self._kept:
            self._kept += data
            data = self._kept  # type: ignore[assignment]
        at = 0
        if not self.opened.done():
            at = data.find(b"\r\n\r\n") + 4
            if at < 4:
                self._kept = bytearray(data)
                return
            self._answered(bytes(data[:at]))
        while (frame := _frame(data, at)) is not None:
            kind, begin, end = frame
            self._take(now, kind, bytes(data[begin:end]))
            at = end
        self._kept = bytearray(data[at:])

    def _answered(self, head: bytes) -> None:
        status = int(head.split(b" ", 2)[1])
        if status == 101:
            self.opened.set_result(None)
        else:
            self.opened.set_exception(Refused(status))

    def _take(self, now: float, kind: int, content: bytes) -> None:
        if kind in (TEXT, BINARY):
            self._hear(self, now, content)
        elif kind == PING:
            self.send(content, PONG)
        elif kind == CLOSE:
            if not self.closed.done():
                self.closed.set_result(int.from_bytes(content[:2], "big") or 1005)
            self.send(content[:2], CLOSE)
            self.cut()

    def send(self, content: bytes, kind: int = BINARY) -> None:
        """Send a frame. Its mask is nothing but noughts, which every server must take and which costs nothing."""
        size = len(content)
        if size < 126:
            head = bytes((128 | kind, 128 | size))
        elif size < 65536:
            head = bytes((128 | kind, 254)) + size.to_bytes(2, "big")
        else:
            head = bytes((128 | kind, 255)) + size.to_bytes(8, "big")
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(head + b"\x00\x00\x00\x00" + content)

    def cut(self) -> None:
        """Hang up without a word, as a network does that goes away."""
        if self._transport is not None:
            self._transport.abort()

    async def leave(self) -> None:
        """Say goodbye."""
        self.send((1000).to_bytes(2, "big"), CLOSE)
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(self.closed), 2)
        self.cut()


def _frame(data: bytes, at: int) -> tuple[int, int, int] | None:
    """Find the next whole frame: its kind, and from where to where its content goes."""
    if len(data) - at < 2:
        return None
    size, begin = data[at + 1] & 127, at + 2
    if size == 126:
        begin, size = at + 4, int.from_bytes(data[at + 2 : at + 4], "big")
    elif size == 127:
        begin, size = at + 10, int.from_bytes(data[at + 2 : at + 10], "big")
    return (data[at] & 15, begin, begin + size) if len(data) >= begin + size else None
