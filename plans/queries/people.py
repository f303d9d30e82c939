"""Who is in a plan, as one person may see it (design, invariant 11), and what whoever keeps the circle may do about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from permissions import grants
from permissions.access import NOTHING_HERE
from permissions.matrix import in_order, matrix
from permissions.models import Membership, TeamMembership
from permissions.refusals import NotFound, NotPermitted
from permissions.vocabulary import CODES, PARENTAL_ROLES, PARTY_OF, ROLE_NAMES, ROLE_RESTRICTED, SECTION_NAMES, Code, Party, Role, Verb
from plans.access import PlanAccess
from plans.access.circle import KEEPERS, LAST_COORDINATOR, MAY_CHOOSE, NOT_STARRED, is_last_coordinator, sections_of, written_for
from plans.access.details import REACH, Fact
from plans.access.looking import may_watch
from plans.access.rights import holds_rights
from plans.queries.details import Holder, holders_of, readable
from plans.saying import long_date

NAMELESS = "Name not shown to you"
WHAT: dict[Verb, str] = {
    Verb.VIEW: "read",
    Verb.COMMENT: "comment",
    Verb.SUGGEST: "suggest changes",
    Verb.ADD: "add their own words",
    Verb.EDIT: "edit",
    Verb.APPROVE: "agree",
}


@dataclass(frozen=True, kw_only=True)
class ContactCard:
    """How one adult of the family may safely be reached, as far as this person reads it; what they do not read is empty."""

    relationship: str
    channel: str
    phone: str
    address: str
    safe_times: str
    safe_wording: str
    first_language: str


@dataclass(frozen=True, kw_only=True)
class Member:
    """One person of the list. `number` names the membership in addresses; `note` says what else is so, for example whose supporter.

    `is_waited_for`: they have not accepted their invitation yet (told to whoever keeps the circle). `may_let_go`: this person chose them.
    """

    number: int
    name: str
    role: str
    organisation: str
    since: str
    until: str
    note: str
    is_self: bool
    is_limited: bool
    email: str
    basis: str
    contact: ContactCard | None
    is_waited_for: bool
    may_let_go: bool


@dataclass(frozen=True, kw_only=True)
class TeamInPlan:
    """A team of the list; its people are named to the council only."""

    name: str
    role: str
    organisation: str
    since: str
    people: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PeoplePage:
    """Everybody whom this person may know of. `keeps_circle`: with the ways to add, end, limit and grant."""

    reference: str
    members: tuple[Member, ...]
    coming: tuple[Member, ...]
    teams: tuple[TeamInPlan, ...]
    keeps_circle: bool
    is_shortened: bool
    may_watch: bool
    is_council: bool
    may_choose: bool


@dataclass(frozen=True, kw_only=True)
class StarredSection:
    """A section that may be granted to this person, what they may do there then, and whether it was granted."""

    code: Code
    name: str
    what: str
    is_granted: bool


@dataclass(frozen=True, kw_only=True)
class MemberPage:
    """One membership, as whoever keeps the circle sees it. `kept` are the sections left of a limited role; `why_not_end` explains, or is empty."""

    reference: str
    member: Member
    sections: tuple[tuple[Code, str], ...]
    kept: tuple[Code, ...]
    starred: tuple[StarredSection, ...]
    leaving_too: tuple[str, ...]
    why_not_end: str
    may_limit: bool


@dataclass(frozen=True, kw_only=True)
class HeldBackSection:
    """One section, and why the family does not see it yet ("" where they do)."""

    code: Code
    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class HeldBackPage:
    """What is held back from the family. Section A is not in the list: the family's own words are never held back."""

    reference: str
    sections: tuple[HeldBackSection, ...]


def held_back_page(access: PlanAccess) -> HeldBackPage:
    """List what the council holds back from the family. No query."""
    reasons = access.plan.held_back
    sections = (
        HeldBackSection(code=code, name=SECTION_NAMES[code], reason=reasons.get(code.value, "")) for code in CODES if code is not Code.A
    )
    return HeldBackPage(reference=access.circle.circle.shown_reference, sections=tuple(sections))


