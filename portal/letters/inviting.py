"""Invite from the office or from a plan, and withdraw: who may is asked first, and the letter is in the same transaction."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from permissions.actions.add_colleague import add_colleague
from permissions.actions.welcome_back import welcome_back
from permissions.actions.withdraw_invitation import withdraw_invitation
from permissions.models import User
from permissions.office import fresh, open_office
from plans.actions.circle import open_as_keeper, open_membership
from portal.letters.invite import Code, invite_again


@transaction.atomic
def add_and_invite(by: User, *, email: str, name: str, organisation: int, now: datetime) -> tuple[User, Code | None]:
    """Add a person of an organisation and invite them, where they have not come in yet. Raises what `add_colleague` raises."""
    added = add_colleague(by, email=email, name=name, organisation=organisation, now=now)
    return added, invite_again(added, by=by, now=now) if added.joined_at is None else None


@transaction.atomic
def invite_colleague(by: User, number: int, *, now: datetime) -> Code:
    """Invite a person whom one keeps, afresh; the address is told to leaders only. Raises NotFound, NotPermitted, and what `invite_person` raises."""
    office = open_office(fresh(by))
    code = invite_again(office.person_of(number), by=by, now=now)
    return code if office.is_leader else replace(code, email="")


@transaction.atomic
def invite_back(by: User, number: int, *, now: datetime) -> Code:
    """Open the account of somebody who had left, and invite them. Raises what `welcome_back` raises."""
    return invite_again(welcome_back(by, number, now=now), by=by, now=now)


@transaction.atomic
def withdraw_from(by: User, number: int, *, now: datetime) -> bool:
    """Withdraw the invitation of a person whom one keeps. Raises NotFound and NotPermitted."""
    return withdraw_invitation(open_office(fresh(by)).person_of(number), by=by, now=now)


@transaction.atomic
def invite_member(by: User, reference: str, number: int, *, today: date, now: datetime) -> Code:
    """Invite somebody of a plan afresh, by whoever keeps its circle. Raises NotFound, NotPermitted, and what `invite_person` raises."""
    membership = open_membership(open_as_keeper(by, reference, today=today), number)
    return invite_again(membership.user, by=by, now=now, circle=membership.content_object_id)


@transaction.atomic
def withdraw_from_member(by: User, reference: str, number: int, *, today: date, now: datetime) -> bool:
    """Withdraw the invitation of somebody of a plan, by whoever keeps its circle. Raises NotFound and NotPermitted."""
    membership = open_membership(open_as_keeper(by, reference, today=today), number)
    return withdraw_invitation(membership.user, by=by, now=now)
