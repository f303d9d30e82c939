"""The plans that one may see, by their next date, fifty a page.

The plans of a person of few circles are put in order here; those of a person of more than a thousand are found by walking the index of dates and asking at
each plan. So neither a parent nor a manager pays for the plans of everybody else, and nothing is counted that grows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from permissions import grants
from permissions.models import Circle, User
from permissions.vocabulary import PARTY_OF, Party, Role, Stage
from plans.access.rights import parts_on
from plans.models import Plan
from plans.queries.asking import count_waiting
from plans.queries.my_window import own_last_days
from plans.queries.rights import closed_to
from plans.saying import days_from, long_date
from plans.statute import lifecycle
from plans.statute.clocks import last_day
from plans.statute.clocks_of_assessment import WEEKS_TO_FINAL
from plans.statute.turn import Turn, turn
from portal.forms.search import Search

PAGE = 50
MANY = 1000
_UNTIL_FINAL = frozenset(set(Stage) - lifecycle.AFTER_FINAL - {Stage.REFUSED})


@dataclass(frozen=True)
class Place:
    """Where a page of the list begins: after, or `backwards` before, a plan of this date and number."""

    due: date | None
    plan: int
    backwards: bool = False

    @property
    def key(self) -> tuple[date, int]:
        """Give what the list is in order of: the date, those without one last, then the number."""
        return self.due or date.max, self.plan

    @property
    def text(self) -> str:
        """Write the place for an address; it holds a date and a number, nothing of a child."""
        return f"{self.due.isoformat() if self.due else 'none'}.{self.plan}"


def read_place(text: str, *, backwards: bool) -> Place | None:
    """Read a place from an address; None for anything that is not one."""
    due, _, plan = text.partition(".")
    try:
        return (
            Place(None if due == "none" else date.fromisoformat(due), int(plan), backwards) if plan.isascii() and plan.isdigit() else None
        )
    except ValueError:
        return None


@dataclass(frozen=True, kw_only=True)
class HomeRow:
    """One plan in the list, in words."""

    reference: str
    title: str
    plan_name: str
    stage: str
    due: str
    due_in: str
    due_tone: str
    is_turn: bool
    turn_tag: str
    turn_words: str
    turn_by: str
    turn_in: str
    week: str
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class HomePage:
    """What home shows. `only` is the reference of a family's single plan; `before` and `after` lead to the other pages."""

    rows: tuple[HomeRow, ...]
    is_family: bool
    search: Search
    only: str
    before: str
    after: str
    may_open_plans: bool
    requests: int = 0


def home(person: User, *, search: Search, place: Place | None, today: date) -> HomePage:
    """Build a page of the plans of one person. Three or four queries, at one plan as at a hundred thousand; a search takes one or two more."""
    rows = _find(person, search, place, today)
    has_more = len(rows) > PAGE
    rows = rows[:PAGE]
    if place and place.backwards:
        rows.reverse()
    roles = grants.roles_across(person, [plan.circle_id for plan in rows], today=today)
    last_days = own_last_days(person.pk, [plan.pk for plan in rows if _answers(plan, roles.get(plan.circle_id, ()), today)])
    closed = closed_to(person, {plan: roles.get(plan.circle_id, ()) for plan in rows}, today=today)
    parts = {plan: parts_on(person.pk, roles[plan.circle_id], plan, today) for plan in rows if plan.circle_id in roles}
    shown = tuple(_closed(plan) if plan.pk in closed else _row(plan, held, today, last_days) for plan, held in parts.items())
    is_family = bool(shown) and all(PARTY_OF[role] is Party.FAMILY for held in roles.values() for role in held)
    is_only = is_family and len(shown) == 1 and not place and not search
    backwards = bool(place and place.backwards)
    return HomePage(
        rows=shown,
        is_family=is_family,
        search=search,
        only=shown[0].reference if is_only else "",
        before=_place_of(rows[0]) if rows and (has_more if backwards else bool(place)) else "",
        after=_place_of(rows[-1]) if rows and (has_more or backwards) else "",
        may_open_plans=person.may_open_plans,
        requests=count_waiting(person),
    )


def _place_of(plan: Plan) -> str:
    return Place(plan.next_due_on, plan.pk).text


def _find(person: User, search: Search, place: Place | None, today: date) -> list[Plan]:
    """Read one plan more than a page holds, in the direction asked for. A reader without names finds nothing by a name or a date of birth."""
    named = list(Circle.objects.filter(reference=search.reference).values_list("pk", flat=True)) if search.reference else []
    but_as = Role.AUDITOR if search and not named else None
    own = grants.first_circles_of(person, today=today, at_most=MANY + 1, but_as=but_as, also=_WHERE_IT_STANDS)
    if len(own) <= MANY:
        return _read_few(own, search, named, place)
    return _walk(_mine(person, search, named, but_as, today), place)


# Read beside each circle: where its plan stands in the list. Read by itself, the database walks everybody's dates to find the four hundred of one person.
_PLAN = Plan.objects.filter(circle=OuterRef("content_object"))
_WHERE_IT_STANDS = {"due": Subquery(_PLAN.values("next_due_on")), "plan": Subquery(_PLAN.values("pk"))}


