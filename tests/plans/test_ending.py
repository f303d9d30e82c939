"""How a plan ends, and how a reassessment is asked for and answered: event x where the plan stands x person is the table by hand (`events_of_ending.txt`)."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from permissions.models import Child, LedgerEntry
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from permissions.vocabulary import Stage
from plans.access import open_plan
from plans.actions.ask_reassessment import Requested, ask_reassessment
from plans.actions.consider_ending import consider_ending
from plans.actions.decide_ending import decide_ending
from plans.actions.decide_reassessment import decide_reassessment
from plans.actions.end_plan import end_plan
from plans.actions.go_on_with_plan import go_on_with_plan
from plans.actions.happen import happen
from plans.actions.record_ending_appeal import record_ending_appeal
from plans.actions.record_ending_view import Heard, record_ending_view
from plans.models import EndingDecision, EndingView, Happening, Plan, PlanEnd, ReassessmentRequest
from plans.queries.my_window import my_turn
from plans.queries.next_steps import next_steps
from plans.statute.ceasing import Ending, Grounds
from tests.world import NADIAS, SAM

KINDS = Happening.Kind
WHY = "Because of what the reports say."
NECESSARY = Grounds(ground="unnecessary")
ALL_STAGES = [stage.value for stage in Stage]
# What is added to a stage: kind of happening, and how many days ago.
BESIDES = {
    "considering": ("final", [(KINDS.CONSIDERING_CEASE, 4)]),
    "asked": ("final", [(KINDS.REASSESS_ASKED, 3)]),
    "appealed": ("ceasing", [(KINDS.CEASE_APPEALED, 2)]),
    "over": ("ceasing", [(KINDS.CEASING, 70)]),
    "lost": ("ceasing", [(KINDS.CEASING, 70), (KINDS.CEASE_APPEALED, 20)]),
    "noted": ("amending", [(KINDS.REASSESS_ASKED, 2)]),
}
PEOPLE = ("marcus", "hana", "susan", "corinne", "tess", "sonia", "priya", "amara", "pam")


def ago(world, days):
    return world.today - timedelta(days=days)


def into(world, stands):
    """Lead Sam's plan to where it stands."""
    stage, besides = BESIDES.get(stands, (stands, []))
    plan = world.move_to(stage)
    for kind, days in besides:
        row = happen(plan, kind, on=ago(world, days), by=world.marcus, today=world.today, now=world.now)
        if kind == KINDS.REASSESS_ASKED:
            ReassessmentRequest.objects.create(
                happening=row, made_by="parent", route="post", words="Look again.", keyed_by=world.marcus, keyed_at=world.now
            )
        if kind == KINDS.CONSIDERING_CEASE:
            kept = {"happening": row, "on": world.today, "route": "phone", "words": "", "keyed_by": world.marcus, "keyed_at": world.now}
            EndingView.objects.bulk_create([EndingView(person=person, **kept) for person in (world.amara, world.joel, None)])
    return plan


def heard(world, who, words="We agree.", *, on=None, is_silent=False):
    return Heard(who=str(who.pk) if who else "school", on=on or world.today, route="phone", words=words, is_silent=is_silent)


def act(world, slug, event, **other):
    """Let somebody try an event, with something that can be said at each."""
    today = world.today
    events = {
        "consider": partial(consider_ending, on=today, reasons=WHY),
        "heard": partial(record_ending_view, heard=heard(world, world.amara)),
        "end-yes": partial(decide_ending, is_yes=True, on=today, reasons=WHY, grounds=NECESSARY),
        "end-no": partial(decide_ending, is_yes=False, on=today, reasons=WHY, grounds=Grounds()),
        "appeal": partial(record_ending_appeal, on=today),
        "go-on": partial(go_on_with_plan, on=today, reasons=WHY),
        "ended": partial(end_plan, ending=Ending(on=today, because="time", reason="2"), reasons=""),
        "dismissed": partial(end_plan, ending=Ending(on=today, because="dismissed", reason="2", decided_on=ago(world, 1)), reasons=""),
        "ask": partial(ask_reassessment, asked=Requested(made_by="parent", route="post", words="Look again."), on=today),
        "reassess-yes": partial(decide_reassessment, is_yes=True, refusal="", on=today, reasons=""),
        "reassess-no": partial(decide_reassessment, is_yes=False, refusal="unnecessary", on=today, reasons=WHY),
    }
    return events[event](world.people[slug], SAM, today=today, now=world.now, **other)


# What each event leaves: the stage of the plan, and the last thing that happened to it.
LEADS_TO = {
    "consider": ("final", "considering_cease"),
    "heard": ("final", "considering_cease"),
    "end-yes": ("ceasing", "ceasing"),
    "end-no": ("final", "not_ceasing"),
    "appeal": ("ceasing", "cease_appealed"),
    "go-on": ("final", "not_ceasing"),
    "ended": ("ended", "ended"),
    "dismissed": ("ended", "ended"),
    "ask": (None, "reassess_asked"),
    "reassess-yes": ("amending", None),
    "reassess-no": (None, "reassess_no"),
}


