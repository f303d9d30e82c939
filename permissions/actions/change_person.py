"""Change the name of a person of the service, and the organisation they are of."""

from datetime import datetime

from django.db import transaction

from permissions import ledger
from permissions.models import User
from permissions.office import fresh, open_office
from permissions.refusals import Invalid


@transaction.atomic
def change_person(person: User, number: int, *, name: str, called: str, organisation: int, now: datetime) -> User:
    """Write name and organisation of a person whom the acting person keeps. Only a leader moves somebody to another organisation."""
    office = open_office(fresh(person))
    changed = office.person_of(number)
    home = office.organisations().filter(pk=organisation).first()
    if home is None:
        raise Invalid({"organisation": "Choose one of the list."})
    changed.name, changed.called, changed.organisation = name, called, home
    changed.save(update_fields=["name", "called", "organisation"])
    ledger.record_service("change_person", actor=person, person=changed, now=now)
    return changed
