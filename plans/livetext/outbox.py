"""Send to one page in order, without ever waiting for it: what it does not read is bounded, then its socket closes (1013) and it asks again."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import AnyStr, ClassVar, Generic

WAITING_LIMIT = 4 * 1024 * 1024


class Outbox(Generic[AnyStr]):
    """The frames that wait for one page."""

    __slots__ = ("_frames", "_more", "_send", "_unheard", "_waiting", "put_at")

    waiting_limit: ClassVar[int] = WAITING_LIMIT
    # A server that takes every frame at once (Daphne) hides a page that does not read; but such a page is not heard either.
    unheard_limit: ClassVar[int] = 16 * 1024 * 1024

    # The whole of a long text is one frame.
    one_always_goes: ClassVar[bool] = True

    def __init__(self, send: Callable[[AnyStr], Awaitable[None]]) -> None:
        self._send: Callable[[AnyStr], Awaitable[None]] = send
        self._frames: deque[AnyStr] = deque()
        self._more: asyncio.Future[None] | None = None
        self._waiting = 0
        self._unheard = 0
        self.put_at = 0.0

    def put(self, frame: AnyStr, *, now: float = 0.0) -> bool:
        """Take a frame to be sent; False when the page has not read what came before."""
        size = len(frame)
        if self._is_too_much(self._waiting, size, self.waiting_limit) or self._is_too_much(self._unheard, size, self.unheard_limit):
            return False
        self._frames.append(frame)
        self._waiting += size
        self._unheard += size
        self.put_at = now
        if self._more is not None and not self._more.done():
            self._more.set_result(None)
        return True

    def _is_too_much(self, there: int, size: int, limit: int) -> bool:
        return (there > 0 or not self.one_always_goes) and there + size > limit

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
