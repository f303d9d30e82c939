"""Switch protected sign-in off for somebody in a plan."""

from datetime import date, datetime

from django.db import transaction

from permissions.actions.unprotect_sign_in import unprotect_sign_in
from permissions.models import User
from plans.actions.circle import note
from plans.actions.members_sign_in import open_member_to_help


@transaction.atomic
def unprotect_member(person: User, reference: str, membership: int, *, today: date, now: datetime) -> User:
    """Let a code by e-mail open this account again, where their roles allow it. Raises NotFound, and NotPermitted for who is not theirs to help."""
    access, member = open_member_to_help(person, reference, membership, today=today)
    if unprotect_sign_in(member, by=person, now=now):
        note("unprotect_sign_in", access, member, now=now)
    return member
