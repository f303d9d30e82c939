"""The bell of a plan's room: it carries nothing but "look" (design, 7)."""

import asyncio
import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

PATIENCE = 1.0


def room(circle: int) -> str:
    """Name the group of a plan's open sockets; it holds a number, nothing of a child."""
    return f"plan.{circle}"


def ring(circle: int) -> None:
    """Tell every open socket of a plan to look at the ledger.

    A bell that fails is no fault of the act, which is committed: every socket looks by itself every few seconds.
    """
    try:
        async_to_sync(_ring)(circle)
    except (OSError, RuntimeError, TimeoutError, RedisError) as fault:
        log.warning("the bell of circle %s did not ring: %s", circle, type(fault).__name__)


async def _ring(circle: int) -> None:
    layer = get_channel_layer()
    if layer is not None:
        async with asyncio.timeout(PATIENCE):
            await layer.group_send(room(circle), {"type": "look"})
