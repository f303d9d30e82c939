"""Take a person in and write to them, in one transaction. Before somebody has come in, a letter names nothing at all; afterwards the reference, never a child."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from files.intake import Received
from permissions.actions.invite_person import Issued, invite_person
from permissions.models import Contact, Membership, User
from permissions.queries.joining import code_is_kept
from plans.actions.add_member import MemberFacts, add_member
from plans.actions.new_plan import ChildFacts
from plans.actions.open_plan import PlanFacts, open_plan
from plans.models import Plan
from portal import mail

SUBJECT = "You have been asked to take part in a plan"
BODY = """Hello

You have been asked to take part in an Education, Health and Care plan. Its reference is {reference}.

Sign in with this e-mail address at {origin}/ to read and write your part of it.

If you do not know what this is about, you can leave this message alone.
"""
INVITED_SUBJECT = "You have been invited"
INVITED_BODY = """Hello

You have been invited to take part in planning support that several people write together.

To come in, open this link within three days:

{origin}/join/{token}/

You also need your joining code. Whoever invited you gives it to you by phone, in person or by letter. It is never sent by e-mail.

If you do not know what this is about, you can leave this message alone. Nothing happens then.
"""


@dataclass(frozen=True)
class Code:
    """One joining code to hand over: whose, where the link went, the safe way to reach them; `perhaps_known`: they may have an account already."""

    name: str
    email: str
    code: str
    ends_at: datetime
    reach: str = ""
    perhaps_known: bool = False


@dataclass(frozen=True)
class Taken:
    """A person taken into a plan, and the code to hand over, or None where they need none."""

    membership: Membership
    code: Code | None


@transaction.atomic
def invite(person: User, reference: str, facts: MemberFacts, *, today: date, now: datetime) -> Taken:
    """Add a member; invite whoever is new, and write to whoever has joined. Raises what `add_member` raises."""
    membership = add_member(person, reference, facts, today=today, now=now)
    return Taken(membership, welcome(membership, by=person, now=now))


def welcome(membership: Membership, *, by: User, now: datetime) -> Code | None:
    """Write to a person who was taken into a plan; somebody who was invited elsewhere by the council's staff and has not come in yet keeps the code they hold."""
    newcomer = membership.user
    if newcomer.joined_at is not None:
        shown = membership.content_object.shown_reference
        mail.write(to=newcomer.email, subject=SUBJECT, body=BODY.format(reference=shown, origin=settings.ORIGIN))
        return None
    if code_is_kept(newcomer.pk, now=now):
        return None
    return invite_again(newcomer, by=by, now=now, circle=membership.content_object_id)


@transaction.atomic
def invite_again(person: User, *, by: User | None, now: datetime, circle: int | None = None) -> Code:
    """Make a fresh invitation, write the letter, and give the code. Raises what `invite_person` raises; whoever calls has asked who may."""
    issued = invite_person(person, by=by, now=now)
    write_invitation(issued, circle=circle)
    contact = Contact.objects.filter(circle=circle, person=person).first() if circle else None
    return Code(person.name, person.email, issued.joining_code, issued.invitation.ends_at, _reach(contact))


def write_invitation(issued: Issued, *, circle: int | None = None) -> None:
    """Write the letter with the link; the joining code is never in it."""
    body = INVITED_BODY.format(origin=settings.ORIGIN, token=issued.link_token)
    mail.write(to=issued.invitation.person.email, subject=INVITED_SUBJECT, body=body, circle=circle)


def _reach(contact: Contact | None) -> str:
    """Say how an adult of the family may safely be reached, to whoever keeps the circle."""
    if contact is None:
        return ""
    said = [Contact.Channel(contact.channel).label, contact.phone, contact.safe_times, contact.safe_wording]
    return " · ".join(words for words in said if words)


@transaction.atomic
def open_and_invite(
    facts: PlanFacts, *, by: User, today: date, now: datetime, original: Received | None = None
) -> tuple[Plan, tuple[Code, ...]]:
    """Open a plan and write to each parent by themselves, never of the other; give the codes of those who are new. Raises what `open_plan` raises."""
    plan = open_plan(facts, by=by, today=today, now=now, original=original)
    return plan, welcome_parents(plan, facts, by=by, now=now)


def welcome_parents(plan: Plan, facts: ChildFacts, *, by: User, now: datetime) -> tuple[Code, ...]:
    """Write to each parent of a plan that was just opened, by themselves, never of the other; give the codes of those who are new."""
    parents = Membership.objects.select_related("user", "content_object").filter(
        content_object=plan.circle_id, user__email__in=[parent.email.lower() for parent in facts.parents]
    )
    codes = [welcome(parent, by=by, now=now) for parent in parents.order_by("pk")]
    return tuple(code for code in codes if code)
