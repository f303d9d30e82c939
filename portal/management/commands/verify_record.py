"""Check the whole record, and name the first row that does not hold."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import QuerySet

from files.verify import first_fault as first_fault_of_files
from permissions import append_only, ledger
from permissions.access import normal_reference
from plans.models import Plan, PlanVersion
from plans.record.verify import first_fault


class Command(BaseCommand):
    """Walk every plan, or one, and exit 1 at the first fault."""

    help = "Check the ledger, the versions and their words of every plan, and every file; name the first that does not hold and exit 1, or say that the record holds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the reference of one plan."""
        parser.add_argument("--plan", metavar="REFERENCE", default="", help="check this plan only")
        parser.add_argument(
            "--without-files", action="store_true", help="leave the store of files out, as after a restore, whose newest files are lost"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check plan by plan, then the guards of the tables."""
        plans = Plan.objects.order_by("pk")
        if options["plan"]:
            plans = plans.filter(circle__reference=normal_reference(options["plan"]))
            if not plans:
                raise CommandError("There is no plan with this reference.")
        faults = [
            fault
            for fault in (_first_broken(plans), _unguarded(), "" if options["plan"] or options["without_files"] else _first_file())
            if fault
        ]
        if faults:
            raise CommandError(" ".join(faults))
        versions = PlanVersion.objects.filter(plan__in=plans).count()
        self.stdout.write(
            f"The record holds: {_count(plans.count(), 'plan')}, {_count(versions, 'version')}; every entry, seal and word is as it was."
        )


def _first_broken(plans: QuerySet[Plan]) -> str:
    for plan in plans.select_related("circle").iterator(chunk_size=500):
        fault = first_fault(plan) and _again_under_lock(plan)
        if fault:
            return f"The record is broken. Plan {plan.circle.shown_reference}: {fault}."
    return ""


def _again_under_lock(plan: Plan) -> str:
    """Look again while nobody can write: an act that was committed between two of our questions is no fault."""
    with transaction.atomic():
        plan.circle = ledger.lock(plan.circle_id)
        return first_fault(plan)


def _unguarded() -> str:
    missing = append_only.missing()
    return f"The record is not guarded: the trigger {missing[0]} is missing." if missing else ""


def _first_file() -> str:
    fault = first_fault_of_files()
    return f"The store is broken: {fault}." if fault else ""


def _count(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
