"""Serve the demo's draft of Sam's plan on both parents, in a process of its own: `python -m tests.journeys.served`."""

import os
import subprocess
import sys

from tests.journeys.house import House


def serve_sams_draft(house: House) -> None:
    """Serve it in the database of a house, three days ago."""
    settings = os.environ | {"DEMO": "1"} | dict(house.servers[0].settings)
    done = subprocess.run([sys.executable, "-m", "tests.journeys.served"], env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _serve() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from datetime import timedelta

    from django.db import transaction

    from permissions import clock, ledger
    from permissions.models import Membership
    from plans.access import open_plan
    from plans.actions.happen import happen
    from plans.models import Happening, Plan, PlanVersion, Service
    from plans.record.cutting import cut
    from plans.statute.window import closes_on

    with transaction.atomic():
        today, now = clock.today(), clock.now()
        plan = Plan.objects.get(circle__reference="00000SAM")
        served_on, marcus = today - timedelta(days=3), plan.coordinator
        assert marcus
        happen(plan, Happening.Kind.SERVED, on=served_on, by=marcus, today=today, now=now, closes_on=closes_on(served_on))
        access = open_plan(marcus, "00000SAM", today=today)
        version = cut(access, PlanVersion.Kind.DRAFT, circle=ledger.lock(access.plan.circle_id), note="", now=now)
        for parent in Membership.objects.filter(content_object=plan.circle, stands_for="parent"):
            window = {"sent_on": served_on, "served_on": served_on, "window_days": 15, "closes_on": closes_on(served_on)}
            Service.objects.create(version=version, recipient=parent.user, role="parent", channel="hand", by=marcus, at=now, **window)


if __name__ == "__main__":
    _serve()
