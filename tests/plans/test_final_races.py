"""Two people make one plan final at one moment, or send one reply: it is done once, and the other is told; on both databases."""

import pytest
from django.db import transaction

from permissions.models import LedgerEntry
from permissions.refusals import NotFound, NotNow
from plans.actions.issued import Served
from plans.models import Happening, IssuedDocument, Plan, PlanVersion, Service, TrackedChange
from plans.record.verify import first_fault
from tests.at_once import MARKS, at_once
from tests.committed import committed
from tests.plans.finishing import asks, replies, sends
from tests.plans.ready_for_final import chosen, issue, make_ready, override, sign

pytestmark = MARKS


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Give one committed world to both tests: the second begins with what the first left."""
    with committed(django_db_blocker) as world:
        with transaction.atomic():
            make_ready(world)
        yield world


def test_of_two_who_send_one_reply_one_does_and_the_plan_changes_once(world):
    asked = asks(world, "amara", world.extra["amaras"], "B", world.extra["need"], proposed="Sam follows three words.")
    replies(world, asked)
    outcomes = at_once(lambda: sends(world), lambda: sends(world, by="hana"), seed=1)
    assert sorted(type(one) for one in outcomes if isinstance(one, NotFound)) == [NotFound], outcomes
    assert TrackedChange.objects.count() == 1
    assert LedgerEntry.objects.filter(verb="apply_reply").count() == 1
    assert first_fault(Plan.objects.get(pk=world.sam.pk)) == ""


def test_of_two_who_make_a_plan_final_one_does_and_the_other_is_told(world):
    override(world)
    sign(world)
    issuing = chosen(world)
    outcomes = at_once(lambda: issue(world, issuing=issuing), lambda: issue(world, by="susan", issuing=issuing), seed=2)
    assert sorted(type(one).__name__ for one in outcomes) == [NotNow.__name__, Served.__name__], outcomes
    assert PlanVersion.objects.filter(plan=world.sam, kind="final").count() == 1
    assert Happening.objects.filter(plan=world.sam, kind="final").count() == 1
    assert Service.objects.filter(version__kind="final").count() == IssuedDocument.objects.count() == len(issuing.sendings)
    assert first_fault(Plan.objects.get(pk=world.sam.pk)) == ""
