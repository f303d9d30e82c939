"""Make the demo council. On a seeded database it does nothing; `--fresh` makes a new file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.core.management.base import CommandParser
from django.db import connection

from permissions import clock
from portal.demo.seeding import is_seeded, seed


class Command(BaseCommand):
    """Seed the demo."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the options."""
        parser.add_argument("--fresh", action="store_true", help="throw the embedded database away and make a new one")
        parser.add_argument("--crowd", type=int, default=300, help="how many plans around the demo's own")

    def handle(self, *args: Any, fresh: bool, crowd: int, **options: Any) -> None:
        """Do it."""
        if not settings.DEMO:
            message = "Set DEMO=1: the demo's people are never put beside real children."
            raise CommandError(message)
        if fresh:
            self._throw_away()
        call_command("prepare", stdout=self.stdout)
        if is_seeded():
            self.stdout.write("The demo council is there already.")
            return
        seed(today=clock.today(), now=clock.now(), crowd=crowd)
        self.stdout.write(f"The demo council is ready: Sam's, Zoe's and Ada's plans, and {crowd} around them.")

    def _throw_away(self) -> None:
        if connection.vendor != "sqlite":
            message = "--fresh makes a new file of the embedded database only. Make a new PostgreSQL database instead."
            raise CommandError(message)
        connection.close()
        name = str(connection.settings_dict["NAME"])
        for path in (name, f"{name}-wal", f"{name}-shm"):
            Path(path).unlink(missing_ok=True)
