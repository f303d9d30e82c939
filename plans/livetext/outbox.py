"""Send to one page in order, without ever waiting for it: what it does not read is bounded, then its socket closes (1013) and it asks again."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

WAITING_LIMIT = 4 * 1024 * 1024
# A server that takes every frame at once (Daphne) hides a page that does not read; but such a page is not heard either.
UNHEARD_LIMIT = 16 * 1024 * 1024


class Outbox:
    """The frames that wait for one page."""

    __slots__ = ("_frames", "_more", "_send", "_unheard", "_waiting", "put_at")

    def __init__(self, send: Callable[[bytes], Awaitable[None]]) -> None:
        self._send = send
        self._frames: deque[bytes] = deque()
        self._more: asyncio.Future[None] | None = None
        self._waiting = 0
        self._unheard = 0
        self.put_at = 0.0

    def put(self, frame: bytes, *, now: float) -> bool:
        """Take a frame to be sent; False when the page has not read what came before."""
        size = len(frame)
        # One frame always goes: the whole of a long text is one.
        if (self._waiting and self._waiting + size > WAITING_LIMIT) or (self._unheard and self._unheard + size > UNHEARD_LIMIT):
            return False
        self._frames.append(frame)
        self._waiting += size
        self._unheard += size
        self.put_at = now
        if self._more is not None and not self._more.done():
            self._more.set_result(None)
        return True

    def heard(self) -> None:
        """Note that the page said something: it is alive."""
        self._unheard = 0

    async def run(self) -> None:
        """Send frame after frame, until cancelled."""
        frames, send = self._frames, self._send
        loop = asyncio.get_running_loop()
        while True:
            while frames:
                frame = frames.popleft()
                await send(frame)
                self._waiting -= len(frame)
            self._more = loop.create_future()
            await self._more
