"""Add a person of an organisation to the service."""

from datetime import datetime

from django.db import transaction

from permissions import ledger
from permissions.models import User
from permissions.office import fresh, open_office
from permissions.refusals import Invalid

ELSEWHERE = "This address can’t be added here. Ask a service leader of the council."
IS_HERE = "This person is in the list already."


@transaction.atomic
def add_colleague(person: User, *, email: str, name: str, organisation: int, now: datetime) -> User:
    """Add a person to an organisation that the acting person keeps; no plan opens by that, and the invitation is made by whoever calls.

    A leader may give an organisation to somebody who was so far only of a family. Raises Invalid for anybody who is there already, or is elsewhere.
    """
    office = open_office(fresh(person))
    home = office.organisations().filter(pk=organisation).first()
    if home is None:
        raise Invalid({"organisation": "Choose one of the list."})
    known = User.objects.filter(email=email.strip().lower()).first()
    if known is not None:
        _check(known, office.is_leader, home.pk)
    added = known or User.objects.create_user(email.strip(), name.strip())
    added.organisation = home
    added.save(update_fields=["organisation"])
    ledger.record_service("add_colleague", actor=person, person=added, object_kind=f"organisation {home.pk}", now=now)
    return added


def _check(known: User, by_leader: bool, organisation: int) -> None:
    if known.organisation_id == organisation:
        raise Invalid({"email": IS_HERE})
    if not by_leader or not known.is_active:
        raise Invalid({"email": ELSEWHERE})
    if known.organisation_id is not None:
        raise Invalid({"email": "This person is of another organisation. Change that on their page."})
