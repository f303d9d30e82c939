"""Bring the database up: tables, triggers, matrix, first pages, and whether it was born for the demo or for real children."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command

from permissions import append_only, clock, grants
from portal.birth import register_birth
from portal.first_pages import make_first_pages


class Command(BaseCommand):
    """Prepare the database; what is there already is left as it is."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        call_command("migrate", interactive=False, verbosity=0)
        append_only.install()
        grants.install_matrix()
        make_first_pages()
        register_birth(is_demo=settings.DEMO, now=clock.now())
        self.stdout.write("The database is ready.")
