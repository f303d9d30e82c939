"""The events of a request and of the end of a case: event x stage x person equals the table written by hand (`events_of_a_case.txt`)."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.db import transaction

from permissions import ledger
from permissions.models import LedgerEntry
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from permissions.vocabulary import Stage
from plans.access import open_plan
from plans.actions.decide_assessment import decide_assessment
from plans.actions.decide_plan import decide_plan
from plans.actions.leave_plan_as_it_is import leave_plan_as_it_is
from plans.actions.overturn_decision import overturn_decision
from plans.actions.pass_check import pass_check
from plans.actions.record_death import record_death
from plans.actions.record_move import record_move
from plans.actions.reopen_draft import reopen_draft
from plans.actions.return_draft import return_draft
from plans.actions.send_to_check import send_to_check
from plans.actions.start_amending import start_amending
from plans.actions.withdraw_request import withdraw_request
from plans.models import Happening, Plan
from plans.queries.last_decision import has_passed_check
from plans.queries.next_steps import next_steps
from plans.statute.amending import Because
from tests.plans.ready_to_serve import override, write_enough
from tests.world import SAM

PEOPLE = ("marcus", "hana", "susan", "tess", "corinne", "sonia", "priya", "amara", "pam")
WHY = "Because of what the reports say."
EVENTS = {
    "assess-yes": partial(decide_assessment, is_yes=True, reasons=""),
    "assess-no": partial(decide_assessment, is_yes=False, reasons=WHY),
    "plan-yes": partial(decide_plan, is_yes=True, reasons=""),
    "plan-no": partial(decide_plan, is_yes=False, reasons=WHY),
    "overturned": partial(overturn_decision, reasons=WHY),
    "withdrawn": partial(withdraw_request, reasons=""),
    "moved": partial(record_move, reasons=""),
    "died": record_death,
    "amend": partial(start_amending, because=Because.OUTSIDE_REVIEW, reasons=WHY),
    "not-amending": partial(leave_plan_as_it_is, reasons=WHY),
    "send-to-check": send_to_check,
    "return": partial(return_draft, reasons=WHY),
    "reopen": partial(reopen_draft, reasons=WHY),
    "pass": pass_check,
}
UNDATED = ("send-to-check", "return", "reopen", "pass")
# What each event leaves: the stage of the plan, and the last thing that happened to it.
LEADS_TO = {
    "assess-yes": ("assessing", "assess_yes"),
    "assess-no": ("refused", "assess_no"),
    "plan-yes": ("drafting", "plan_yes"),
    "plan-no": ("refused", "plan_no"),
    "overturned": ("assessing", "assess_yes"),
    "withdrawn": ("ended", "withdrawn"),
    "moved": ("ended", "moved_out"),
    "died": ("ended", "died"),
    "amend": ("amending", "amending"),
    "not-amending": ("final", "not_amending"),
    "send-to-check": ("checking", "checking"),
    "return": ("drafting", "returned"),
    "reopen": ("drafting", "reopened"),
    "pass": ("checking", "checked"),
}


class _Undo(Exception):  # noqa: N818
    """Take an act back that worked."""


def table():
    lines = (Path(__file__).parent / "events_of_a_case.txt").read_text().splitlines()
    rows = [[part.strip() for part in line.split("|")] for line in lines if line and not line.startswith("#")]
    return {event: (stages.split(), people.split()) for event, stages, people in rows}


def act(world, slug, event, *, on=None):
    dated = {} if event in UNDATED else {"on": on or world.today}
    return EVENTS[event](getattr(world, slug), SAM, **dated, today=world.today, now=world.now)


def outcome(world, slug, event):
    """Try an event, say what came of it, and take it back."""
    before = LedgerEntry.objects.filter(circle=world.sam.circle).count()
    try:
        with transaction.atomic():
            act(world, slug, event)
            plan = Plan.objects.get(pk=world.sam.pk)
            newest = Happening.objects.filter(plan=plan).order_by("-pk").first()
            stage = open_plan(world.hana, SAM, today=world.today).stage
            assert (stage, newest.kind, newest.by, newest.at) == (*LEADS_TO[event], getattr(world, slug), world.now)
            assert LedgerEntry.objects.filter(circle=world.sam.circle).count() > before
            raise _Undo
    except _Undo:
        return "done"
    except NotFound:
        return "not there"
    except NotPermitted:
        return "not yours"
    except NotNow as refusal:
        return "not now" if refusal.source else "without its law"


def test_each_event_happens_where_the_table_says_and_nowhere_else(world):
    write_enough(world)
    expected, found = {}, {}
    for stage in Stage:
        world.move_to(stage)
        for event, (stages, may) in table().items():
            for slug in PEOPLE:
                allowed = "done" if stage in stages else "not now"
                expected[event, str(stage), slug] = allowed if slug in may else "not yours"
                found[event, str(stage), slug] = outcome(world, slug, event)
    assert {key: value for key, value in found.items() if value != expected[key]} == {}
    for slug in ("nadia", "ines", "root", "zoe"):
        assert {outcome(world, slug, event) for event in EVENTS} == {"not there"}


def test_the_panel_offers_each_person_what_they_may_do_and_nobody_else_anything_of_it(world):
    """By hand: the address of each step under decide/, by stage."""
    deciding = {
        "requested": "assess withdrawn moved died",
        "assessing": "plan withdrawn moved died",
        "refused": "overturned moved died",
        "drafting": "send-to-check moved died",
        "checking": "moved died",
        "consulting": "moved died",
        "finalising": "write-again moved died",
        "final": "amend consider-ending reassessment-asked died",
        "amending": "not-amending reassessment-asked died",
        "ended": "died",
    }
    for stage, steps in deciding.items():
        world.move_to(stage)
        assert offered(world, "marcus") == set(steps.split()), stage
        assert offered(world, "corinne") == set(steps.split()) & {"moved", "died", "reassessment-asked"}, stage
        assert offered(world, "amara") | offered(world, "priya") | offered(world, "sonia") == set(), stage
    world.move_to("checking")
    assert "check" in offered(world, "hana")


def offered(world, slug):
    steps = next_steps(open_plan(getattr(world, slug), SAM, today=world.today))
    return {step.url.split("/decide/")[1].strip("/") for step in steps if "/decide/" in step.url}


@pytest.mark.parametrize(
    ("event", "stage", "first", "sentence"),
    [
        ("assess-yes", "requested", 70, "before the request was received"),
        ("assess-no", "requested", 70, "before the request was received"),
        ("plan-yes", "assessing", 60, "before it was decided to assess"),
        ("plan-no", "assessing", 60, "before it was decided to assess"),
        ("overturned", "refused", 60, "before the decision that it changes"),
        ("withdrawn", "assessing", 70, "before the request was received"),
        ("moved", "drafting", 70, "before the request was received"),
        ("died", "final", 9 * 365 - 40, None),
    ],
)
def test_a_day_that_has_not_come_or_lies_before_what_it_follows_is_refused(world, event, stage, first, sentence):
    world.move_to(stage)
    for day, said in ((world.today + timedelta(days=1), "can't be in the future"), (world.today - timedelta(days=first + 1), sentence)):
        if said is None:
            continue
        with pytest.raises(Invalid) as refused:
            act(world, "hana", event, on=day)
        assert said in refused.value.errors["on"]
    happening = act(world, "hana", event, on=world.today - timedelta(days=first))
    assert happening.on == world.today - timedelta(days=first)


@pytest.mark.parametrize(
    ("event", "stage"),
    [("assess-no", "requested"), ("plan-no", "assessing"), ("overturned", "refused"), ("return", "checking"), ("reopen", "finalising")],
)
@pytest.mark.parametrize(("reasons", "sentence"), [("  ", "in plain words"), ("x" * 4001, "4,000 characters")])
def test_a_refusal_and_what_undoes_it_need_reasons_that_can_be_read(world, event, stage, reasons, sentence):
    world.move_to(stage)
    dated = {} if event in UNDATED else {"on": world.today}
    with pytest.raises(Invalid) as refused:
        EVENTS[event].func(world.hana, SAM, **{**EVENTS[event].keywords, "reasons": reasons}, **dated, today=world.today, now=world.now)
    assert sentence in refused.value.errors["reasons"]


def test_a_refused_plan_that_is_overturned_goes_on_with_the_plan_and_the_refusal_stays_in_the_record(world):
    world.move_to("assessing")
    act(world, "marcus", "plan-no")
    act(world, "susan", "overturned")
    assert open_plan(world.marcus, SAM, today=world.today).stage is Stage.DRAFTING
    newest = Happening.objects.filter(plan=world.sam).order_by("-pk").values_list("kind", flat=True)[:3]
    assert list(newest) == ["plan_yes", "overturned", "plan_no"]


def test_a_draft_is_passed_by_a_second_person_only_once_and_not_by_the_coordinator(world):
    write_enough(world)
    act(world, "hana", "send-to-check")
    with pytest.raises(NotPermitted, match="second person"):
        act(world, "hana", "pass")
    act(world, "hana", "return")
    act(world, "marcus", "send-to-check")
    Plan.objects.filter(pk=world.sam.pk).update(coordinator=world.hana)
    with pytest.raises(NotPermitted, match="second person"):
        act(world, "hana", "pass")
    Plan.objects.filter(pk=world.sam.pk).update(coordinator=world.marcus)
    assert not has_passed_check(Plan.objects.get(pk=world.sam.pk))
    act(world, "hana", "pass")
    assert has_passed_check(Plan.objects.get(pk=world.sam.pk))
    with pytest.raises(NotNow, match="passed the check already"):
        act(world, "hana", "pass")
    act(world, "hana", "return")
    assert not has_passed_check(Plan.objects.get(pk=world.sam.pk))


def test_a_draft_that_the_checks_stop_does_not_pass(world):
    act(world, "marcus", "send-to-check")
    with pytest.raises(NotNow, match="The checks found what stops this draft"):
        act(world, "hana", "pass")
    override(world)
    assert act(world, "hana", "pass").kind == "checked"


def test_a_death_is_recorded_once_silences_from_its_day_and_leaves_an_earlier_end_as_it_was(world):
    world.move_to("ended")
    ended = Plan.objects.get(pk=world.sam.pk).ended_on
    act(world, "corinne", "died", on=world.today)
    plan = Plan.objects.get(pk=world.sam.pk)
    assert (plan.silenced_on, plan.ended_on) == (world.today, ended)
    with pytest.raises(NotNow, match="recorded already"):
        act(world, "susan", "died")
    assert ledger.first_broken(world.sam.circle) is None
