"""Let Daphne make its sockets in our way."""

import sys


def prepare_daphne() -> None:
    """Let Daphne make its sockets in our way, where it is Daphne that serves.

    Invariant: nothing here imports Daphne's server, which takes the event loop as it finds it: it would not be uvloop's.
    """
    server = sys.modules.get("daphne.server")
    if server is not None:
        from portal.sockets.daphne_sockets import Sockets

        server.WebSocketFactory = Sockets  # type: ignore[attr-defined]
