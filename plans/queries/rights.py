"""Read who holds the rights in a plan, since or until when, and what each parent keeps, as one person may know it (domain.md 4.5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from permissions import grants
from permissions.access import NOTHING_HERE
from permissions.models import Membership, User
from permissions.refusals import NotFound
from permissions.vocabulary import CODES, ROLE_NAMES, SECTION_NAMES, Code, Role
from plans.access import PlanAccess
from plans.access.rights import (
    PARENTAL,
    YOUNG,
    acts_in,
    first_day,
    has_begun,
    is_addressed,
    is_by_leave,
    is_new_holder,
    keeps_something,
    kept_by,
    may_choose_for_parents,
    may_keep_capacity,
    moved,
    represents,
    require_chooses_for_parents,
    require_keeps_capacity,
)
from plans.models import CapacityRecord, Happening, Plan
from plans.queries.items import plan_url
from plans.queries.notice_letters import Recipient
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.serving import served_draft, services_of
from plans.saying import long_date
from plans.statute.lifecycle import Phase
from plans.statute.rights import KEEPS_NAMES, MATTER_NAMES, Keeps, Matter

ACTS = "Acts for the young person where drafts are answered, and gets the letters"


@dataclass(frozen=True, kw_only=True)
class ParentLine:
    """One parent, and what they keep, in words; `url` is where that is chosen, "" for whoever does not choose it."""

    name: str
    keeps: tuple[str, ...]
    url: str


@dataclass(frozen=True, kw_only=True)
class CapacityLine:
    """What was found for one kind of decision. `is_newest`: it counts."""

    matter: str
    decision: str
    found: str
    who: str
    day: str
    evidence: str
    own_view: str
    is_newest: bool


@dataclass(frozen=True, kw_only=True)
class RightsPage:
    """Who holds the rights, and what each reader may do about it. `friday` and `saturday` are the last day of the parents and the first of the young person."""

    head: PlanHead
    called: str
    has_moved: bool
    friday: str
    saturday: str
    is_young: bool
    is_by_leave: bool
    is_council: bool
    acts: str
    parents: tuple[ParentLine, ...]
    records: tuple[CapacityLine, ...]
    recorded: str
    is_here: bool
    capacity_url: str
    letter_url: str
    record_url: str
    draft_url: str


@dataclass(frozen=True, kw_only=True)
class ParentPage:
    """One parent, and what they keep now, section by section."""

    head: PlanHead
    number: int
    parent: int
    name: str
    now: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class CapacityPage:
    """What is asked when it is written down what was found. `people` are those who could act, by their number."""

    head: PlanHead
    called: str
    people: tuple[tuple[int, str], ...]


def read_rights(access: PlanAccess) -> RightsPage:
    """Read the page for one person: a parent learns nothing of what another parent keeps. Two queries; one more for the council."""
    plan, today, keeps = access.plan, access.today, may_keep_capacity(access)
    if plan.rights_move_on is None:
        raise NotFound(NOTHING_HERE)
    has_moved, base = moved(plan, today), f"{plan_url(access)}rights/"
    is_young = bool(YOUNG & set(access.circle.roles))
    rows = _of_the_family(access)
    records = _records(access) if keeps or is_young else ()
    return RightsPage(
        head=plan_head(access),
        called=access.circle.circle.child.calling_name if access.sees_names else "the child",
        has_moved=has_moved,
        friday=long_date(plan.rights_move_on),
        saturday=long_date(first_day(plan)),
        is_young=is_young,
        is_by_leave=is_by_leave(access),
        is_council=access.circle.is_council,
        acts=_who_acts(access, rows) if has_moved else "",
        parents=_parents(access, rows, base) if has_moved else (),
        records=records,
        recorded=_recorded(access) if keeps and has_moved else "",
        is_here=any(row.stands_for in YOUNG for row in rows),
        capacity_url=f"{base}capacity/" if keeps and has_begun(access) else "",
        letter_url=f"{base}letter/" if keeps and has_begun(access) and not has_moved and not plan.silenced_on else "",
        record_url=f"{base}recorded/" if keeps and has_moved else "",
        draft_url=f"{base}draft/" if _waits(access) else "",
    )


def read_parent_page(access: PlanAccess, number: int) -> ParentPage:
    """Read what one parent keeps, for whoever chooses it. Raises NotPermitted, NotNow; NotFound for a membership that is no parent's here. One query."""
    require_chooses_for_parents(access)
    row = parent_of(access, number)
    kept = kept_by(access.plan, row.user_id)
    now = {code.value: kept.get(code.value, Keeps.NONE.value) for code in CODES}
    return ParentPage(head=plan_head(access), number=row.pk, parent=row.user_id, name=row.user.name, now=now)


