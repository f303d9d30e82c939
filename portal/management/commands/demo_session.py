"""Print the cookie of a signed-in session for a person of the demo: `sessionid=...`."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from permissions.refusals import NotFound
from portal.demo.cast import BY_SLUG
from portal.demo.people import person_of_demo, session_of


class Command(BaseCommand):
    """Sign a person of the demo in from the command line (benchmarks and a first look with curl)."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of the person."""
        parser.add_argument("person", help="one of: " + ", ".join(BY_SLUG))

    def handle(self, *args: Any, person: str, **options: Any) -> None:
        """Do it."""
        if not settings.DEMO:
            raise CommandError("Sessions are made from the command line in the demo only (DEMO=1).")
        if person not in BY_SLUG:
            raise CommandError(f"Nobody in the demo is called {person!r}. There are: {', '.join(BY_SLUG)}.")
        try:
            found = person_of_demo(person)
        except NotFound:
            raise CommandError(f"{BY_SLUG[person].name} is not in this database yet. Run: python manage.py seed_demo") from None
        self.stdout.write(f"{settings.SESSION_COOKIE_NAME}={session_of(found)}")
