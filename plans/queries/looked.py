"""Read who has looked at a plan, as one person may know it (design, invariant 11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q

from permissions.clock import LONDON
from permissions.ledger import READ, codes_of
from permissions.models import BrokenGlass, Conflict, LedgerEntry, User
from permissions.vocabulary import PARTIES, ROLE_NAMES, SECTION_NAMES, Code, Party, Role
from plans.access import PlanAccess
from plans.saying import day_in_london, in_london, long_date
from plans.statute.sections import PLAIN_NAMES

WEEKS = timedelta(weeks=4)
AT_MOST = 5000


@dataclass(frozen=True, kw_only=True)
class Look:
    """One person's reading on one day: which sections, and between which times where this person may know the hour."""

    who: str
    role: str
    what: str
    times: str
    is_glass: bool


@dataclass(frozen=True, kw_only=True)
class Day:
    """The readings of one day, by name."""

    day: str
    looks: tuple[Look, ...]


@dataclass(frozen=True, kw_only=True)
class OpenedByLeader:
    """An hour in which a leader without a part opened the plan: who, when, why."""

    who: str
    when: str
    why: str


@dataclass(frozen=True, kw_only=True)
class LookedPage:
    """Four weeks of readings, newest first. `earlier` is the last day of the four weeks before, or "" where there was no plan yet."""

    reference: str
    days: tuple[Day, ...]
    opened: tuple[OpenedByLeader, ...]
    since: str
    until: str
    earlier: str
    is_first: bool
    is_family: bool
    is_cut: bool


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A conflict of interest that stands, as whoever keeps the circle sees it."""

    number: int
    who: str
    reason: str
    when: str


def read_looked(access: PlanAccess, *, until: date) -> LookedPage:
    """Read the readings of the four weeks that end on a day. Three queries, however many people looked.

    Invariant: of the family a person is shown nobody but themselves; the council is shown everybody. An hour of break-glass of which the family is not told
    yet is left out for the family, with all that was read in it.
    """
    first = until - WEEKS + timedelta(days=1)
    rows = _entries(access, first, until)
    begun = access.plan.request_received_on
    return LookedPage(
        reference=access.circle.circle.shown_reference,
        days=tuple(_days(access, rows[:AT_MOST])),
        opened=tuple(_opened(access)),
        since=long_date(max(first, begun)),
        until=long_date(until),
        earlier=(first - timedelta(days=1)).isoformat() if first > begun else "",
        is_first=until >= access.today,
        is_family=access.circle.is_family,
        is_cut=len(rows) > AT_MOST,
    )


def conflicts_in(access: PlanAccess) -> tuple[Declared, ...]:
    """List the conflicts of interest that stand in this plan. One query."""
    rows = Conflict.objects.filter(circle=access.plan.circle_id, ended_at=None).select_related("person").order_by("-declared_at")
    return tuple(Declared(number=row.pk, who=row.person.name, reason=row.reason, when=in_london(row.declared_at)) for row in rows)


def successors(access: PlanAccess) -> list[tuple[int, str]]:
    """List the colleagues who may take a plan over: whoever opens plans, but this person. One query."""
    found = User.objects.filter(may_open_plans=True, is_active=True).exclude(pk=access.person)
    return [(person.pk, person.name) for person in found.order_by("name")]


def _entries(access: PlanAccess, first: date, last: date) -> list[LedgerEntry]:
    begin, end = (datetime.combine(day, time(), LONDON) for day in (first, last + timedelta(days=1)))
    glass = BrokenGlass.objects.filter(
        membership__content_object=OuterRef("circle"),
        membership__user=OuterRef("actor"),
        opened_at__lte=OuterRef("at"),
        membership__until_at__gte=OuterRef("at"),
    )
    rows = LedgerEntry.objects.filter(circle=access.plan.circle_id, verb=READ, at__gte=begin, at__lt=end, actor__isnull=False)
    rows = rows.select_related("actor").annotate(glass=Exists(glass), untold=Exists(glass.filter(told_at=None)))
    if not access.circle.is_council:
        rows = rows.filter(Q(actor=access.person) | (Q(untold=False) & ~Q(role__in=PARTIES[Party.FAMILY])))
    return list(rows.order_by("-at")[: AT_MOST + 1])


def _days(access: PlanAccess, rows: Iterable[LedgerEntry]) -> Iterable[Day]:
    days: dict[str, dict[tuple[str, str, bool], list[LedgerEntry]]] = {}
    for entry in rows:
        who = "You" if entry.actor_id == access.person else entry.actor.name if entry.actor else ""
        key = (who, ROLE_NAMES[Role(entry.role)], bool(entry.glass))  # type: ignore[attr-defined]
        days.setdefault(day_in_london(entry.at), {}).setdefault(key, []).append(entry)
    for day, people in days.items():
        looks = (
            Look(who=who, role=role, what=_what(access, rows), times=_times(rows), is_glass=glass)
            for (who, role, glass), rows in people.items()
        )
        yield Day(day=day, looks=tuple(sorted(looks, key=lambda look: look.who)))


def _what(access: PlanAccess, rows: Iterable[LedgerEntry]) -> str:
    read = {code for entry in rows for code in codes_of(entry)}
    if read == set(Code) == set(access.visible_sections):
        return "The whole plan: every section from A to K"
    names = PLAIN_NAMES if access.circle.is_family else SECTION_NAMES
    named = [f"{names[code]} (Section {code})" for code in Code if code in read and code in access.visible_sections]
    return ", ".join(named) or "A part of the plan that is not open to you yet"


def _times(rows: list[LedgerEntry]) -> str:
    times = sorted({f"{entry.at.astimezone(LONDON):%H:%M}" for entry in rows})
    return times[0] if len(times) == 1 else f"{times[0]} to {times[-1]}"


def _opened(access: PlanAccess) -> Iterable[OpenedByLeader]:
    rows = BrokenGlass.objects.filter(membership__content_object=access.plan.circle_id).annotate(leader=F("membership__user__name"))
    if not access.circle.is_council:
        rows = rows.filter(told_at__isnull=False)
    for row in rows.select_related("membership").order_by("-opened_at"):
        yield OpenedByLeader(who=row.leader, when=in_london(row.opened_at), why=row.membership.reason)
