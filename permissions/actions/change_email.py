"""Change the address with which a person signs in."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from permissions import ledger
from permissions.ledger import Act
from permissions.models import Release, User
from permissions.refusals import Invalid

# In a plan's ledger: whoever the card belongs to, whatever their part in the plan is today.
OWN_CARD = "own card"
TAKEN = "This address can't be used here. Use another one."


@transaction.atomic
def change_email(person: User, new_email: str, *, now: datetime) -> str:
    """Let a person sign in with another address from now on; give the old one. Raises Invalid where somebody else has it.

    Where the old address was released to others, the new one is not: its owner opens it anew where they want that.
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
    _close_releases(locked, now)
    ledger.record_service("change_email", actor=person, person=person, now=now)
    return old


def _close_releases(person: User, now: datetime) -> None:
    for released in (
        Release.objects.filter(contact__person=person, fact=Release.Fact.EMAIL).select_related("contact").order_by("contact__circle")
    ):
        circle = ledger.lock(released.contact.circle_id)
        released.delete()
        act = Act(actor=person.pk, role=OWN_CARD, verb="take_back_release", object_kind="contact email", object_uid=person.uid)
        ledger.record(act, circle=circle, now=now)