def _read_few(own: list[tuple[Any, ...]], search: Search, named: list[int], place: Place | None) -> list[Plan]:
    """Put the plans of a person of few circles in order here, and read those of one page."""
    places = {circle: Place(due, plan) for circle, due, plan in own if plan is not None}
    if named:
        wanted = set(named)
    elif search:
        wanted = set(Circle.objects.filter(_by_child(search, "child__"), pk__in=list(places)).values_list("pk", flat=True))
    else:
        wanted = set(places)
    keys = sorted(one.key for circle, one in places.items() if circle in wanted)
    if place and place.backwards:
        keys = [key for key in reversed(keys) if key < place.key]
    elif place:
        keys = [key for key in keys if key > place.key]
    numbers = [plan for _, plan in keys[: PAGE + 1]]
    plans = Plan.objects.select_related("circle__child").in_bulk(numbers)
    return [plans[number] for number in numbers]


def _mine(person: User, search: Search, named: list[int], but_as: Role | None, today: date) -> QuerySet[Plan]:
    """Give the plans of a person of many circles, narrowed by a search."""
    plans = Plan.objects.select_related("circle__child")
    if named:
        plans = plans.filter(circle__in=named)
    elif search:
        found = list(Circle.objects.filter(_by_child(search, "child__")).values_list("pk", flat=True)[: MANY + 1])
        plans = plans.filter(circle__in=found) if len(found) <= MANY else plans.filter(_by_child(search, "circle__child__"))
    return plans.filter(grants.is_in_circle(person, "circle", today=today, but_as=but_as))


def _by_child(search: Search, path: str) -> Q:
    if search.born_on:
        return Q(**{f"{path}born_on": search.born_on})
    named = Q()
    for word in search.words:
        named &= Q(**{f"{path}search_name__contains": word})
    return named


def _walk(plans: QuerySet[Plan], place: Place | None) -> list[Plan]:
    """Read one plan more than a page holds: those with a date by date, then those without one; from a place backwards the other way round."""
    dated, undated = plans.filter(next_due_on__isnull=False), plans.filter(next_due_on=None)
    if place and place.backwards:
        parts = [undated.order_by("-id"), dated.order_by("-next_due_on", "-id")]
    else:
        parts = [dated.order_by("next_due_on", "id"), undated.order_by("id")]
    if place:
        parts = _from(place, parts)
    rows: list[Plan] = []
    for part in parts:
        if len(rows) <= PAGE:
            rows.extend(part[: PAGE + 1 - len(rows)])
    return rows


def _from(place: Place, parts: list[QuerySet[Plan]]) -> list[QuerySet[Plan]]:
    side = "lt" if place.backwards else "gt"
    beyond = {f"id__{side}": place.plan}
    if place.due is None:
        undated = parts[0 if place.backwards else 1].filter(**beyond)
        return [undated, parts[1]] if place.backwards else [undated]
    dated = parts[1 if place.backwards else 0]
    dated = dated.filter(**{f"next_due_on__{side}e": place.due}).filter(
        Q(**{f"next_due_on__{side}": place.due}) | Q(next_due_on=place.due, **beyond)
    )
    return [dated] if place.backwards else [dated, parts[1]]


def _answers(plan: Plan, roles: tuple[Role, ...], today: date) -> bool:
    """Say whether the family answers a draft, and this person is one of them: then no date but their own is told (design, invariant 11)."""
    is_family = any(PARTY_OF[role] is Party.FAMILY for role in roles)
    return is_family and lifecycle.phase(plan.dates, today=today) is lifecycle.Phase.WINDOW


def _closed(plan: Plan) -> HomeRow:
    """Name a plan that the young person has not opened to this parent: its reference, whose it was to them, and nothing of where it stands."""
    nothing = dict.fromkeys(("due", "due_in", "due_tone", "turn_words", "turn_by", "turn_in", "week"), "")
    child = plan.circle.child
    return HomeRow(
        reference=plan.circle.shown_reference,
        title=child.full_name,
        plan_name=f"{child.calling_name}’s plan",
        stage="The young person decides who reads it",
        turn_tag="Not open to you",
        is_turn=False,
        is_late=False,
        **nothing,
    )


def _row(plan: Plan, roles: tuple[Role, ...], today: date, last_days: Mapping[int, date | None]) -> HomeRow:
    at = lifecycle.stage(plan.dates, today=today)
    now = turn(at, plan.dates, today=today)
    if plan.pk in last_days:
        now = replace(now, by=last_days[plan.pk])
    role = next((role for role in roles if now.is_of(role)), roles[0])
    child = plan.circle.child
    named = set(roles) != {Role.AUDITOR}
    due = last_days.get(plan.pk, plan.next_due_on)
    weeks = (today - plan.request_received_on).days // 7
    final_by = last_day("CK10", request_received=plan.request_received_on)
    return HomeRow(
        reference=plan.circle.shown_reference,
        title=child.full_name if named else "A child (name not shown to you)",
        plan_name=f"{child.calling_name}’s plan" if named else "A plan",
        stage=lifecycle.STAGE_NAMES[at],
        due=long_date(due) if due else "",
        due_in=days_from(due, today) if due else "",
        due_tone=_tone(due, today),
        is_turn=now.is_of(role),
        turn_tag=now.tag_for(role),
        turn_words=now.said_to(role),
        **_turn_by(now, today),
        week=f"{weeks} of {WEEKS_TO_FINAL}" if at in _UNTIL_FINAL else "",
        is_late=at in _UNTIL_FINAL and final_by is not None and today > final_by,
    )


def _turn_by(now: Turn, today: date) -> dict[str, str]:
    return {"turn_by": long_date(now.by), "turn_in": days_from(now.by, today)} if now.by else {"turn_by": "", "turn_in": ""}


def _tone(due: date | None, today: date) -> str:
    if due is None or (due - today).days > 14:
        return ""
    return "late" if due < today else "soon"
