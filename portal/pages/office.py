"""What the pages of the office show; already narrowed to what the person who asks keeps."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from permissions.models import Organisation, Team, User
from permissions.office import Office, duties_of, open_office, open_office_as_leader, organisation_of, team_of
from plans.queries.coming_in import ComingIn, coming_in
from plans.queries.leaving import CoverRow, Holds, covers_of, what_they_hold
from portal import mail
from portal.first_pages import CONTENT_EDITORS

PAGE = 50
DUTY_WORDS = {
    "is_leader": "Leads the service",
    "may_open_plans": "Opens plans",
    "keeps_colleagues": "Keeps colleagues",
    "edits_guidance": "Writes the guidance",
}


@dataclass(frozen=True, kw_only=True)
class FrontPage:
    """Where to go in the office. `unsent` counts the messages that need somebody, for a leader."""

    is_leader: bool
    unsent: int
    organisation: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One person of the list. `email` is empty for whoever is no leader."""

    number: int
    name: str
    email: str
    organisation: str
    duties: tuple[str, ...]
    state: ComingIn


@dataclass(frozen=True, kw_only=True)
class PeopleList:
    """A page of the people whom one keeps."""

    rows: tuple[Row, ...]
    typed: str
    page: int
    has_more: bool
    is_leader: bool
    organisation: str


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """One person, with what can be done. `holds` is read only where it is shown."""

    row: Row
    called: str
    is_self: bool
    is_here: bool
    may_change_duties: bool
    may_leave: bool
    may_return: bool
    uid: str
    teams: tuple[str, ...]
    covers: tuple[CoverRow, ...]
    coordinates: bool


@dataclass(frozen=True, kw_only=True)
class OrganisationRow:
    """One organisation of the list."""

    number: int
    name: str
    kind: str
    people: int


@dataclass(frozen=True, kw_only=True)
class TeamRow:
    """One team of an organisation."""

    number: int
    name: str
    people: int


@dataclass(frozen=True, kw_only=True)
class OrganisationPage:
    """One organisation with its teams."""

    number: int
    name: str
    kind: str
    teams: tuple[TeamRow, ...]


@dataclass(frozen=True, kw_only=True)
class TeamPage:
    """One team with its people, and who could be taken in."""

    number: int
    name: str
    organisation: str
    organisation_number: int
    people: tuple[tuple[int, str], ...]
    others: list[tuple[int, str]]


def front_page(person: User) -> FrontPage:
    """Say what this person keeps; raise NotPermitted for whoever keeps nothing."""
    office = open_office(person)
    return FrontPage(
        is_leader=office.is_leader, unsent=mail.count_unsent() if office.is_leader else 0, organisation=_own_organisation(office)
    )


def people_list(person: User, *, typed: str, page: int, now: datetime) -> PeopleList:
    """List the people whom this person keeps, fifty a page, or those who were looked for by name (a leader also: by e-mail)."""
    office = open_office(person)
    rows = office.people().order_by("name", "pk")
    for word in typed.split():
        found = Q(name__icontains=word) | Q(organisation__name__icontains=word)
        rows = rows.filter(found | Q(email__icontains=word) if office.is_leader else found)
    people = list(rows[PAGE * (page - 1) : PAGE * page + 1])
    states = coming_in(people[:PAGE], now=now)
    editors = _editors(people)
    return PeopleList(
        rows=tuple(_row(one, office, states[one.pk], one.pk in editors) for one in people[:PAGE]),
        typed=typed,
        page=page,
        has_more=len(people) > PAGE,
        is_leader=office.is_leader,
        organisation=_own_organisation(office),
    )


