"""Print every HTTP route and socket message with its policy, as CSV; exit 1 and name whatever has none."""

import csv
from collections.abc import Iterator
from typing import Any

from django.core.management import BaseCommand, CommandError

from portal.routes import Route, http_routes
from portal.sockets.wire import socket_policies

SOCKET = ("WEBSOCKET",)


def every_route() -> Iterator[Route]:
    """Give every HTTP route and every message that a socket takes."""
    yield from http_routes()
    for message, policy in socket_policies().items():
        yield Route(message, SOCKET, policy)


class Command(BaseCommand):
    """List the doors of the service and who may come through each."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them."""
        routes = list(every_route())
        rows = csv.writer(self.stdout, lineterminator="\n")
        rows.writerow(["route", "methods", "policy"])
        rows.writerows([route.route, " ".join(route.methods), route.policy.words if route.policy else ""] for route in routes)
        bare = [route.route for route in routes if route.policy is None]
        if bare:
            raise CommandError("No policy is declared for: " + ", ".join(bare))
