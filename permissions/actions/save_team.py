"""Add a team, or change its name."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction

from permissions import ledger
from permissions.models import Team, User
from permissions.office import fresh, open_office_as_leader, organisation_of, team_of
from permissions.refusals import Invalid


@transaction.atomic
def save_team(person: User, number: int | None, *, organisation: int, name: str, now: datetime) -> Team:
    """Write a team down; without a number it is a new one of this organisation. For leaders. Raises Invalid for a name that is there already."""
    open_office_as_leader(fresh(person))
    owner = team_of(number).organisation if number else organisation_of(organisation)
    if Team.objects.filter(organisation=owner, name__iexact=name).exclude(pk=number or 0).exists():
        raise Invalid({"name": "This organisation has a team of this name already."})
    team = team_of(number) if number else Team(organisation=owner)
    team.name = name
    if number is None:
        team.group = Group.objects.create(name=_group_name(owner.pk, name))
    team.save()
    ledger.record_service("change_team" if number else "add_team", actor=person, object_kind=f"team {team.pk}", now=now)
    return team


def _group_name(organisation: int, name: str) -> str:
    """Name the group behind a team so that no other team, and no role, has the same."""
    wanted = f"team {organisation}: {name}"[:140]
    return wanted if not Group.objects.filter(name=wanted).exists() else f"{wanted} {Group.objects.count()}"
