"""The sockets of Daphne as ours are: they end with the codes of the protocol, take no message beyond bounds, and spare small ones the long way.

Autobahn lets an application say 1000 and 3000 to 4999 only, and keeps a message of any length in memory. Each frame costs it ten times what is in it, and each
write costs Twisted two calls of the kernel besides the write. Imported once Daphne serves (`portal.sockets.daphne`), never before.
"""

from collections.abc import Callable
from typing import Any

from daphne import ws_protocol
from twisted.internet import tcp

from plans.livetext.line import framed

LARGEST_MESSAGE = 2 * 1024 * 1024
# The head of a message from a page: whole and binary; masked, with a length of one byte; the mask.
WHOLE_BINARY, MASKED, SMALL, SMALLEST = 0x82, 0x80, 125, 7


class Socket(ws_protocol.WebSocketProtocol):
    """A socket that says how it ends."""

    def serverClose(self, code: int | None = None) -> None:  # noqa: N802 Daphne's name
        """Close, with any code that RFC 6455 lets an endpoint send."""
        self.sendCloseFrame(code=1000 if code is None else code)

    # The short way of a live text (plans/livetext/line.py).
    is_our_line = True
    take: Callable[[bytes], Any] | None = None

    @property
    def waiting(self) -> int:
        """Say how many bytes wait before the network."""
        transport = self.transport
        return len(transport.dataBuffer) - transport.offset + transport._tempDataLen if isinstance(transport, tcp.Connection) else 0

    def put(self, frame: bytes) -> None:
        """Write a binary message; to the kernel itself where nothing waits before it."""
        if self.state != self.STATE_OPEN:
            return
        if self.send_queue:
            self.sendData(framed(frame))
            return
        data, transport = framed(frame), self.transport
        if type(transport) is tcp.Server and not (
            transport.TLS or transport.dataBuffer or transport._tempDataBuffer or transport.disconnecting or not transport.connected
        ):
            try:
                sent = transport.socket.send(data)
            except OSError:
                sent = 0  # It is full, or broken, which the reactor finds out and tells.
            if sent == len(data):
                return
            data = data[sent:]
        transport.write(data)

    def hear(self, take: Callable[[bytes], Any]) -> None:
        """Hand over every message, unless one waits to be fetched the usual way."""
        self.take = take

    def onMessage(self, payload: bytes, isBinary: bool) -> None:  # noqa: N802, N803 Autobahn's names
        """Take a message that Autobahn has read."""
        if self.take is not None and isBinary and not self.muted and self.application_queue.empty():
            self.take(payload)
        else:
            super().onMessage(payload, isBinary)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 Twisted's name
        """Read small whole messages with little ado; everything else is Autobahn's."""
        if self.take is not None and not self.data and self.current_frame is None and not self.inside_message:
            at = self._small_messages(data)
            data = data[at:] if at else data
        if data:
            super().dataReceived(data)

    def _small_messages(self, data: bytes) -> int:
        """Take the small whole messages with which data begins; give the place behind them."""
        at = 0
        while len(data) - at >= SMALLEST and data[at] == WHOLE_BINARY and data[at + 1] > MASKED and self.state == self.STATE_OPEN:
            size = data[at + 1] - MASKED
            end = at + SMALLEST + size - 1
            if size > SMALL or end > len(data) or self.muted or self.take is None or not self.application_queue.empty():
                break
            content = data[at + 6 : end]
            mask = (data[at + 2 : at + 6] * (size // 4 + 1))[:size]
            at = end
            self.take((int.from_bytes(content, "big") ^ int.from_bytes(mask, "big")).to_bytes(size, "big"))
        return at


class Sockets(ws_protocol.WebSocketFactory):
    """Makes sockets whose messages are bounded."""

    protocol = Socket

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.setProtocolOptions(maxFramePayloadSize=LARGEST_MESSAGE, maxMessagePayloadSize=LARGEST_MESSAGE)
