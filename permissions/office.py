"""Ask who may keep organisations, teams and people: the door of the office.

A service leader keeps all of it; whoever keeps colleagues keeps the people of their own organisation. Being a system administrator opens nothing here.
"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from permissions.access import NOTHING_HERE
from permissions.models import Organisation, Team, User
from permissions.refusals import NotFound, NotPermitted

FOR_LEADERS = "Organisations, teams and duties are kept by the service leaders of the council. Ask one of them."
FOR_KEEPERS = "The people of the service are kept by its leaders, and in each organisation by whoever keeps its people. Ask one of them."


@dataclass(frozen=True)
class Office:
    """What one person keeps: everything as a leader, or the people of one organisation."""

    person: User
    is_leader: bool
    organisation: int | None

    def people(self) -> QuerySet[User]:
        """Give the people whom this person keeps: those with an organisation, a duty or a team; never a family that is only in its plan."""
        rows = User.objects.select_related("organisation")
        if not self.is_leader:
            return rows.filter(organisation=self.organisation)
        duty = Q(is_leader=True) | Q(keeps_colleagues=True) | Q(may_open_plans=True) | Q(left_at__isnull=False)
        return rows.filter(Q(organisation__isnull=False) | duty | Q(groups__team__isnull=False)).distinct()

    def person_of(self, number: int) -> User:
        """Find one of them; raise NotFound for anybody else."""
        found = self.people().filter(pk=number).first()
        if found is None:
            raise NotFound(NOTHING_HERE)
        return found

    def organisations(self) -> QuerySet[Organisation]:
        """Give the organisations to which this person adds people."""
        rows = Organisation.objects.order_by("name")
        return rows if self.is_leader else rows.filter(pk=self.organisation or 0)

    def colleagues(self) -> QuerySet[User]:
        """Give the people who can take plans over: those of the council who are here and have come in.

        Invariant: never the person who acts. Nobody of the office opens plans to themselves, a leader neither: for that there is an hour of which the family is told.
        """
        rows = self.people().filter(is_active=True, joined_at__isnull=False, left_at=None, organisation__kind=Organisation.Kind.COUNCIL)
        return rows.exclude(pk=self.person.pk).order_by("name", "pk")


def open_office(person: User) -> Office:
    """Open the office for a leader, or for whoever keeps the people of their own organisation; raise NotPermitted for anybody else."""
    if person.is_active and person.is_leader:
        return Office(person, is_leader=True, organisation=None)
    if person.is_active and person.keeps_colleagues and person.organisation_id is not None:
        return Office(person, is_leader=False, organisation=person.organisation_id)
    raise NotPermitted(FOR_KEEPERS)


def open_office_as_leader(person: User) -> Office:
    """Open the office for a leader; raise NotPermitted for anybody else."""
    office = open_office(person)
    if not office.is_leader:
        raise NotPermitted(FOR_LEADERS)
    return office


def fresh(person: User) -> User:
    """Read and lock the person who acts: their duty may have been taken away a moment ago."""
    return User.objects.select_for_update().get(pk=person.pk)


def leaders() -> QuerySet[User]:
    """Give the leaders who can act: without one, nobody could keep the service."""
    return User.objects.filter(is_leader=True, is_active=True)


def organisation_of(number: int) -> Organisation:
    """Find an organisation; raise NotFound."""
    found = Organisation.objects.filter(pk=number).first()
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found


def team_of(number: int) -> Team:
    """Find a team; raise NotFound."""
    found = Team.objects.select_related("organisation", "group").filter(pk=number).first()
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found


@dataclass(frozen=True, kw_only=True)
class Duties:
    """What a person does for the service beside their parts in plans. `edits_guidance`: writes the guidance pages."""

    is_leader: bool = False
    may_open_plans: bool = False
    keeps_colleagues: bool = False
    edits_guidance: bool = False


def duties_of(person: User, *, editors: str) -> Duties:
    """Read the duties of a person; `editors` names the group of those who edit the guidance. One query."""
    return Duties(
        is_leader=person.is_leader,
        may_open_plans=person.may_open_plans,
        keeps_colleagues=person.keeps_colleagues,
        edits_guidance=person.groups.filter(name=editors).exists(),
    )
