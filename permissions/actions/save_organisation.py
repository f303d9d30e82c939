"""Add an organisation, or change its name and kind."""

from datetime import datetime

from django.db import transaction

from permissions import ledger
from permissions.models import Organisation, User
from permissions.office import fresh, open_office_as_leader, organisation_of
from permissions.refusals import Invalid


@transaction.atomic
def save_organisation(person: User, number: int | None, *, name: str, kind: str, now: datetime) -> Organisation:
    """Write an organisation down; without a number it is a new one. For leaders. Raises Invalid for a name that is there already."""
    open_office_as_leader(fresh(person))
    if Organisation.objects.filter(name__iexact=name).exclude(pk=number or 0).exists():
        raise Invalid({"name": "There is an organisation of this name already."})
    organisation = organisation_of(number) if number else Organisation()
    organisation.name, organisation.kind = name, kind
    organisation.save()
    verb = "change_organisation" if number else "add_organisation"
    ledger.record_service(verb, actor=person, object_kind=f"organisation {organisation.pk}", now=now)
    return organisation
