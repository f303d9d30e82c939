"""The bell of a plan's room: it carries nothing but "look" (design, 7)."""

import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

log = logging.getLogger(__name__)


def room(circle: int) -> str:
    """Name the group of a plan's open sockets; it holds a number, nothing of a child."""
    return f"plan.{circle}"


def ring(circle: int) -> None:
    """Tell every open socket of a plan to look at the ledger.

    A bell that fails is no fault of the act, which is committed: every socket looks by itself every few seconds.
    """
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        async_to_sync(layer.group_send)(room(circle), {"type": "look"})
    except (OSError, RuntimeError) as fault:
        log.warning("the bell of circle %s did not ring: %s", circle, type(fault).__name__)
