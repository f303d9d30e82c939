"""Several people at one moment, on both databases: a draft is sent once, whole, and its letters leave once."""

import pytest
from django.db import connection

from permissions import clock
from permissions.models import Circle, LedgerEntry
from permissions.refusals import NotNow
from plans.actions.save_section import save_section
from plans.models import Happening, IssuedDocument, Plan, PlanVersion, Section, Service
from plans.queries.preparing import Moved
from plans.record.canonical import read_section
from plans.record.verify import first_fault
from portal.letters import serve as letters
from portal.models import OutgoingMail
from tests.at_once import MARKS, TIMES, at_once
from tests.committed import committed
from tests.plans.ready_to_serve import agree, chosen, light, make_ready
from tests.world import SAM

pytestmark = MARKS


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Give one committed world to all tests of this file: each begins with what the one before left."""
    with committed(django_db_blocker) as world:
        make_ready(world)
        for slug in ("amara", "joel"):
            agree(world, slug)
        yield world


def serves(world, slug, serving):
    def act():
        when = {"today": world.today, "now": clock.now()}
        prepared = letters.make_ready(world.people[slug], SAM, serving, **when)
        return letters.serve_prepared(world.people[slug], SAM, serving, prepared, light(prepared), **when)

    return act


def narrates(world, words):
    seq = Section.objects.get(plan=world.sam, type="B").seq
    facts = {"narrative": words, "none_identified": False, "seq": seq}
    return lambda: save_section(world.marcus, SAM, "B", **facts, today=world.today, now=clock.now())


def counted():
    rows = (PlanVersion, Service, IssuedDocument, OutgoingMail)
    return [model.objects.count() for model in rows] + [Happening.objects.filter(kind__in=("served", "served_again")).count()]


@pytest.mark.parametrize("seed", range(TIMES))
def test_two_people_press_send_at_once_and_it_is_sent_once(world, seed):
    before = counted()
    serving = chosen(world, amara="portal", joel="portal")
    outcomes = at_once(serves(world, "marcus", serving), serves(world, "susan", serving), seed=seed)
    assert sorted(type(one).__name__ for one in outcomes) in (["Moved", "Served"], ["NotNow", "Served"])
    assert [now - was for now, was in zip(counted(), before, strict=True)] == [1, 2, 4, 2, 1]
    newest = PlanVersion.objects.order_by("-number").first()
    assert {service.version for service in Service.objects.order_by("-pk")[:2]} == {newest}
    assert first_fault(Plan.objects.select_related("circle").get(pk=world.sam.pk)) == ""
    circle = Circle.objects.get(pk=world.sam.circle_id)
    assert LedgerEntry.objects.filter(circle=circle).count() == circle.ledger_number
    connection.close()


@pytest.mark.parametrize("seed", range(TIMES))
def test_what_is_written_at_the_same_moment_is_in_the_draft_or_the_draft_is_made_again(world, seed):
    world.move_to("checked")
    serving = chosen(world, amara="portal", joel="portal")
    words = f"Words {seed} at the last moment."
    served, saved = at_once(serves(world, "marcus", serving), narrates(world, words), seed=seed)
    blob = None
    if isinstance(served, Exception):
        assert isinstance(served, Moved)
        assert not isinstance(saved, Exception)
    else:
        sha = served.version.manifest["B"]
        blob = read_section(world.sam.blobs.get(sha256=sha).content)
        assert isinstance(saved, NotNow) or blob.narrative == words
    connection.close()