class _Undo(Exception):  # noqa: N818
    """Take an act back that worked."""


def outcome(world, slug, event):
    before = LedgerEntry.objects.filter(circle=world.sam.circle).count()
    try:
        with transaction.atomic():
            act(world, slug, event)
            stage, kind = LEADS_TO[event]
            newest = Happening.objects.filter(plan=world.sam).order_by("-pk").first()
            assert newest.kind == (kind or newest.kind)
            assert stage in (None, open_plan(world.hana, SAM, today=world.today).stage)
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
    except Invalid:
        return "not so"


def wrong(try_it, *args, **said):
    """Name the fields beside which a sentence stands when something is refused."""
    with pytest.raises(Invalid) as refused:
        try_it(*args, **said)
    return set(refused.value.errors)


def table():
    lines = (Path(__file__).parent / "events_of_ending.txt").read_text().splitlines()
    rows = [[part.strip() for part in line.split("|")] for line in lines if line and not line.startswith("#")]
    return {event: (stands.split(), people.split()) for event, stands, people in rows}


# What the law keeps from happening although the plan stands where the event belongs: a sentence beside a field, not "not now".
NOT_SO = {
    ("ended", "ceasing"),
    ("ended", "appealed"),
    ("ended", "lost"),
    ("dismissed", "ceasing"),
    ("dismissed", "appealed"),
    ("dismissed", "over"),
}


def test_each_event_happens_where_the_table_says_and_nowhere_else(world):
    expected, found = {}, {}
    for stands in (*ALL_STAGES, *BESIDES):
        into(world, stands)
        for event, (places, may) in table().items():
            refused = "not so" if (event, stands) in NOT_SO else "not now"
            others = [slug for slug in PEOPLE if slug not in may] if stands in (places[0], "drafting") else []
            for slug in (*(may if stands in places else may[:1]), *others):
                allowed = "done" if stands in places else refused
                expected[event, stands, slug] = allowed if slug in may else "not yours"
                found[event, stands, slug] = outcome(world, slug, event)
    assert {key: value for key, value in found.items() if value != expected[key]} == {}
    assert {outcome(world, slug, "ask") for slug in ("nadia", "ines", "root", "zoe")} == {"not there"}


def test_nobody_decides_that_a_plan_ends_before_everybody_was_heard_or_is_said_to_be_silent(world):
    into(world, "final")
    act(
        world,
        "marcus",
        "consider",
    )
    with pytest.raises(Invalid) as early:
        act(world, "marcus", "end-yes")
    assert "Amara Adeyemi, Joel Adeyemi, Elm Street Primary School" in early.value.errors["is_yes"]
    for who, words, is_silent in ((world.amara, "He still needs it.", False), (world.joel, "", True)):
        record_ending_view(world.hana, SAM, heard(world, who, words, is_silent=is_silent), today=world.today, now=world.now)
    with pytest.raises(Invalid) as school:
        act(world, "marcus", "end-yes")
    assert "Elm Street Primary School" in school.value.errors["is_yes"]
    assert "Amara" not in school.value.errors["is_yes"]
    keep = partial(record_ending_view, world.hana, SAM, today=world.today, now=world.now)
    assert wrong(keep, heard(world, None, "")) == wrong(keep, heard(world, None, "We agree.", is_silent=True)) == {"words"}
    assert wrong(keep, heard(world, None, on=ago(world, 1))) == wrong(keep, heard(world, None, on=ago(world, -1))) == {"on"}
    with pytest.raises(NotFound):
        keep(heard(world, world.pam))
    keep(heard(world, None))
    assert act(world, "marcus", "end-yes").kind == "ceasing"


def test_the_notice_dates_the_end_of_the_time_to_appeal_and_the_decision_keeps_its_own_day_and_ground(world):
    into(world, "considering")
    act_on = partial(decide_ending, world.marcus, SAM, is_yes=True, reasons=WHY, grounds=NECESSARY, today=world.today, now=world.now)
    assert wrong(act_on, on=ago(world, 5)) == {"on"}
    happening = act_on(on=ago(world, 4))
    plan = Plan.objects.get(pk=world.sam.pk)
    assert (happening.on, plan.ceasing_on, plan.considering_on) == (world.today, world.today, None)
    row = EndingDecision.objects.get(happening=happening)
    assert (row.decided_on, row.age, row.ground, row.wish, row.reviewed_on, row.outcomes) == (ago(world, 4), 9, "unnecessary", "", None, "")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        EndingDecision.objects.update(ground="upper_age")


def test_the_age_is_that_on_the_day_of_the_decision_and_begins_with_the_birthday(world):
    into(world, "considering")
    born = world.today.replace(year=world.today.year - 18)
    Child.objects.filter(circles=world.sam.circle_id).update(born_on=born)
    with pytest.raises(Invalid) as adult:
        act(world, "hana", "end-yes")
    assert set(adult.value.errors) == {"reviewed_on", "wish"}
    Child.objects.filter(circles=world.sam.circle_id).update(born_on=born + timedelta(days=1))
    assert act(world, "hana", "end-yes").kind == "ceasing"


