"""Find the short way between a live text and its page that the server has: our sockets of Daphne, and uvicorn's of websockets without input and output."""

import sys
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import Any

from plans.livetext.line import LINE, Line, framed

Application = Callable[[MutableMapping[str, Any], Any, Any], Awaitable[None]]


class WithLines:
    """Put the short way of each socket into its scope; before any middleware, since those wrap what the server hands in."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """Run one socket."""
        line = line_of(send)
        await self._application(scope if line is None else {**scope, LINE: line}, receive, send)


def line_of(send: Any) -> Line | None:
    """Find the short way of a socket by the function that sends to it; None where there is none that we know."""
    if isinstance(send, partial):
        [protocol] = send.args[:1] or [None]
        return protocol if hasattr(protocol, "is_our_line") else None
    uvicorn = sys.modules.get("uvicorn.protocols.websockets.websockets_sansio_impl")
    protocol = getattr(send, "__self__", None)
    return UvicornLine(protocol) if uvicorn is not None and type(protocol) is uvicorn.WebSocketsSansIOProtocol else None


class UvicornLine:
    """A socket of uvicorn."""

    __slots__ = ("_protocol",)

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol

    @property
    def waiting(self) -> int:
        """Say how many bytes wait before the network."""
        size: int = self._protocol.transport.get_write_buffer_size()
        return size

    def put(self, frame: bytes) -> None:
        """Write a binary message."""
        protocol = self._protocol
        if not (protocol.close_sent or protocol.disconnected or protocol.transport.is_closing()):
            protocol.transport.write(framed(frame))

    def hear(self, take: Callable[[bytes], Any]) -> None:
        """Hand over every message that is whole; one in pieces, and what comes while it is in the queue, goes the usual way, so that nothing overtakes it."""
        protocol = self._protocol
        usual, queue = protocol.handle_bytes, protocol.queue

        def at_once(event: Any) -> None:
            if event.fin and queue.empty() and not protocol.close_sent:
                take(event.data)
            else:
                usual(event)

        protocol.handle_bytes = at_once