def read_capacity_page(access: PlanAccess) -> CapacityPage:
    """Read who could act for the young person. Raises NotPermitted, NotNow. One query."""
    require_keeps_capacity(access)
    people = tuple((row.user_id, row.user.name) for row in _of_the_family(access) if row.stands_for in PARENTAL)
    return CapacityPage(head=plan_head(access), called=access.circle.circle.child.calling_name, people=tuple(dict.fromkeys(people)))


def parent_of(access: PlanAccess, number: int) -> Membership:
    """Find the membership of a parent, carer or representative in this plan; NotFound for any other. One query."""
    row = next((row for row in _of_the_family(access) if row.pk == number and row.stands_for in PARENTAL), None)
    if row is None:
        raise NotFound(NOTHING_HERE)
    return row


def young_recipients(access: PlanAccess) -> tuple[Recipient, ...]:
    """Give the young person as somebody to whom a letter goes, also before the rights are theirs; nobody where they are not in the plan. One query."""
    rows = {row.user_id: row.user for row in _of_the_family(access) if row.stands_for in YOUNG}
    return tuple(
        Recipient(email=one.email, name=one.name, role=ROLE_NAMES[Role.YOUNG_PERSON], address=(), is_electronic=False)
        for one in rows.values()
    )


def days_said(plan: Plan) -> dict[str, str]:
    """Give the two days for the letter of the change. Raises ValueError where no day of birth is known."""
    saturday = first_day(plan)
    return {"parents_until": long_date(plan.rights_move_on or saturday), "young_from": long_date(saturday)}


def closed_to(person: User, plans: Mapping[Plan, Iterable[Role]], *, today: date) -> frozenset[int]:
    """Name the plans of a list that the young person has not opened to this parent, or to a supporter of such a parent. No query, one where there is a supporter."""
    over = {plan: set(roles) for plan, roles in plans.items() if roles and moved(plan, today)}
    parents = {plan.pk for plan, roles in over.items() if roles <= PARENTAL | {Role.SUPPORTER} and roles & PARENTAL}
    closed = {plan.pk for plan in over if plan.pk in parents and not keeps_something(plan, person.pk)}
    supported = {plan.circle_id: plan for plan, roles in over.items() if roles == {Role.SUPPORTER}}
    if supported:
        closed |= {
            supported[circle].pk
            for circle, chooser in _choosers(person, supported, today)
            if not keeps_something(supported[circle], chooser)
        }
    return frozenset(closed)


def _choosers(person: User, circles: Iterable[int], today: date) -> Iterable[tuple[int, int]]:
    """Read which parents chose this supporter. One query."""
    is_parent = Membership.objects.filter(content_object=OuterRef("content_object"), user=OuterRef("chosen_by"), stands_for__in=PARENTAL)
    rows = Membership.objects.filter(grants.in_force(today), Exists(is_parent), user=person, content_object__in=list(circles))
    return rows.filter(stands_for=Role.SUPPORTER).values_list("content_object", "chosen_by")


