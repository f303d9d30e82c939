"""Print who may do what: role, section, stage and verbs, as CSV, out of the tables by which the portal decides."""

import csv
from typing import Any

from django.core.management import BaseCommand
from django.core.management.base import CommandParser

from permissions.vocabulary import Stage
from plans.statute.table import permission_table


class Command(BaseCommand):
    """Print the whole permission table, or that of one stage."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one stage, where only one is wanted."""
        parser.add_argument("--stage", choices=[stage.value for stage in Stage], help="only this stage")

    def handle(self, *args: Any, stage: str | None, **options: Any) -> None:
        """Print it."""
        rows = csv.writer(self.stdout, lineterminator="\n")
        rows.writerow(["role", "section", "stage", "verbs"])
        for row in permission_table([Stage(stage)] if stage else list(Stage)):
            rows.writerow([row.role, row.section, row.stage, " ".join(row.verbs)])
