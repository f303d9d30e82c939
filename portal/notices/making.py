"""Make the notices of a plan by reading its ledger from where it was read last: access is asked for each person of the circle, each act told once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django_tasks import task

from permissions import clock
from permissions.models import LedgerEntry, User
from permissions.vocabulary import Stage
from plans.access import PlanAccess, When, everyone_in
from plans.models import Happening, Plan, Service
from plans.saying import start_of_day
from plans.statute import lifecycle
from plans.statute.turn import turn
from portal.models import Notice, NoticeChoices, NoticedUpTo
from portal.notices.choices import choices_of, mail_due_at
from portal.notices.knowing import SAID, WROTE, entries_of, kind_of, known, read_spoken, section_of
from portal.notices.mailing import send_due
from portal.notices.showing import drop_lost

Kind = Notice.Kind

# What is older is history, not news: a worker that was away for long floods nobody.
NEWS_FOR = timedelta(days=30)
SEVEN_DAYS, LAST_DAY = 7, 1


@task()
def make_notices(circle: int) -> None:
    """Make the notices of one plan, and send what is to be mailed at once."""
    now, today = clock.now(), clock.today()
    people = make(circle, now=now, today=today)
    if people:
        send_due(now=now, today=today, people=people)


@dataclass(frozen=True)
class Around:
    """The people of a plan who come in here, each with what they may do and how they want to hear of it."""

    plan: Plan
    access: dict[int, PlanAccess]
    choices: dict[int, NoticeChoices]


@transaction.atomic
def make(circle: int, *, now: datetime, today: date) -> frozenset[int]:
    """Read a plan's ledger on, and its stage; give the numbers of the people who were told something. Done twice, it tells nobody twice."""
    place = _place(circle)
    plan = Plan.objects.select_related("circle__child", "coordinator").filter(circle=circle).first()
    if plan is None:
        return frozenset()
    up_to = plan.circle.ledger_number
    entries = [entry for entry in entries_of(circle, after=place.number, up_to=up_to) if entry.at > now - NEWS_FOR]
    stage = lifecycle.stage(plan.dates, today=today)
    has_moved = bool(place.stage) and place.stage != stage
    made: list[Notice] = []
    if (entries or has_moved) and not plan.silenced_on:  # of a child who has died nobody is told anything
        around = _around(plan, today)
        made = [*_of_entries(around, entries, now), *(_of_stage(around, stage, today, now) if has_moved else ())]
        if has_moved or any(entry.verb not in WROTE | {SAID} for entry in entries):
            drop_lost(plan, around.access)
    Notice.objects.bulk_create(made, ignore_conflicts=True)
    place.number, place.stage = up_to, stage
    place.save(update_fields=["number", "stage"])
    return frozenset(notice.person_id for notice in made)


@transaction.atomic
def tell_deadline(circle: int, *, now: datetime, today: date) -> frozenset[int]:
    """Tell those whose turn it is that the date is near: seven days before it, and one day before. Done twice, it tells nobody twice."""
    place = _place(circle)
    plan = Plan.objects.select_related("circle__child", "coordinator").get(circle=circle)
    stage = lifecycle.stage(plan.dates, today=today)
    now_due = turn(stage, plan.dates, today=today)
    mark = mark_of(now_due.by, today)
    if now_due.by is None or not mark or place.due_told == mark or plan.silenced_on:
        return frozenset()
    around = _around(plan, today)
    theirs = [access for access in around.access.values() if any(now_due.is_of(role) for role in access.circle.roles)]
    if stage is Stage.CONSULTING and Service.objects.filter(version__plan=plan).exists():
        theirs = []  # each has a last day of their own, and reminders as they chose (`reminding`)
    made = [_notice(around, access, Kind.DEADLINE, f"{circle}/due/{mark}", now=now) for access in theirs]
    Notice.objects.bulk_create(made, ignore_conflicts=True)
    place.due_told = mark
    place.save(update_fields=["due_told"])
    return frozenset(notice.person_id for notice in made)


def mark_of(due: date | None, today: date) -> str:
    """Name the telling that is due of a date: "2026-12-03/7", "2026-12-03/1"; "" where it is not near, or over."""
    days = (due - today).days if due else -1
    if due is None or not 0 <= days <= SEVEN_DAYS:
        return ""
    return f"{due.isoformat()}/{SEVEN_DAYS if days > LAST_DAY else LAST_DAY}"


def _place(circle: int) -> NoticedUpTo:
    """Lock up to where a plan's ledger was read: two workers take turns."""
    NoticedUpTo.objects.bulk_create([NoticedUpTo(circle_id=circle)], ignore_conflicts=True)
    return NoticedUpTo.objects.select_for_update().get(circle=circle)


def _around(plan: Plan, today: date) -> Around:
    everyone = everyone_in(plan, today=today)
    come_in = User.objects.filter(pk__in=everyone, is_active=True, joined_at__isnull=False, left_at=None).values_list("pk", flat=True)
    access = {person: everyone[person] for person in come_in}
    return Around(plan, access, choices_of(access))


def _of_entries(around: Around, entries: Collection[LedgerEntry], now: datetime) -> Iterable[Notice]:
    spoken = read_spoken(around.plan.circle_id, list(entries)) if entries else None
    for access in around.access.values():
        for entry in known(access, entries) if spoken else ():
            kind = kind_of(access, entry, spoken) if spoken else None
            if kind:
                yield _notice(around, access, kind, f"{around.plan.circle_id}/{entry.number}", now=now, entry=entry)


def _of_stage(around: Around, stage: Stage, today: date, now: datetime) -> Iterable[Notice]:
    """Tell everybody in the plan that it moved on, but for whoever moved it."""
    newest = Happening.objects.filter(plan=around.plan).order_by("-pk").first()
    moved_it = newest is not None and lifecycle.stage(around.plan.dates, today=newest.on) is stage
    for access in around.access.values():
        if newest is None or not (moved_it and newest.by_id == access.person):
            yield _notice(around, access, Kind.STAGE, f"{around.plan.circle_id}/stage/{stage}/{newest.pk if newest else 0}", now=now)


def _notice(around: Around, access: PlanAccess, kind: Kind, key: str, *, now: datetime, entry: LedgerEntry | None = None) -> Notice:
    return Notice(
        person_id=access.person,
        circle_id=around.plan.circle_id,
        kind=kind,
        section=(section_of(entry) or "") if entry and kind is not Kind.SENT else "",
        number=entry.number if entry else None,
        key=key,
        at=_when(access, entry) if entry else now,
        mail_at=mail_due_at(around.choices[access.person], kind, now=now),
    )


def _when(access: PlanAccess, entry: LedgerEntry) -> datetime:
    """Say when it was, as exactly as this person may know: the hour, or the day."""
    is_told = access.shows_when(entry.actor_id or 0, entry.role) is When.MOMENT
    return entry.at if is_told else start_of_day(entry.at)