def people_page(access: PlanAccess) -> PeoplePage:
    """List who is in this plan today, and to whoever keeps it also who is coming. Three queries."""
    parent = _seen_as_parent(access)
    rows = _without_other_parents(_memberships(access), parent, access) if parent else _memberships(access)
    contacts = _contacts(access, rows)
    today = [row for row in rows if row.from_on <= access.today]
    coming = [row for row in rows if row.from_on > access.today] if access.keeps_circle else []
    return PeoplePage(
        reference=access.circle.circle.shown_reference,
        members=tuple(_member(row, access, contacts) for row in today),
        coming=tuple(_member(row, access, contacts) for row in coming),
        teams=_teams(access),
        keeps_circle=access.keeps_circle,
        is_shortened=parent is not None,
        may_watch=may_watch(access),
        is_council=access.circle.is_council,
        may_choose=bool(MAY_CHOOSE & set(access.circle.roles)),
    )


def member_page(access: PlanAccess, number: int) -> MemberPage:
    """Show one membership to whoever keeps the circle; raise NotFound for one that is not of this circle or has ended."""
    row = next((row for row in _memberships(access) if row.pk == number), None)
    if row is None:
        raise NotFound(NOTHING_HERE)
    role = Role(row.stands_for)
    written = {code for code, _ in written_for(access, row.user)}
    limited = row.permission.codename == ROLE_RESTRICTED
    return MemberPage(
        reference=access.circle.circle.shown_reference,
        member=_member(row, access, _contacts(access, [row])),
        sections=tuple((code, SECTION_NAMES[code]) for code in sections_of(role)),
        kept=tuple(code for code in sections_of(role) if code in written) if limited else (),
        starred=_starred(access, row),
        leaving_too=tuple(other.user.name for other in _memberships(access) if _goes_too(other, row)),
        why_not_end=LAST_COORDINATOR if is_last_coordinator(access, row) else "",
        may_limit=role not in KEEPERS,
    )


def what_is_starred(page: MemberPage, code: Code) -> str:
    """Say what a grant of this section would let the person do; raise NotPermitted where nothing can be granted."""
    found = next((section.what for section in page.starred if section.code is code), "")
    if not found:
        raise NotPermitted(NOT_STARRED)
    return found


def choosers(access: PlanAccess) -> list[tuple[int, str]]:
    """List the family members who may choose a supporter."""
    here = [row for row in _memberships(access) if row.from_on <= access.today]
    return [(row.user_id, row.user.name) for row in here if holds_rights(access, row.user_id, Role(row.stands_for))]


def _memberships(access: PlanAccess) -> list[Membership]:
    rows = Membership.objects.select_related("user__organisation", "chosen_by", "covers_for", "permission").filter(
        grants.not_over(access.today), content_object=access.plan.circle_id, user__is_active=True
    )
    if not access.circle.is_council:
        # Whoever chose a supporter sees them once they have come in, so that the list never tells which addresses are in this plan already.
        rows = rows.exclude(broken_glass__told_at=None, broken_glass__isnull=False).exclude(stands_for=Role.SUPPORTER, user__joined_at=None)
    order = {role.value: position for position, role in enumerate(Role)}
    return sorted(rows, key=lambda row: (order[row.stands_for], row.user.name))


def _seen_as_parent(access: PlanAccess) -> int | None:
    """Name the parent through whose eyes this person sees the list, or None for whoever sees everybody."""
    if access.circle.is_council:
        return None
    if any(held.role in PARENTAL_ROLES for held in access.circle.held):  # also by the young person's leave
        return access.person
    chooser = next((row for row in access.circle.chooser_held if row.role in PARENTAL_ROLES), None)
    return chooser.person if chooser else None


def _without_other_parents(rows: list[Membership], parent: int, access: PlanAccess) -> list[Membership]:
    """Leave out the other parents and whoever supports them (design, invariant 11)."""
    others = {row.user_id for row in rows if row.stands_for in PARENTAL_ROLES} - {parent}
    young = {row.user_id for row in rows if row.stands_for in (Role.CHILD, Role.YOUNG_PERSON)}
    return [
        row
        for row in rows
        if row.user_id not in others
        and (row.stands_for != Role.SUPPORTER or row.chosen_by_id in {parent, *young} or row.user_id == access.person)
    ]


