"""Serve the portal with Daphne on uvloop: the server that every command and test uses."""

import sys

import uvloop


def main() -> None:
    """Refuse a database that was born for the other use; then run Daphne with the arguments given, on uvloop's event loop."""
    from portal import asgi  # noqa: F401 sets Django up
    from portal.birth import check_at_start
    from portal.body_limit import limit_daphne

    check_at_start()
    limit_daphne()
    uvloop.install()
    from daphne.cli import CommandLineInterface

    CommandLineInterface().run(["--bind", "127.0.0.1", "--websocket_timeout", "-1", *sys.argv[1:], "portal.asgi:application"])


if __name__ == "__main__":
    main()
