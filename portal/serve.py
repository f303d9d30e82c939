"""Serve the portal with Daphne on uvloop: the server that every command and test uses."""

import sys

import uvloop


def main() -> None:
    """Run Daphne with the arguments given, on uvloop's event loop."""
    uvloop.install()
    from daphne.cli import CommandLineInterface

    CommandLineInterface().run(["--bind", "127.0.0.1", "--websocket_timeout", "-1", *sys.argv[1:], "portal.asgi:application"])


if __name__ == "__main__":
    main()