def _of_the_family(access: PlanAccess) -> list[Membership]:
    rows = Membership.objects.select_related("user").filter(
        grants.in_force(access.today), content_object=access.plan.circle_id, user__is_active=True
    )
    return list(rows.filter(stands_for__in=PARENTAL | YOUNG).order_by("user__name", "pk"))


def _parents(access: PlanAccess, rows: Iterable[Membership], base: str) -> tuple[ParentLine, ...]:
    """Say what each parent keeps: to whoever chooses it and to the council of all, to a parent of themselves only."""
    chooses, knows_all = may_choose_for_parents(access), may_choose_for_parents(access) or may_keep_capacity(access)
    seen = [row for row in rows if row.stands_for in PARENTAL and (knows_all or row.user_id == access.person)]
    return tuple(
        ParentLine(name=row.user.name, keeps=_kept_words(access.plan, row.user_id), url=f"{base}parents/{row.pk}/" if chooses else "")
        for row in seen
    )


def _kept_words(plan: Plan, person: int) -> tuple[str, ...]:
    """Say what a parent sees; whoever acts in a single decision reads the plan, whatever was chosen."""
    if person == acts_in(plan, Matter.ANSWER):
        return (ACTS,)
    least = Keeps.VIEW if person in represents(plan) else Keeps.NONE
    chosen = kept_by(plan, person)
    kept = {code: least if chosen.get(code.value, Keeps.NONE) == Keeps.NONE else chosen[code.value] for code in CODES}
    by_how = {how: [code for code in CODES if kept[code] == how] for how in Keeps}
    return tuple(f"{KEEPS_NAMES[how]}: {_sections_said(codes)}" for how, codes in by_how.items() if codes)


def _sections_said(codes: list[Code]) -> str:
    return "the whole plan" if len(codes) == len(CODES) else "; ".join(f"{SECTION_NAMES[code]} ({code})" for code in codes)


def _who_acts(access: PlanAccess, rows: Iterable[Membership]) -> str:
    """Name who acts for the young person in which matter, to the council, the young person and whoever acts."""
    names = {row.user_id: row.user.name for row in rows}
    acts = access.plan.rights.get("acts", {})
    knows = may_keep_capacity(access) or bool(YOUNG & set(access.circle.roles))
    said = [
        f"{MATTER_NAMES[Matter(matter)]}: {names.get(person, 'somebody who has left this plan')}"
        for matter, person in sorted(acts.items())
        if knows or person == access.person
    ]
    return "; ".join(said)


def _records(access: PlanAccess) -> tuple[CapacityLine, ...]:
    rows = list(CapacityRecord.objects.filter(plan=access.plan).select_related("representative", "by").order_by("-pk"))
    newest = {row.matter: row.pk for row in reversed(rows)}
    return tuple(_line(row, is_newest=newest[row.matter] == row.pk) for row in rows)


def _line(row: CapacityRecord, *, is_newest: bool) -> CapacityLine:
    who = row.representative
    lacks = f"Cannot make this decision at present. {who.name} acts." if who else "Can make this decision."
    return CapacityLine(
        matter=MATTER_NAMES[Matter(row.matter)],
        decision=row.decision,
        found=lacks,
        who=f"{row.assessor}, on {long_date(row.assessed_on)}",
        day=long_date(row.at.date()),
        evidence=row.evidence,
        own_view=row.own_view,
        is_newest=is_newest,
    )


def _waits(access: PlanAccess) -> bool:
    """Say whether a draft was sent to the parents while they held the rights, and not to the holder yet. Two queries where one is being answered."""
    if not (may_keep_capacity(access) or is_new_holder(access)) or not moved(access.plan, access.today):
        return False
    version = served_draft(access) if access.phase in (Phase.WINDOW, Phase.AFTER) else None
    return version is not None and not any(is_addressed(access, one.recipient_id, Role(one.role)) for one in services_of(version))


def _recorded(access: PlanAccess) -> str:
    row = Happening.objects.filter(plan=access.plan, kind=Happening.Kind.RIGHTS_MOVED).first()
    return long_date(row.on) if row else ""
