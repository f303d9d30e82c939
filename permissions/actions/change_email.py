"""Change the address with which a person signs in."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from permissions import ledger
from permissions.models import User
from permissions.refusals import Invalid

TAKEN = "This address can't be used here. Use another one."


@transaction.atomic
def change_email(person: User, new_email: str, *, now: datetime) -> str:
    """Let a person sign in with another address from now on; give the old one. Raises Invalid where somebody else has it.

    Whoever calls has asked the person who they are, and has had a code back from the new address.
    """
    locked = User.objects.select_for_update().get(pk=person.pk)
    old = locked.email
    locked.email = person.email = new_email.lower()
    try:
        with transaction.atomic():
            locked.save(update_fields=["email"])
    except IntegrityError as fault:
        person.email = old
        raise Invalid({"email": TAKEN}) from fault
    EmailAddress.objects.filter(user=locked).delete()
    ledger.record_service("change_email", actor=person, person=person, now=now)
    return old
