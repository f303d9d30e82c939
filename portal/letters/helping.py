"""Help a person with their sign-in: protect it, give a new way in. The sessions end and the letters are written in the transaction of the act."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest

from permissions.access import NOTHING_HERE
from permissions.actions.invite_person import Issued
from permissions.actions.protect_sign_in import protect_sign_in
from permissions.actions.recover_sign_in import recover_sign_in
from permissions.actions.unprotect_sign_in import unprotect_sign_in
from permissions.models import User
from permissions.refusals import NotFound, NotPermitted
from plans.access import PlanAccess
from plans.access.circle import require_keeper
from plans.actions.circle import open_membership
from plans.actions.members_sign_in import YOURSELF, why_not_help
from plans.actions.protect_member import protect_member
from plans.actions.recover_member import recover_member
from plans.actions.unprotect_member import unprotect_member
from portal import mail
from portal.letters.invite import Code, write_invitation
from portal.sessions.use import end_sessions_of
from portal.sign_in.strength import FACTORS, needs_strong_sign_in

SUBJECT = "Your sign-in has changed"
PROTECTED = """Hello

The council has switched on protected sign-in for your account. A code by e-mail alone does not open it any more: you also need a passkey or an authenticator app.

If you have none, ask the council for a new way in.
"""
RECOVERED = """Hello

The council has given your account a new way in. What you signed in with before does not work any more, and every open session was ended.

If you did not ask for this, tell the council at once, by phone.
"""
MOVED = """Hello

The council has changed the e-mail address of your account. This address does not open it any more.

If you did not ask for this, tell the council at once, by phone.
"""


@dataclass(frozen=True)
class HelpPage:
    """Somebody's sign-in, as the council's staff see it. `why_not` says why this one does not help, or is empty."""

    name: str
    email: str
    is_protected: bool
    is_strong: bool
    has_factor: bool
    has_joined: bool
    why_not: str


@dataclass(frozen=True)
class Door:
    """By which door somebody helps: a keeper by a plan, a leader by the person."""

    by: User
    reference: str = ""
    membership: int = 0
    person: UUID | None = None


def leaders_door(by: User, person: UUID) -> Door:
    """Let a service leader help; for anybody else there is no such page."""
    if not by.is_leader:
        raise NotFound(NOTHING_HERE)
    return Door(by, person=person)


def page_for_keeper(access: PlanAccess, by: User, membership: int) -> HelpPage:
    """Show a keeper how somebody of the plan signs in."""
    require_keeper(access)
    member = open_membership(access, membership).user
    return _page(member, why_not_help(by, member, today=access.today), access.today)


def page_for_leader(door: Door, *, today: date) -> HelpPage:
    """Show a leader how somebody signs in."""
    member = _found(door)
    return _page(member, YOURSELF if member.pk == door.by.pk else "", today)


@transaction.atomic
def protect(door: Door, *, today: date, now: datetime) -> None:
    """Switch protected sign-in on; every session ends, since one of them may be somebody else's."""
    if door.reference:
        member = protect_member(door.by, door.reference, door.membership, today=today, now=now)
    else:
        member = _not_self(door)
        protect_sign_in(member, by=door.by, now=now)
    end_sessions_of(member.pk)
    mail.write(to=member.email, subject=SUBJECT, body=PROTECTED)


@transaction.atomic
def protect_oneself(request: HttpRequest, person: User, *, now: datetime) -> None:
    """Switch one's own protected sign-in on; every session but this one ends: whoever came in by the mailbox is out."""
    if protect_sign_in(person, by=person, now=now):
        end_sessions_of(person.pk, but=request.session.session_key or "")


@transaction.atomic
def unprotect(door: Door, *, today: date, now: datetime) -> None:
    """Switch protected sign-in off."""
    if door.reference:
        unprotect_member(door.by, door.reference, door.membership, today=today, now=now)
    else:
        unprotect_sign_in(_found(door), by=door.by, now=now)


@transaction.atomic
def recover(door: Door, *, new_email: str, today: date, now: datetime) -> Code:
    """Give a new way in: a link to the address, and a code that whoever helps hands over; a notice to the address, and to the old one where it changed."""
    old = _address_before(door)
    issued = _recovered(door, new_email=new_email, today=today, now=now)
    member = issued.invitation.person
    end_sessions_of(member.pk)
    mail.write(to=old, subject=SUBJECT, body=RECOVERED if old == member.email else MOVED)
    write_invitation(issued)
    return Code(member.name, member.email, issued.joining_code, issued.invitation.ends_at)


def _recovered(door: Door, *, new_email: str, today: date, now: datetime) -> Issued:
    if door.reference:
        return recover_member(door.by, door.reference, door.membership, new_email=new_email, today=today, now=now)
    return recover_sign_in(_found(door), by=door.by, new_email=new_email, now=now)


def _address_before(door: Door) -> str:
    rows = User.objects.filter(uid=door.person) if door.person else User.objects.filter(membership=door.membership)
    return rows.values_list("email", flat=True).first() or ""


def _found(door: Door) -> User:
    found = User.objects.filter(uid=door.person).first() if door.person else None
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found


def _not_self(door: Door) -> User:
    found = _found(door)
    if found.pk == door.by.pk:
        raise NotPermitted(YOURSELF)
    return found


def _page(member: User, why_not: str, today: date) -> HelpPage:
    return HelpPage(
        name=member.name,
        email=member.email,
        is_protected=member.protected_sign_in,
        is_strong=needs_strong_sign_in(member, today=today),
        has_factor=Authenticator.objects.filter(user=member.pk, type__in=FACTORS).exists(),
        has_joined=member.joined_at is not None,
        why_not=why_not,
    )
