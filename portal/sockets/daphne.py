"""Let Daphne close a socket with the codes that the protocol has for it, and take no frame that is larger than any of ours.

Autobahn lets an application say 1000 and 3000 to 4999 only, and keeps a message of any length in memory.
"""

import sys
from typing import Any

LARGEST_MESSAGE = 2 * 1024 * 1024


def prepare_daphne() -> None:
    """Let Daphne make its sockets in our way, where it is Daphne that serves.

    Invariant: nothing here imports Daphne's server, which takes the event loop as it finds it: it would not be uvloop's.
    """
    server = sys.modules.get("daphne.server")
    if server is not None:
        server.WebSocketFactory = _sockets()  # type: ignore[attr-defined]


def _sockets() -> type:
    from daphne import ws_protocol

    class Socket(ws_protocol.WebSocketProtocol):
        """A socket that says how it ends."""

        def serverClose(self, code: int | None = None) -> None:  # noqa: N802 Daphne's name
            """Close, with any code that RFC 6455 lets an endpoint send."""
            self.sendCloseFrame(code=1000 if code is None else code)

    class Sockets(ws_protocol.WebSocketFactory):
        """Makes sockets whose messages are bounded."""

        protocol = Socket

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.setProtocolOptions(maxFramePayloadSize=LARGEST_MESSAGE, maxMessagePayloadSize=LARGEST_MESSAGE)

    return Sockets
