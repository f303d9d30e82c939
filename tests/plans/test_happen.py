"""What happened moves the plan: its dates are those that its happenings say, at every stage and along a whole life."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from permissions.vocabulary import Stage
from plans.actions.happen import apply, happen
from plans.models import Happening, Plan
from plans.statute import lifecycle
from plans.statute.turn import next_due_on

KINDS = Happening.Kind

# A life with every turn that a plan may take: refused and overturned, returned from the check, taken back to writing, served twice, amended, ended.
LIFE = [
    (KINDS.ASSESS_NO, 200, None, "refused"),
    (KINDS.ASSESS_YES, 170, None, "assessing"),
    (KINDS.PLAN_YES, 140, None, "drafting"),
    (KINDS.CHECKING, 130, None, "checking"),
    (KINDS.RETURNED, 128, None, "drafting"),
    (KINDS.CHECKING, 126, None, "checking"),
    (KINDS.SERVED, 120, -106, "finalising"),
    (KINDS.REOPENED, 100, None, "drafting"),
    (KINDS.SERVED, 5, 9, "consulting"),
    (KINDS.FINAL, 4, None, "final"),
    (KINDS.AMENDING, 3, None, "amending"),
    (KINDS.FINAL, 2, None, "final"),
    (KINDS.CEASING, 1, None, "ceasing"),
    (KINDS.ENDED, 0, None, "ended"),
]


def from_its_happenings(plan: Plan) -> tuple[lifecycle.PlanDates, list[str]]:
    """Say again what a plan's dates are, from nothing but the rows."""
    empty = Plan()
    rows = list(plan.happenings.order_by("pk"))
    for row in rows:
        apply(empty, row)
    return empty.dates, [row.kind for row in rows]


@pytest.mark.django_db
def test_at_every_stage_the_plans_dates_are_those_that_its_happenings_say(world):
    for at in Stage:
        try:
            with transaction.atomic():
                plan = world.move_to(at.value, world.nadias)
                plan.refresh_from_db()
                found, kinds = from_its_happenings(plan)
                assert found == plan.dates, at
                assert kinds[0] == "request_received"
                assert lifecycle.stage(found, today=world.today) is at
                assert plan.next_due_on == next_due_on(found, today=world.today)
                raise Undone
        except Undone:
            world.nadias.refresh_from_db()


class Undone(Exception):  # noqa: N818 no fault: the plan goes back to where it was
    """Take back what was tried."""


def test_along_a_whole_life_the_plan_stands_where_its_last_happening_led(world):
    plan = world.nadias
    for kind, ago, closes, expected in LIFE:
        closes_on = None if closes is None else world.today + timedelta(days=closes)
        happen(plan, kind, on=world.today - timedelta(days=ago), by=world.marcus, today=world.today, closes_on=closes_on)
        plan.refresh_from_db()
        assert lifecycle.stage(plan.dates, today=world.today).value == expected
        assert from_its_happenings(plan)[0] == plan.dates
    assert from_its_happenings(plan)[1] == ["request_received", *(kind.value for kind, *_ in LIFE)]


def test_what_happened_is_never_rewritten(world):
    happening = world.nadias.happenings.get()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Happening.objects.filter(pk=happening.pk).update(on=world.today)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        happening.delete()


def test_a_plan_whose_date_was_changed_past_its_happenings_is_found(world):
    Plan.objects.filter(pk=world.nadias.pk).update(served_on=world.today)
    world.nadias.refresh_from_db()
    assert from_its_happenings(world.nadias)[0] != world.nadias.dates
