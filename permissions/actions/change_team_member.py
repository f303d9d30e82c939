"""Take a person into a team, or out of it."""

from datetime import datetime

from django.db import transaction

from permissions import ledger
from permissions.models import User
from permissions.office import fresh, open_office_as_leader, team_of
from permissions.refusals import Invalid


@transaction.atomic
def change_team_member(person: User, team: int, number: int, *, is_in: bool, now: datetime) -> User:
    """Write who is in a team: whoever is in it holds its role in every plan of the team. For leaders.

    Raises NotFound for a person who is not of the service, Invalid for one who has left. Nobody takes themselves in: that would open plans to them.
    """
    office = open_office_as_leader(fresh(person))
    found, member = team_of(team), office.person_of(number)
    if is_in and not member.is_active:
        raise Invalid({"person": "This person has left the service."})
    if is_in and member.pk == person.pk:
        raise Invalid({"person": "You can’t take yourself into a team. Ask another service leader."})
    if is_in:
        member.groups.add(found.group)
    else:
        member.groups.remove(found.group)
    verb = "take_into_team" if is_in else "take_out_of_team"
    ledger.record_service(verb, actor=person, person=member, object_kind=f"team {found.pk}", now=now)
    return member
