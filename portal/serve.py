"""Serve the portal with Daphne on uvloop: the server that every command and test uses."""

import re
import sys
from typing import Any

import uvloop


def main() -> None:
    """Refuse a database that was born for the other use; then run Daphne with the arguments given, on uvloop's event loop."""
    cli = prepared()
    from portal.birth import check_at_start

    check_at_start()
    # After a restart every open page comes back at once, and each waits for its turn at the door.
    patience = ["--websocket_timeout", "-1", "--websocket_connect_timeout", "30"]
    cli.CommandLineInterface().run(["--bind", "127.0.0.1", *patience, *sys.argv[1:], "portal.asgi:application"])


def prepared() -> Any:
    """Set Daphne and Django up and give Daphne's command line. uvloop stands first of all: Daphne's server takes the event loop as it finds it."""
    uvloop.install()
    from daphne import cli

    from portal import asgi  # noqa: F401 sets Django up
    from portal.body_limit import limit_daphne

    limit_daphne()
    cli.AccessLogGenerator = _quiet_access_log(cli.AccessLogGenerator)
    return cli


def _quiet_access_log(log: type) -> type:
    """Give Daphne's log of addresses without the secret half of an invitation."""

    class Quiet(log):
        def write_entry(self, host: Any, date: Any, request: str, **facts: Any) -> None:
            """Write one line."""
            super().write_entry(host, date, re.sub(r" /join/.*", " /join/…", request), **facts)

    return Quiet


if __name__ == "__main__":
    main()
