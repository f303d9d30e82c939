"""Open the account of a person who had left, so that they can be invited again."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from permissions import ledger
from permissions.models import User
from permissions.office import fresh, open_office
from permissions.refusals import Invalid


@transaction.atomic
def welcome_back(person: User, number: int, *, now: datetime) -> User:
    """Let a person who had left be of the service again: without duties, teams or parts in plans, and not before they accept a new invitation.

    What they signed in with before opens nothing any more: it may lie on a device, or with a sign-in service, of where they worked then.

    Raises NotFound, NotPermitted, and Invalid for somebody who has not left.
    """
    returning = open_office(fresh(person)).person_of(number)
    if returning.is_active or returning.left_at is None:
        raise Invalid({"person": "This person has not left."})
    returning.is_active, returning.left_at, returning.joined_at = True, None, None
    returning.save(update_fields=["is_active", "left_at", "joined_at"])
    Authenticator.objects.filter(user=returning).delete()
    SocialAccount.objects.filter(user=returning).delete()
    ledger.record_service("welcome_back", actor=person, person=returning, now=now)
    return returning
