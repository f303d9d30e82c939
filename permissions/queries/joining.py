"""What is known of an invitation before it is accepted: whether it can be, and to those who invite, how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from permissions.joining import hash_of_link
from permissions.models import Invitation, Membership, User


@dataclass(frozen=True)
class Standing:
    """How a person's newest invitation stands: `made_at`, `ends_at`, and which of three ends it came to, if any."""

    made_at: datetime
    ends_at: datetime
    is_open: bool
    five_wrong: bool


def is_open_link(token: str, *, now: datetime) -> bool:
    """Say whether a link can be accepted now. One query; it writes nothing."""
    invitation = Invitation.objects.select_related("person").filter(link_hash=hash_of_link(token)).first()
    return invitation is not None and invitation.is_open(now) and invitation.person.is_active and invitation.person.joined_at is None


def standings(people: Iterable[int], *, now: datetime) -> dict[int, Standing]:
    """Say how the newest invitation of each of these people stands. One query."""
    found: dict[int, Standing] = {}
    for row in Invitation.objects.filter(person__in=list(people), accepted_at=None).order_by("person", "pk"):
        found[row.person_id] = Standing(row.made_at, row.ends_at, row.is_open(now), five_wrong=row.tries_left == 0)
    return found


def may_hold_code_of(person: User, *, chooser: int, now: datetime) -> bool:
    """Say whether one of a family may hold the code of somebody who has not come in: only where they are nothing here but this one's supporter.

    Invariant: nobody of a family holds half of the way into an account that waits for another part, as a parent or a professional. At most three queries.
    """
    duties = person.is_leader or person.keeps_colleagues or person.may_open_plans or person.is_superuser
    if duties or person.organisation_id is not None or person.groups.exists():
        return False
    if Membership.objects.filter(user=person, ended_at=None).filter(Q(chosen_by=None) | ~Q(chosen_by=chooser)).exists():
        return False
    invitation = Invitation.objects.filter(person=person, accepted_at=None, withdrawn_at=None).exclude(invited_by=chooser).first()
    return invitation is None or not invitation.is_open(now)


def code_is_kept(person: int, *, now: datetime) -> bool:
    """Say whether somebody who was invited keeps the code they were given when they get another part: not one that a family holds. Two queries at most."""
    invitation = Invitation.objects.filter(person=person, accepted_at=None, withdrawn_at=None).first()
    if invitation is None or not invitation.is_open(now):
        return False
    return not Membership.objects.filter(user=person, ended_at=None, chosen_by__isnull=False, chosen_by=invitation.invited_by_id).exists()
