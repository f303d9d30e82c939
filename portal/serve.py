"""Serve the portal with Daphne on uvloop: the server that every command and test uses."""

import re
import sys
from typing import Any

import uvloop


def main() -> None:
    """Refuse a database that was born for the other use; then run Daphne with the arguments given, on uvloop's event loop."""
    from portal import asgi  # noqa: F401 sets Django up
    from portal.birth import check_at_start
    from portal.body_limit import limit_daphne

    check_at_start()
    limit_daphne()
    uvloop.install()
    from daphne import cli

    cli.AccessLogGenerator = _quiet_access_log(cli.AccessLogGenerator)
    # After a restart every open page comes back at once, and each waits for its turn at the door.
    patience = ["--websocket_timeout", "-1", "--websocket_connect_timeout", "30"]
    cli.CommandLineInterface().run(["--bind", "127.0.0.1", *patience, *sys.argv[1:], "portal.asgi:application"])


def _quiet_access_log(log: type) -> type:
    """Give Daphne's log of addresses without the secret half of an invitation."""

    class Quiet(log):
        def write_entry(self, host: Any, date: Any, request: str, **facts: Any) -> None:
            """Write one line."""
            super().write_entry(host, date, re.sub(r" /join/.*", " /join/…", request), **facts)

    return Quiet


if __name__ == "__main__":
    main()
