"""Take a person into a plan and write to them, in one transaction. The letter names the reference and nothing of a child."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from permissions.models import Membership, User
from plans.actions.add_member import MemberFacts, add_member
from portal import mail

SUBJECT = "You have been asked to take part in a plan"
BODY = """Hello

You have been asked to take part in an Education, Health and Care plan. Its reference is {reference}.

Sign in with this e-mail address at {origin}/ to read and write your part of it.

If you do not know what this is about, you can leave this message alone.
"""


@transaction.atomic
def invite(person: User, reference: str, facts: MemberFacts, *, today: date, now: datetime) -> Membership:
    """Add a member and write the letter that tells them. Raises what `add_member` raises."""
    membership = add_member(person, reference, facts, today=today, now=now)
    shown = membership.content_object.shown_reference
    mail.write(to=membership.user.email, subject=SUBJECT, body=BODY.format(reference=shown, origin=settings.ORIGIN))
    return membership
