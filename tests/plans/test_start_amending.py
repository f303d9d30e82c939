"""Begin to change a plan in force: who, when, on which days; the plan in force stays what it is."""

from datetime import timedelta

import pytest

from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from permissions.vocabulary import Stage
from plans.access import open_plan
from plans.actions.start_amending import start_amending
from plans.models import Plan
from plans.statute.amending import Because
from tests.world import SAM

WHY = "Sam has moved up to the juniors."


def start(world, person, because=Because.OUTSIDE_REVIEW, *, ago=0, met=None, reasons=WHY):
    on = world.today - timedelta(days=ago)
    meeting = None if met is None else world.today - timedelta(days=met)
    return start_amending(person, SAM, because=because, on=on, meeting_on=meeting, reasons=reasons, today=world.today, now=world.now)


def test_a_plan_in_force_is_opened_for_changes_after_a_review_and_its_old_window_is_gone(world):
    world.move_to("final")
    happening = start(world, world.marcus, Because.AFTER_REVIEW, ago=1, met=3)
    plan = Plan.objects.get(pk=world.sam.pk)
    assert (happening.kind, happening.because, happening.reason) == ("amending", "after_review", WHY)
    assert (plan.amending_on, plan.met_on) == (world.today - timedelta(days=1), world.today - timedelta(days=3))
    assert (plan.served_on, plan.closes_on, plan.noticed_on, plan.final_on) == (None, None, None, world.today - timedelta(days=5))
    assert open_plan(world.hana, SAM, today=world.today).stage is Stage.AMENDING


@pytest.mark.parametrize(
    ("slug", "refusal"), [("amara", NotPermitted), ("priya", NotPermitted), ("tess", NotPermitted), ("nadia", NotFound), ("root", NotFound)]
)
def test_nobody_but_whoever_decides_begins_it(world, slug, refusal):
    world.move_to("final")
    with pytest.raises(refusal):
        start(world, world.people[slug])


@pytest.mark.parametrize("stage", ["drafting", "consulting", "finalising", "amending", "ceasing", "ended"])
def test_at_another_stage_it_does_not_happen(world, stage):
    world.move_to(stage)
    with pytest.raises(NotNow):
        start(world, world.marcus)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"ago": -1}, "on"),
        ({"ago": 6}, "on"),
        ({"reasons": "  "}, "reasons"),
        ({"because": Because.AFTER_REVIEW}, "meeting_on"),
        ({"because": Because.AFTER_REVIEW, "ago": 2, "met": 1}, "meeting_on"),
        ({"because": Because.AFTER_REVIEW, "met": 6}, "meeting_on"),
        ({"because": Because.TRIBUNAL, "met": 1}, "meeting_on"),
    ],
)
def test_a_day_that_can_not_be_and_a_missing_reason_are_refused_beside_their_field(world, said, field):
    world.move_to("final")
    with pytest.raises(Invalid) as wrong:
        start(world, world.marcus, **said)
    assert list(wrong.value.errors) == [field]
    assert Plan.objects.get(pk=world.sam.pk).amending_on is None
