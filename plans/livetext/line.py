"""The short way between a live text and its page, where the server has one: a frame is written at once, and one that came is handed over at once.

By ASGI alone each frame costs a queue, a task and a turn of the event loop, which is most of what a keystroke costs. Which server has which way, the portal knows;
a server that it does not know is spoken to by ASGI.
"""

from collections.abc import Callable
from typing import Any, Protocol

from plans.livetext.outbox import WAITING_LIMIT

# Under this name the way stands in the scope of a socket.
LINE = "line"


class Line(Protocol):
    """What a server can do for one socket that is open."""

    @property
    def waiting(self) -> int:
        """Say how many bytes wait before the network."""

    def put(self, frame: bytes) -> None:
        """Write a binary message; nothing happens where the socket is closing."""

    def hear(self, take: Callable[[bytes], Any]) -> None:
        """Hand every binary message that comes to this, in its place among all that come; what the server can't hand over comes by ASGI as ever."""


class ShortOutbox:
    """The frames for one page, written as they come. What the page does not read waits in the server, and is bounded."""

    __slots__ = ("_line", "put_at")

    def __init__(self, line: Line) -> None:
        self._line = line
        self.put_at = 0.0

    def put(self, frame: bytes, *, now: float) -> bool:
        """Write a frame; False when the page has not read what came before. One frame always goes: the whole of a long text is one."""
        waiting = self._line.waiting
        if waiting and waiting + len(frame) > WAITING_LIMIT:
            return False
        self._line.put(frame)
        self.put_at = now
        return True

    def heard(self) -> None:
        """Do nothing: what waits is known."""


def framed(content: bytes) -> bytes:
    """Write a binary message of a server as WebSocket wants it (RFC 6455, 5.2): whole, and without a mask."""
    size = len(content)
    if size < 126:
        return _HEADS[size] + content
    if size < 65_536:
        return b"\x82\x7e" + size.to_bytes(2, "big") + content
    return b"\x82\x7f" + size.to_bytes(8, "big") + content


_HEADS = [bytes((0x82, size)) for size in range(126)]