def test_nothing_ends_a_plan_but_a_person_who_confirms_the_real_day(world):
    into(world, "over")
    assert open_plan(world.amara, SAM, today=world.today + timedelta(days=400)).stage is Stage.CEASING
    happening = act(world, "susan", "ended")
    row = PlanEnd.objects.get(happening=happening)
    assert (happening.on, row.reason, row.because, row.certificate_on) == (world.today, "2", "time", None)
    assert Plan.objects.get(pk=world.sam.pk).ended_on == world.today


def test_a_reassessment_opens_the_plan_for_changes_and_counts_fourteen_weeks_and_a_no_leaves_it_as_it_is(world):
    into(world, "asked")
    answered = act(world, "marcus", "reassess-yes")
    plan = Plan.objects.get(pk=world.sam.pk)
    assert (answered.kind, plan.amending_because, plan.amending_on, plan.reassess_asked_on) == (
        "reassess_yes",
        "reassessment",
        world.today,
        None,
    )
    into(world, "asked")
    assert act(world, "marcus", "reassess-no").reason == WHY
    plan = Plan.objects.get(pk=world.sam.pk)
    assert (plan.amending_on, plan.reassess_asked_on) == (None, None)
    into(world, "ceasing")
    act(world, "corinne", "ask")
    assert wrong(act, world, "marcus", "reassess-yes") == {"is_yes"}


def test_a_refusal_needs_a_ground_that_holds_and_words(world):
    """Of Nadia's child no assessment is on record; then one of 300 days ago, then one of 60."""
    plan = world.move_to("final", world.nadias)
    decided = partial(happen, plan, by=world.marcus, today=world.today)
    decided(KINDS.REASSESS_ASKED, on=ago(world, 3))
    answer = partial(decide_reassessment, world.marcus, NADIAS, is_yes=False, on=world.today, today=world.today, now=world.now)
    assert wrong(answer, refusal="", reasons=WHY) == wrong(answer, refusal="recent", reasons=WHY) == {"refusal"}
    assert wrong(answer, refusal="unnecessary", reasons=" ") == {"reasons"}
    decided(KINDS.PLAN_YES, on=ago(world, 300))
    assert wrong(answer, refusal="recent", reasons=WHY) == {"refusal"}
    decided(KINDS.PLAN_YES, on=ago(world, 60))
    assert answer(refusal="recent", reasons=WHY).kind == "reassess_no"


def offered(world, slug):
    steps = next_steps(open_plan(world.people[slug], SAM, today=world.today))
    return {step.url.split("/decide/")[1].strip("/") for step in steps if "/decide/" in step.url} & OURS


OURS = {"consider-ending", "ending-said", "ending", "ending-appeal", "go-on", "end", "reassessment-asked", "reassess"}


def test_the_panel_offers_what_can_be_done_now_and_the_end_only_when_the_time_to_appeal_is_over(world):
    by_hand = {
        "drafting": "",
        "final": "consider-ending reassessment-asked",
        "considering": "ending-said ending reassessment-asked",
        "asked": "consider-ending reassess",
        "ceasing": "ending-appeal go-on reassessment-asked",
        "appealed": "go-on reassessment-asked",
        "over": "ending-appeal go-on end reassessment-asked",
        "lost": "go-on end reassessment-asked",
        "ended": "",
    }
    for stands, steps in by_hand.items():
        into(world, stands)
        assert offered(world, "marcus") == set(steps.split()), stands
        assert offered(world, "corinne") == set(steps.split()) & {"ending-appeal", "reassessment-asked"}, stands
        assert offered(world, "amara") | offered(world, "priya") | offered(world, "tess") == set(), stands


def turn_of(world, slug):
    return my_turn(open_plan(world.people[slug], SAM, today=world.today))


def test_each_is_told_what_is_next_and_nobody_of_the_family_that_another_asked_or_appealed(world):
    into(world, "final")
    before = {slug: turn_of(world, slug) for slug in ("amara", "joel", "pam", "priya")}
    act(world, "corinne", "ask")
    assert {slug: turn_of(world, slug) for slug in before} == before
    asked = turn_of(world, "marcus")
    assert (asked.own_words, asked.by) == ("Answer the request for a reassessment", world.today + timedelta(days=15))
    into(world, "ceasing")
    before = {slug: turn_of(world, slug) for slug in before}
    assert "Until then the plan stays in force" in before["amara"].next_words
    act(world, "corinne", "appeal")
    assert {slug: turn_of(world, slug) for slug in before} == before
    assert "An appeal against ending the plan is open" in turn_of(world, "hana").next_words
    into(world, "considering")
    told = turn_of(world, "joel")
    assert "asks the family and the school whether the plan should end" in told.next_words
    assert told.by is not None, "the yearly review stays due"
