"""Serve Sam's draft on Amara and Joel: what the tests of answers start from."""

from datetime import date, timedelta

from permissions import ledger
from permissions.models import User
from plans.access import open_plan
from plans.models import PlanVersion, Service
from plans.record.cutting import cut
from plans.statute.window import closes_on
from tests.world import SAM, World


def serve(world: World, *people: User, served_on: date | None = None, days: int = 15) -> tuple[Service, ...]:
    """Cut a draft of what is put forward and serve it on people (Amara and Joel), three days ago, with a window of so many days."""
    served_on = served_on or world.today - timedelta(days=3)
    world.move_to("consulting")
    access = open_plan(world.marcus, SAM, today=world.today)
    version = cut(access, PlanVersion.Kind.DRAFT, circle=ledger.lock(access.plan.circle_id), note="", now=world.now)
    services = tuple(serve_on(world, version, person, served_on=served_on, days=days) for person in people or (world.amara, world.joel))
    world.sam.refresh_from_db()
    world.sam.served_on, world.sam.closes_on = served_on, max(one.closes_on for one in services if one.closes_on)
    world.sam.save()
    return services


def serve_on(world: World, version: PlanVersion, person: User, *, served_on: date, days: int = 15) -> Service:
    """Serve a version on one person."""
    return Service.objects.create(
        version=version,
        recipient=person,
        role="parent",
        channel=Service.Channel.HAND,
        sent_on=served_on,
        served_on=served_on,
        window_days=days,
        closes_on=closes_on(served_on, days=days),
        by=world.marcus,
        at=world.now,
    )
