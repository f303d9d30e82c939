"""Send to one page in order, without ever waiting for it: what a page does not read is bounded, then the socket closes (1013) and the page asks again."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

WAITING_LIMIT = 1024 * 1024
# A server that takes every frame at once (Daphne) hides a page that does not read; but such a page is not heard either.
UNHEARD_LIMIT = 8 * 1024 * 1024


class Outbox:
    """The frames that wait for one page."""

    def __init__(self, send: Callable[[str], Awaitable[None]]) -> None:
        self._send = send
        self._frames: deque[str] = deque()
        self._more = asyncio.Event()
        self._waiting = 0
        self._unheard = 0

    def put(self, frame: str) -> bool:
        """Take a frame to be sent; False when the page has not read what came before."""
        size = len(frame)
        if self._waiting + size > WAITING_LIMIT or self._unheard + size > UNHEARD_LIMIT:
            return False
        self._frames.append(frame)
        self._waiting += size
        self._unheard += size
        self._more.set()
        return True

    def heard(self) -> None:
        """Note that the page said something: it is alive."""
        self._unheard = 0

    async def run(self) -> None:
        """Send frame after frame, until cancelled."""
        while True:
            await self._more.wait()
            self._more.clear()
            while self._frames:
                frame = self._frames.popleft()
                await self._send(frame)
                self._waiting -= len(frame)
