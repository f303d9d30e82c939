"""Switch protected sign-in on for somebody in a plan."""

from datetime import date, datetime

from django.db import transaction

from permissions.actions.protect_sign_in import protect_sign_in
from permissions.models import User
from plans.actions.circle import note
from plans.actions.members_sign_in import open_member_to_help


@transaction.atomic
def protect_member(person: User, reference: str, membership: int, *, today: date, now: datetime) -> User:
    """Ask more than a mailbox of this person from now on; whoever calls ends their sessions. Raises NotFound, and NotPermitted for who is not theirs to help."""
    access, member = open_member_to_help(person, reference, membership, today=today)
    if protect_sign_in(member, by=person, now=now):
        note("protect_sign_in", access, member, now=now)
    return member
