"""Tell the other processes that texts have grown: numbers only, by the channel layer, which may lose them (every process looks by itself, too)."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

from channels.layers import InMemoryChannelLayer, get_channel_layer
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

GROUP = "texts"
TYPE = "texts.grew"
PATIENCE = 1.0
# So many rings a second at most, however many commits there are.
RING_EVERY = 0.02

FAULTS = (OSError, RuntimeError, TimeoutError, RedisError)


class Bell:
    """The bell of one process: it rings for the others and hears them, as long as there is a layer that reaches them."""

    def __init__(self, hear: Callable[[Mapping[int, int]], None]) -> None:
        self._hear = hear
        self._news: dict[int, int] = {}
        self._ringing: asyncio.Task[None] | None = None
        self._listening: asyncio.Task[None] | None = None
        layer = get_channel_layer()
        # One process alone hears of its commits by the hooks in `news`.
        self._layer: Any = None if layer is None or isinstance(layer, InMemoryChannelLayer) else layer

    def listen(self) -> None:
        """Listen, or listen again where that had failed."""
        if self._layer is not None and (self._listening is None or self._listening.done()):
            self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        try:
            channel = await self._layer.new_channel("texts.")
            await self._layer.group_add(GROUP, channel)
            while True:
                message = await self._layer.receive(channel)
                self._hear({int(text): int(n) for text, n in message.get("grown", ())})
        except FAULTS as fault:
            log.warning("the bell of the live texts is not heard: %s", type(fault).__name__)

    def ring(self, newest: Mapping[int, int]) -> None:
        """Tell the others the number of the newest update of each text (-1: it was replaced)."""
        if self._layer is None:
            return
        self._news.update(newest)
        if self._ringing is None or self._ringing.done():
            self._ringing = asyncio.create_task(self._ring())

    async def _ring(self) -> None:
        while self._news:
            grown, self._news = self._news, {}
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._layer.group_send(GROUP, {"type": TYPE, "grown": [list(pair) for pair in grown.items()]})
            except FAULTS as fault:
                log.warning("the bell of the live texts did not ring: %s", type(fault).__name__)
            await asyncio.sleep(RING_EVERY)

    async def end(self) -> None:
        """Stop ringing and listening."""
        for task in (self._ringing, self._listening):
            if task is not None:
                task.cancel()
