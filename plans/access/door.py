"""Open a plan for one person, or for everybody in its circle, and build what each may do."""

from datetime import date
from typing import NoReturn, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from permissions import access as circles
from permissions import clock, grants
from permissions.access import NOTHING_HERE
from permissions.models import PolicyVersion, User
from permissions.refusals import NotFound
from permissions.vocabulary import VERBS, Verb
from plans.access import rights
from plans.access.build import build, given
from plans.access.decision import ItemFacts, PlanAccess
from plans.models import SPECS, Item, LiveText, Plan, Section
from plans.statute.sections import Kind


def open_plan(person: User, reference: str, *, today: date) -> PlanAccess:
    """Open a plan by its reference for a person: the first line of every view and socket. Three queries; NotFound for whoever has no part in it."""
    found = Plan.objects.select_related("circle__child", "coordinator", "setting").annotate(policy=_POLICY, words_behind=_BEHIND)
    plan = found.filter(circle__reference=circles.normal_reference(reference)).first()
    return _open(person, plan, plan.policy if plan else 0, today)


def open_again(access: PlanAccess) -> PlanAccess:
    """Ask again once the circle is locked: whoever lost a place, or whose plan moved on, while this one waited is refused. Three queries."""
    return open_plan(User(pk=access.person), access.circle.circle.reference, today=access.today)


def open_section(person: User, reference: str, code: str, *, today: date) -> tuple[PlanAccess, Section]:
    """Open one section to write in it: as `open_plan`, with the circle's row locked for the rest of the transaction. Three queries."""
    found = _in_plan(Section.objects.filter(type__code=code), reference).select_related(
        "plan__circle__child", "plan__coordinator", "plan__setting"
    )
    section = found.first()
    access = _open(person, section.plan if section else None, section.policy if section else 0, today)  # type: ignore[attr-defined]
    return access, _there(section)


def open_item(person: User, reference: str, uid: UUID, *, today: date) -> tuple[PlanAccess, Item]:
    """Open one item to change it: as `open_section`. NotFound also for one that was taken out or that this person does not see. Three queries."""
    kinds = [kind.value for kind in SPECS]
    found = _in_plan(Item.objects.filter(uid=uid).exclude(state=Item.State.RETIRED), reference).select_related(
        "section", "plan__circle__child", "plan__coordinator", *kinds
    )
    item = found.first()
    access = _open(person, item.plan if item else None, item.policy if item else 0, today)  # type: ignore[attr-defined]
    item = _there(item)
    if not access.sees_item(item.section.code, facts_of(item)):
        raise NotFound(NOTHING_HERE)
    return access, item


_POLICY = Subquery(PolicyVersion.objects.filter(pk=1).values("number"))
_BEHIND = Exists(LiveText.objects.filter(section__plan=OuterRef("pk"), settled_n__lt=F("n")))
Row = TypeVar("Row", Section, Item)


def _in_plan(rows: QuerySet[Row], reference: str) -> QuerySet[Row]:
    """Narrow rows to one plan, and lock its circle where a transaction is open (writing); a page that only reads locks nothing.

    Whoever waited for the circle reads the plan and the row as they are after the wait, because PostgreSQL reads again what it locks, and only that: what
    is joined to them, or asked in a subquery, is as it was before. The circle stands first in the order of locks, as everywhere.
    """
    rows = rows.filter(plan__circle__reference=circles.normal_reference(reference)).annotate(policy=_POLICY)
    if connection.in_atomic_block and connection.features.has_select_for_update:
        rows = rows.select_for_update(of=("plan__circle", "plan", "self"))
    return rows


def _there(row: Row | None) -> Row:
    if row is None:
        raise NotFound(NOTHING_HERE)
    return row


def _open(person: User, plan: Plan | None, policy: int, today: date) -> PlanAccess:
    if plan is None:
        _answer_as_for_a_stranger(person, today)
    try:
        circle = circles.circle_access(person, plan.circle, policy=policy, today=today)
    except NotFound:
        given(0, [person.pk])
        raise
    people = {held.person for held in circle.held + circle.chooser_held}
    exceptions = given(plan.pk, people)
    circle = rights.on_the_day(circle, plan)
    if rights.has_nothing_left(circle, plan):
        raise rights.refuse(circle, plan)
    return build(circle, plan, exceptions)


def facts_of(item: Item) -> ItemFacts:
    """Give what decides who sees an item; its section, and for a report or a budget line its spec, are read already or cost a query each."""
    kind = Kind(item.kind)
    return ItemFacts(
        kind=kind,
        state=item.state,
        author=item.author_id,
        is_safety=item.is_safety,
        is_travel=item.is_travel,
        advice_type=item.evidence.advice_type if kind is Kind.EVIDENCE else "",
        budget_part=item.budget.part if kind is Kind.BUDGET else "",
    )


def _answer_as_for_a_stranger(person: User, today: date) -> NoReturn:
    """Ask as many questions as for a plan that is there, and say the same."""
    grants.roles_in(0, [person.pk], today=today)
    given(0, [person.pk])
    raise NotFound(NOTHING_HERE)


def everyone_in(plan: Plan, *, today: date, policy: int | None = None) -> dict[int, PlanAccess]:
    """Build what each person of a circle may do, the same way as for one: who sees a section, who reads a thread.

    Two queries where the number of the matrix in force (`policy`) is known, as it is to whoever opened the plan; otherwise three.
    """
    policy = circles.current_policy() if policy is None else policy
    standing = circles.standing_of(grants.roles_in(plan.circle_id, None, today=today))
    exceptions = given(plan.pk, standing)
    parts = (rights.on_the_day(circles.among(standing, one, plan.circle, policy=policy, today=today), plan) for one in standing)
    return {circle.person: build(circle, plan, exceptions) for circle in parts if not rights.has_nothing_left(circle, plan)}


def section_permission(person: User, perm: str, section: Section) -> bool:
    """Answer `user.has_perm("plans.edit_section", section)` as every page does; a superuser has no key."""
    verb = perm.rpartition(".")[2].removesuffix("_section")
    if verb not in VERBS:
        return False
    try:
        access = open_plan(person, section.plan.circle.reference, today=clock.today())
    except NotFound:
        return False
    return bool(access.may(Verb(verb), section.code))