def person_page(person: User, number: int, *, today: date, now: datetime) -> PersonPage:
    """Show one person whom this person keeps; raise NotFound for anybody else."""
    office = open_office(person)
    found = office.person_of(number)
    duties = duties_of(found, editors=CONTENT_EDITORS)
    state = coming_in([found], now=now)[found.pk]
    return PersonPage(
        row=_row(found, office, state, duties.edits_guidance),
        called=found.called,
        is_self=found.pk == person.pk,
        is_here=found.is_active and found.left_at is None,
        may_change_duties=office.is_leader and found.is_active,
        may_leave=found.is_active and found.pk != person.pk and (office.is_leader or not found.is_leader),
        may_return=not found.is_active and found.left_at is not None,
        uid=str(found.uid) if office.is_leader else "",
        teams=tuple(found.groups.filter(team__isnull=False).order_by("team__name").values_list("team__name", flat=True)),
        covers=covers_of(found, today=today),
        coordinates=found.coordinated_plans.exists(),
    )


def holds_of(person: User, number: int) -> Holds:
    """Say what a person holds who is to leave."""
    return what_they_hold(open_office(person).person_of(number))


def colleagues_but(person: User, number: int) -> list[tuple[int, str]]:
    """List the colleagues who can take something over from a person."""
    office = open_office(person)
    rows = office.colleagues().exclude(pk=number)
    return [(one.pk, f"{one.name} ({one.organisation.name})" if one.organisation else one.name) for one in rows]


def ticked(person: User, number: int) -> list[str]:
    """List the duties that a person has, as the form names them."""
    found = open_office_as_leader(person).person_of(number)
    duties = duties_of(found, editors=CONTENT_EDITORS)
    return [name for name in DUTY_WORDS if getattr(duties, name)]


def organisation_choices(person: User) -> list[tuple[int, str]]:
    """List the organisations to which this person adds people."""
    return list(open_office(person).organisations().values_list("pk", "name"))


def organisations_list(person: User) -> tuple[OrganisationRow, ...]:
    """List every organisation, for leaders."""
    open_office_as_leader(person)
    rows = Organisation.objects.annotate(count=Count("people", filter=Q(people__is_active=True))).order_by("name")
    return tuple(OrganisationRow(number=row.pk, name=row.name, kind=row.get_kind_display(), people=row.count) for row in rows)


def organisation_page(person: User, number: int) -> OrganisationPage:
    """Show one organisation, for leaders."""
    open_office_as_leader(person)
    found = organisation_of(number)
    teams = found.teams.annotate(count=Count("group__user", filter=Q(group__user__is_active=True))).order_by("name")
    return OrganisationPage(
        number=found.pk,
        name=found.name,
        kind=found.kind,
        teams=tuple(TeamRow(number=team.pk, name=team.name, people=team.count) for team in teams),
    )


def team_page(person: User, number: int) -> TeamPage:
    """Show one team, for leaders."""
    office = open_office_as_leader(person)
    team: Team = team_of(number)
    people = list(team.group.user_set.filter(is_active=True).order_by("name", "pk").values_list("pk", "name"))
    inside = {pk for pk, _name in people}
    others = office.people().filter(is_active=True, organisation=team.organisation_id).order_by("name", "pk")
    return TeamPage(
        number=team.pk,
        name=team.name,
        organisation=team.organisation.name,
        organisation_number=team.organisation_id,
        people=tuple(people),
        others=[(one.pk, one.name) for one in others if one.pk not in inside],
    )


def _row(one: User, office: Office, state: ComingIn, is_editor: bool) -> Row:
    has = {"edits_guidance": is_editor}
    duties = (words for name, words in DUTY_WORDS.items() if has.get(name, getattr(one, name, False)))
    return Row(
        number=one.pk,
        name=one.name,
        email=one.email if office.is_leader else "",
        organisation=one.organisation.name if one.organisation else "",
        duties=tuple(duties),
        state=state,
    )


def _editors(people: list[User]) -> set[int]:
    rows = User.groups.through.objects.filter(user__in=[one.pk for one in people], group__name=CONTENT_EDITORS)
    return set(rows.values_list("user_id", flat=True))


def _own_organisation(office: Office) -> str:
    organisation = None if office.is_leader else office.organisations().first()
    return organisation.name if organisation else ""
