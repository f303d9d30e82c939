"""Invite from the office, and withdraw: asked of the office first, with the letter in the same transaction."""

from datetime import datetime

from django.db import transaction

from permissions.actions.add_colleague import add_colleague
from permissions.actions.withdraw_invitation import withdraw_invitation
from permissions.models import User
from permissions.office import fresh, open_office
from portal.invite import Code, invite_again


@transaction.atomic
def add_and_invite(by: User, *, email: str, name: str, organisation: int, now: datetime) -> tuple[User, Code | None]:
    """Add a person of an organisation and invite them, where they have not come in yet. Raises what `add_colleague` raises."""
    added = add_colleague(by, email=email, name=name, organisation=organisation, now=now)
    return added, invite_again(added, by=by, now=now) if added.joined_at is None else None


@transaction.atomic
def invite_colleague(by: User, number: int, *, now: datetime) -> Code:
    """Invite a person whom one keeps, afresh. Raises NotFound, NotPermitted, and what `invite_person` raises."""
    return invite_again(open_office(fresh(by)).person_of(number), by=by, now=now)


@transaction.atomic
def withdraw_from(by: User, number: int, *, now: datetime) -> bool:
    """Withdraw the invitation of a person whom one keeps. Raises NotFound and NotPermitted."""
    return withdraw_invitation(open_office(fresh(by)).person_of(number), by=by, now=now)
