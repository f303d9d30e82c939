"""What is known of an invitation before it is accepted: whether it can be, and to those who invite, how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from permissions.joining import hash_of_link
from permissions.models import Invitation


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


def holds_code_of_another(person: int, *, by: int, now: datetime) -> bool:
    """Say whether an open invitation waits for somebody that another person made: its code is in their hands already. One query."""
    invitation = Invitation.objects.filter(person=person, accepted_at=None, withdrawn_at=None).exclude(invited_by=by).first()
    return invitation is not None and invitation.is_open(now)