def _contacts(access: PlanAccess, rows: Iterable[Membership]) -> dict[int, ContactCard]:
    """Give how each adult may be reached, as far as this person reads it (`plans.access.details`); languages and needs stand with the personal details."""
    cards = ((holder.person.pk, holder, frozenset(readable(access, holder))) for holder in holders_of(access, rows))
    return {person: _contact(holder, facts) for person, holder, facts in cards if facts & REACH and holder.contact.pk}


def _contact(holder: Holder, facts: frozenset[Fact]) -> ContactCard:
    said = {fact: holder.said(fact) if fact in facts else "" for fact in Fact}
    return ContactCard(
        relationship=said[Fact.RELATIONSHIP],
        channel=said[Fact.CHANNEL],
        phone=said[Fact.PHONE],
        address=said[Fact.ADDRESS],
        safe_times=said[Fact.SAFE_TIMES],
        safe_wording=said[Fact.SAFE_WORDING],
        first_language=said[Fact.FIRST_LANGUAGE],
    )


def _member(row: Membership, access: PlanAccess, contacts: dict[int, ContactCard]) -> Member:
    role = Role(row.stands_for)
    keeps = access.keeps_circle
    is_family = PARTY_OF[role] is Party.FAMILY
    return Member(
        number=row.pk,
        name=row.user.name if access.sees_names or not is_family else NAMELESS,
        role=ROLE_NAMES[role],
        organisation=row.user.organisation.name if row.user.organisation else "",
        since=long_date(row.from_on),
        until=long_date(row.until_on) if row.until_on else "",
        note=_note(row, access),
        is_self=row.user_id == access.person,
        is_limited=keeps and row.permission.codename == ROLE_RESTRICTED,
        email=row.user.email if keeps else "",
        basis=row.basis if keeps else "",
        contact=contacts.get(row.user_id),
        is_waited_for=keeps and row.user.joined_at is None,
        may_let_go=role is Role.SUPPORTER and row.chosen_by_id == access.person,
    )


def _note(row: Membership, access: PlanAccess) -> str:
    """Say for whom somebody covers; and whose supporter somebody is, to the council and to that family member and their own."""
    if row.covers_for is not None:
        return f"Covers for {row.covers_for.name}"
    chooser = row.chosen_by
    if chooser is None:
        return ""
    if chooser.pk == access.person:
        return "Chosen by you"
    own = access.person == row.user_id or any(held.person == chooser.pk for held in access.circle.chooser_held)
    return f"Chosen by {chooser.name}" if own or (access.circle.is_council and access.sees_names) else ""


def _teams(access: PlanAccess) -> tuple[TeamInPlan, ...]:
    rows = TeamMembership.objects.select_related("group__team__organisation").filter(
        grants.in_force(access.today), content_object=access.plan.circle_id
    )
    if access.circle.is_council:
        rows = rows.prefetch_related("group__user_set")
    return tuple(
        TeamInPlan(
            name=row.group.team.name,
            role=ROLE_NAMES[Role(row.stands_for)],
            organisation=row.group.team.organisation.name,
            since=long_date(row.from_on),
            people=tuple(sorted(person.name for person in row.group.user_set.all() if person.is_active))
            if access.circle.is_council
            else (),
        )
        for row in rows
    )


def _starred(access: PlanAccess, row: Membership) -> tuple[StarredSection, ...]:
    role = Role(row.stands_for)
    written = written_for(access, row.user)
    return tuple(
        StarredSection(
            code=code,
            name=SECTION_NAMES[code],
            what=" and ".join(WHAT[verb] for verb in in_order(matrix()[role, code].grantable)),
            is_granted=any((code, verb) in written for verb in matrix()[role, code].grantable),
        )
        for code in CODES
        if matrix()[role, code].grantable
    )


def _goes_too(other: Membership, row: Membership) -> bool:
    return PARTY_OF[Role(row.stands_for)] is Party.FAMILY and other.chosen_by_id == row.user_id and other.pk != row.pk
