"""What a person holds, before they leave the service or are covered for."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from permissions.models import Invitation, Membership, User
from permissions.vocabulary import PARTIES, ROLE_NAMES, Party, Role
from plans.models import Item, Plan
from plans.saying import count, long_date


@dataclass(frozen=True, kw_only=True)
class Holds:
    """What somebody holds, in words and numbers; no child is named. `kept_elsewhere`: unfinished pieces in plans that a successor does not take over."""

    coordinated: int
    references: tuple[str, ...]
    parts: tuple[str, ...]
    teams: tuple[str, ...]
    kept_here: int
    kept_elsewhere: int
    invitations: int
    is_family: bool


@dataclass(frozen=True, kw_only=True)
class CoverRow:
    """One colleague who covers for somebody, from when until when, in how many plans."""

    number: int
    name: str
    since: str
    until: str
    plans: str
    has_begun: bool


def coordinated_by(person: User) -> list[int]:
    """Give the circles of the plans that would have no coordinator without this person: where they are named, or are the only one. One query."""
    own = Membership.objects.filter(content_object=OuterRef("circle"), user=person, stands_for=Role.COORDINATOR, ended_at=None)
    others = Membership.objects.filter(
        content_object=OuterRef("circle"), stands_for=Role.COORDINATOR, ended_at=None, until_on=None, user__is_active=True
    ).exclude(user=person)
    plans = Plan.objects.filter(Q(coordinator=person) | (Q(Exists(own)) & ~Q(Exists(others))))
    return list(plans.order_by("circle").values_list("circle", flat=True))


def what_they_hold(person: User) -> Holds:
    """Count what a person holds. Six queries, whatever it is."""
    coordinated = coordinated_by(person)
    rows = Membership.objects.filter(user=person, ended_at=None).exclude(stands_for__in=PARTIES[Party.FAMILY])
    roles = Counter(rows.values_list("stands_for", flat=True))
    kept = Item.objects.filter(author=person, state=Item.State.KEPT).values_list("plan__circle", "author_role")
    here = sum(1 for circle, role in kept if circle in set(coordinated) and role == Role.COORDINATOR)
    references = Plan.objects.filter(circle__in=coordinated[:5]).order_by("circle").values_list("circle__reference", flat=True)
    return Holds(
        coordinated=len(coordinated),
        references=tuple(f"{reference[:4]}-{reference[4:]}" for reference in references),
        parts=tuple(f"{ROLE_NAMES[Role(role)]} in {count(number, 'plan', 'plans')}" for role, number in sorted(roles.items())),
        teams=tuple(person.groups.filter(team__isnull=False).order_by("team__name").values_list("team__name", flat=True)),
        kept_here=here,
        kept_elsewhere=len(kept) - here,
        invitations=Invitation.objects.filter(invited_by=person, accepted_at=None, withdrawn_at=None).count(),
        is_family=Membership.objects.filter(user=person, ended_at=None, stands_for__in=PARTIES[Party.FAMILY]).exists(),
    )


def covers_of(person: User, *, today: date) -> tuple[CoverRow, ...]:
    """List who covers for a person, now or soon. One query."""
    rows = Membership.objects.filter(covers_for=person, ended_at=None, until_on__gte=today).select_related("user").order_by("from_on", "pk")
    found: dict[int, list[Membership]] = {}
    for row in rows:
        found.setdefault(row.user_id, []).append(row)
    return tuple(
        CoverRow(
            number=number,
            name=covers[0].user.name,
            since=long_date(min(row.from_on for row in covers)),
            until=long_date(max(row.until_on for row in covers if row.until_on)),
            plans=count(len(covers), "plan", "plans"),
            has_begun=min(row.from_on for row in covers) <= today,
        )
        for number, covers in found.items()
    )
