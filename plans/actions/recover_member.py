"""Give somebody in a plan a new way in."""

from datetime import date, datetime

from django.db import transaction

from permissions.actions.invite_person import Issued
from permissions.actions.recover_sign_in import recover_sign_in
from permissions.models import User
from plans.actions.circle import note
from plans.actions.members_sign_in import open_member_to_help


@transaction.atomic
def recover_member(person: User, reference: str, membership: int, *, new_email: str = "", today: date, now: datetime) -> Issued:
    """End what the person signs in with, and invite them anew. Raises NotFound, NotPermitted for who is not theirs to help, and what `recover_sign_in` raises."""
    access, member = open_member_to_help(person, reference, membership, today=today)
    issued = recover_sign_in(member, by=person, new_email=new_email, now=now)
    note("recover_sign_in", access, member, now=now)
    return issued
