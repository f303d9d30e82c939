"""Make the plans around the demo's own: every stage, some clocks close and some missed, the same ones from the same seed."""

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from permissions import grants, ledger
from permissions.models import Team, User
from permissions.vocabulary import Role, Stage
from plans.actions.happen import happen
from plans.actions.open_plan import PlanFacts, open_plan
from plans.models import Happening, Item, NeedSpec, OutcomeSpec, Plan, ProvisionSpec, Section
from plans.models.specs import Area
from plans.statute.window import closes_on

SEED = 20150901
KINDS = Happening.Kind
Step = tuple[Happening.Kind, int]

# How many in a hundred stand at each stage, and the happenings that lead there, each so many days before today.
_WAYS: tuple[tuple[int, Stage, tuple[Step, ...]], ...] = (
    (8, Stage.REQUESTED, ()),
    (12, Stage.ASSESSING, ((KINDS.ASSESS_YES, 30),)),
    (4, Stage.REFUSED, ((KINDS.ASSESS_NO, 20),)),
    (10, Stage.DRAFTING, ((KINDS.ASSESS_YES, 60), (KINDS.PLAN_YES, 14))),
    (3, Stage.CHECKING, ((KINDS.ASSESS_YES, 70), (KINDS.PLAN_YES, 20), (KINDS.CHECKING, 2))),
    (6, Stage.CONSULTING, ((KINDS.PLAN_YES, 30), (KINDS.SERVED, 6))),
    (5, Stage.FINALISING, ((KINDS.PLAN_YES, 45), (KINDS.SERVED, 22))),
    (44, Stage.FINAL, ((KINDS.SERVED, 240), (KINDS.FINAL, 200))),
    (4, Stage.AMENDING, ((KINDS.FINAL, 330), (KINDS.AMENDING, 10))),
    (2, Stage.CEASING, ((KINDS.FINAL, 300), (KINDS.CEASING, 20))),
    (2, Stage.ENDED, ((KINDS.FINAL, 500), (KINDS.CEASING, 120), (KINDS.ENDED, 30))),
)


def make_crowd(coordinator: User, team: Team, *, team_roles: Mapping[str, Team], number: int, today: date, now: datetime) -> None:
    """Open so many plans for children who have a number in place of a name."""
    chance = random.Random(SEED)  # noqa: S311 the same crowd every time, no secret
    ways = [(steps, stage) for share, stage, steps in _WAYS for _ in range(share)]
    for one in range(1, number + 1):
        steps, _stage = ways[(one * 37) % len(ways)]
        with transaction.atomic():
            plan = _opened(chance, one, steps, coordinator, team, today, now)
            for name, role in (("Service leadership", Role.LEADER), ("Business support", Role.BUSINESS_SUPPORT)):
                grants.give_team_role(circle=plan.circle, group=team_roles[name].group, role=role, from_on=plan.request_received_on)
            _words(chance, plan, coordinator, now)


def _opened(chance: random.Random, one: int, steps: tuple[Step, ...], coordinator: User, team: Team, today: date, now: datetime) -> Plan:
    drift = chance.randint(-5, 15)
    first = max((days for _kind, days in steps), default=0)
    received = today - timedelta(days=first + 40 + drift if steps else chance.randint(1, 50))
    facts = PlanFacts(
        first_name="Child",
        last_name=f"Number {one:03}",
        born_on=today - timedelta(days=chance.randint(3 * 365, 18 * 365) + 700),
        request_received_on=received,
        team=team,
    )
    plan = open_plan(facts, by=coordinator, today=received, now=now - (today - received))
    ledger.lock(plan.circle_id)
    for kind, days in steps:
        on = today - timedelta(days=max(days + chance.randint(-4, 4), 1))
        happen(plan, kind, on=on, by=coordinator, today=today, closes_on=closes_on(on) if kind == KINDS.SERVED else None)
    return plan


_NEEDS = (
    "Finding the words for what happened",
    "Staying with a task when the room is noisy",
    "Reading words of more than one part",
    "Moving safely on stairs",
)
_HELP = (
    "A short plan of the task, drawn and talked through",
    "Reading in small steps with the same adult",
    "A movement break between lessons",
)
_OUTCOMES = (
    "Tells an adult what happened, in order",
    "Finishes a task of three steps alone",
    "Reads a page of a book for the age with two mistakes at most",
)


def _words(chance: random.Random, plan: Plan, author: User, now: datetime) -> None:
    """Give the plan one need, one piece of help and one outcome, so that its page is a plan's."""
    sections = {section.type_id: section for section in Section.objects.filter(plan=plan, type__code__in=["B", "E", "F"])}
    said = (("B", "need", _NEEDS), ("E", "outcome", _OUTCOMES), ("F", "provision", _HELP))
    items = Item.objects.bulk_create(
        [
            Item(
                plan=plan,
                section=sections[code],
                kind=kind,
                position=1,
                text=f"{chance.choice(words)}.",
                state=Item.State.PUT_FORWARD,
                was_put_forward=True,
                author=author,
                author_role=Role.COORDINATOR,
                saved_at=now,
                saved_by=author,
            )
            for code, kind, words in said
        ]
    )
    NeedSpec.objects.create(item=items[0], area=Area.COGNITION)
    OutcomeSpec.objects.create(item=items[1])
    ProvisionSpec.objects.create(item=items[2], sessions=chance.randint(1, 5), per="week", minutes=30, weeks_a_year=39)
