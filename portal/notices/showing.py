"""Show the notices of one person: those alone of which access still lets them know, put together by plan, place and day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from permissions.clock import LONDON
from permissions.models import Circle, LedgerEntry, User
from permissions.refusals import NotFound
from permissions.vocabulary import Code
from plans.access import PlanAccess, When, open_plan
from plans.models import Plan
from plans.queries.my_window import my_turn
from portal.models import Notice
from portal.notices.knowing import entries_by_number, known

Kind = Notice.Kind

# In this order the notices of one day stand, so that their places tell no hour.
ORDER = {
    kind.value: place for place, kind in enumerate((Kind.DEADLINE, Kind.STAGE, Kind.SENT, Kind.MENTION, Kind.ANSWER, Kind.TALK, Kind.WORDS))
}


@dataclass(frozen=True)
class Told:
    """One notice that still holds, with the entry that it is about; None for a stage or a date."""

    row: Notice
    entry: LedgerEntry | None


@dataclass(frozen=True)
class Group:
    """What happened of one kind at one place in one day. `day` is None where this person may not know it."""

    kind: str
    section: Code | None
    day: date | None
    told: tuple[Told, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """Give the numbers of the notices."""
        return tuple(one.row.pk for one in self.told)


@dataclass(frozen=True)
class OfPlan:
    """The notices of one plan for one person, newest day first; undated ones last."""

    access: PlanAccess
    groups: tuple[Group, ...]


def place_of(kind: str, section: str, at: datetime) -> tuple[str, str, date]:
    """Name what becomes one notice: a kind of thing, at one place, in one day."""
    return kind, section, at.astimezone(LONDON).date()


def still_told(access: PlanAccess, rows: Sequence[Notice]) -> list[Told]:
    """Keep the notices of one person in one plan of which they may be told now. At most four queries."""
    numbers = {row.number for row in rows if row.number is not None}
    entries = {entry.number: entry for entry in known(access, entries_by_number(access.plan.circle_id, numbers))} if numbers else {}
    return [Told(row, entries.get(row.number or 0)) for row in rows if row.number in entries or _holds(access, row)]


def _holds(access: PlanAccess, row: Notice) -> bool:
    """Say whether a notice of a stage or of a date still holds: the date while it is this person's turn to keep it."""
    if row.number is not None:
        return False
    if row.kind != Kind.DEADLINE:
        return True
    now_due = my_turn(access)
    is_theirs = any(now_due.is_of(role) for role in access.circle.roles)
    return is_theirs and now_due.by is not None and due_of(row) == now_due.by >= access.today


def due_of(row: Notice) -> date | None:
    """Read the date of a notice that one is near."""
    return date.fromisoformat(row.key.split("/")[2]) if row.kind == Kind.DEADLINE else None


def by_plan(person: User, rows: Iterable[Notice], *, today: date) -> list[OfPlan]:
    """Open each plan for this person and keep what still holds. One query, and at most seven a plan; a plan that is theirs no more is not there."""
    found: list[OfPlan] = []
    listed_rows = sorted(rows, key=lambda row: row.circle_id)
    references = dict(Circle.objects.filter(pk__in={row.circle_id for row in listed_rows}).values_list("pk", "reference"))
    for circle, listed in groupby(listed_rows, key=lambda row: row.circle_id):
        try:
            access = open_plan(person, references[circle], today=today)
        except NotFound:
            continue
        told = still_told(access, list(listed))
        if told:
            found.append(OfPlan(access, grouped(access, told)))
    return sorted(found, key=_newest_first)


def grouped(access: PlanAccess, told: Iterable[Told]) -> tuple[Group, ...]:
    """Put together what is one notice: newest day first, undated last, within a day in a fixed order."""
    places: dict[tuple[str, str, date], list[Told]] = {}
    for one in told:
        places.setdefault(place_of(one.row.kind, one.row.section, one.row.at), []).append(one)
    groups = [
        Group(kind, Code(section) if section else None, _day(access, day, listed), tuple(listed))
        for (kind, section, day), listed in places.items()
    ]
    return tuple(sorted(groups, key=lambda group: (-(group.day or date.min).toordinal(), ORDER[group.kind], str(group.section or ""))))


def _day(access: PlanAccess, day: date, told: Iterable[Told]) -> date | None:
    """Give the day, unless one of the group is of somebody whose times this person may not know."""
    how = access.shows_list_when((one.entry.actor_id or 0, one.entry.role) for one in told if one.entry)
    return None if how is When.NEVER else day


def _newest_first(of_plan: OfPlan) -> tuple[int, str]:
    days = [group.day.toordinal() for group in of_plan.groups if group.day]
    return -max(days, default=0), of_plan.access.circle.circle.reference


def drop_lost(plan: Plan, everyone: Mapping[int, PlanAccess]) -> int:
    """Take away the new notices of a plan of which their person may not know any more, so that they are not counted either; give their number."""
    waiting: dict[int, list[Notice]] = {}
    for row in Notice.objects.filter(circle=plan.circle_id, seen_at=None):
        waiting.setdefault(row.person_id, []).append(row)
    lost: list[int] = []
    for person, rows in waiting.items():
        kept = {one.row.pk for one in still_told(everyone[person], rows)} if person in everyone else set()
        lost.extend(row.pk for row in rows if row.pk not in kept)
    if lost:
        Notice.objects.filter(pk__in=lost).delete()
    return len(lost)
