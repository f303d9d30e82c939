"""Print the socket paths of the live texts of Sam's plan that a person of the demo may write, one a line."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from permissions import clock
from permissions.refusals import NotFound
from plans.access import open_plan
from plans.livetext.listing import texts_to_write
from portal.demo.cast import BY_SLUG
from portal.demo.people import person_of_demo

REFERENCE = "00000SAM"


class Command(BaseCommand):
    """List what a client of the y-websocket protocol can connect to with the session of `demo_session`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of the person."""
        parser.add_argument("person", help="one of: " + ", ".join(BY_SLUG))

    def handle(self, *args: Any, person: str, **options: Any) -> None:
        """Print them; nothing for whoever writes in no text, or has no part in the plan."""
        if not settings.DEMO:
            raise CommandError("There is a plan of Sam’s in the demo only (DEMO=1).")
        if person not in BY_SLUG:
            raise CommandError(f"Nobody in the demo is called {person!r}. There are: {', '.join(BY_SLUG)}.")
        try:
            access = open_plan(person_of_demo(person), REFERENCE, today=clock.today())
        except NotFound:
            return
        for path in texts_to_write(access):
            self.stdout.write(path)
