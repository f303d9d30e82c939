"""Speak to guardian: the only module that does.

guardian's rows are the authority on who holds which role where, and on what a role may do in a section; what is read here is never asked a second time by
`user.has_perm` in a loop.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Now
from django.db.models.lookups import IsNull
from guardian.models import GroupObjectPermission

from permissions.matrix import matrix
from permissions.models import Circle, Conflict, Membership, PolicyVersion, SectionType, TeamMembership, User
from permissions.vocabulary import CODES, PARTIES, PARTY_OF, ROLE_PERMISSION, ROLE_RESTRICTED, Code, Party, Role, Verb

ROLE_GROUP = "role: "
_CONFLICT = "conflict"
_CHOOSERS = tuple(role.value for role in PARTIES[Party.FAMILY] if role is not Role.SUPPORTER)


@dataclass(frozen=True)
class Held:
    """One role that a person holds in a circle today. `restricted`: only single sections are left of it; `chosen_by`: whose supporter.

    `by_leave`: a parent whose rights have passed to the young person, and who has here what the young person lets them keep.
    """

    person: int
    role: Role
    restricted: bool
    chosen_by: int | None
    by_leave: bool = False


class _Policy:
    """The matrix as guardian's rows have it, read again when its number changes."""

    number: int = -1
    verbs: dict[tuple[Role, Code], frozenset[Verb]] = {}


def install_matrix() -> None:
    """Write the matrix into guardian: twelve section types, a group without members for each role, a row for each verb. Writes nothing twice."""
    from django.apps import apps

    create_permissions(apps.get_app_config("permissions"), verbosity=0)
    for position, code in enumerate(CODES):
        SectionType.objects.get_or_create(code=code, defaults={"position": position})
    PolicyVersion.objects.get_or_create(pk=1)
    types = {Code(row.code): row for row in SectionType.objects.all()}
    content_type = ContentType.objects.get_for_model(SectionType)
    permissions = {row.codename: row for row in Permission.objects.filter(content_type=content_type)}
    groups = {role: Group.objects.get_or_create(name=f"{ROLE_GROUP}{role}")[0] for role in Role}
    wanted = [
        GroupObjectPermission(
            group=groups[role], permission=permissions[f"{verb}_sectiontype"], content_type=content_type, object_pk=str(types[code].pk)
        )
        for (role, code), cell in matrix().items()
        for verb in cell.verbs
    ]
    if not GroupObjectPermission.objects.filter(content_type=content_type).exists():
        GroupObjectPermission.objects.bulk_create(wanted)


def verbs_of(role: Role, code: Code, *, policy: int) -> frozenset[Verb]:
    """Give what guardian lets a role do in a type of section; a council may have tightened it, never widened it."""
    if _Policy.number != policy:
        _read_policy(policy)
    return _Policy.verbs.get((role, code), frozenset()) & matrix()[role, code].verbs


def _read_policy(number: int) -> None:
    content_type = ContentType.objects.get_for_model(SectionType)
    codes = {str(pk): Code(code) for pk, code in SectionType.objects.values_list("pk", "code")}
    verbs: dict[tuple[Role, Code], set[Verb]] = {}
    rows = GroupObjectPermission.objects.filter(content_type=content_type, group__name__startswith=ROLE_GROUP)
    for group, codename, object_pk in rows.values_list("group__name", "permission__codename", "object_pk"):
        key = (Role(group.removeprefix(ROLE_GROUP)), codes[object_pk])
        verbs.setdefault(key, set()).add(Verb(codename.removesuffix("_sectiontype")))
    _Policy.verbs = {key: frozenset(value) for key, value in verbs.items()}
    _Policy.number = number


def forget_policy() -> None:
    """Let this process read the matrix again at its next question."""
    _Policy.number = -1


def in_force(today: date) -> Q:
    """Give the condition that a membership holds now: begun, not over, not ended."""
    return not_over(today) & Q(from_on__lte=today)


def not_over(today: date) -> Q:
    """Give the condition that a membership holds now or begins later. The hour of break-glass is measured by the database's own clock."""
    return Q(Q(until_on=None) | Q(until_on__gte=today), Q(until_at=None) | Q(until_at__gt=Now()), ended_at=None)


def _today(rows: QuerySet, today: date) -> QuerySet:
    return rows.filter(in_force(today))


def roles_in(circle: int, people: Iterable[int] | None, *, today: date) -> list[Held]:
    """Read who holds which role in a circle today: of these people and of whoever chose one of them, or of everybody when `people` is None. One query.

    Invariant: whoever has declared a conflict of interest holds nothing there, also not by a team.
    """
    direct = _today(Membership.objects.filter(content_object=circle), today)
    team = _today(TeamMembership.objects.filter(content_object=circle, group__user__is_active=True), today)
    if people is not None:
        wanted = list(people)
        chosen_by = Membership.objects.filter(content_object=circle, user__in=wanted, ended_at=None, chosen_by__isnull=False).values(
            "chosen_by"
        )
        direct = direct.filter(Q(user__in=wanted) | Q(user__in=chosen_by))
        team = team.filter(group__user__in=wanted)
    columns = ("person", "stands_for", "codename", "chooser")
    nobody = Value(None, Membership._meta.get_field("chosen_by"))
    conflicts = Conflict.objects.filter(circle=circle, ended_at=None).annotate(
        stands_for=Value(""), codename=Value(_CONFLICT), chooser=nobody
    )
    rows = list(
        direct.filter(user__is_active=True)
        .annotate(person=F("user"), codename=F("permission__codename"), chooser=F("chosen_by"))
        .values_list(*columns)
        .union(
            team.annotate(person=F("group__user"), codename=F("permission__codename"), chooser=nobody).values_list(*columns),
            conflicts.values_list(*columns),
            all=True,
        )
    )
    apart = {person for person, _, codename, _ in rows if codename == _CONFLICT}
    return [
        Held(person, Role(stands_for), codename == ROLE_RESTRICTED, chooser)
        for person, stands_for, codename, chooser in rows
        if person not in apart
    ]


def first_circles_of(
    person: User, *, today: date, at_most: int, but_as: Role | None = None, also: Mapping[str, Subquery] | None = None
) -> list[tuple[Any, ...]]:
    """Read the numbers of the circles that a person is in today (in another role than `but_as`), and stop reading at so many rows. One query.

    As many rows as `at_most` means that there may be more circles than are told here. One circle may stand twice. `also` is read beside each circle, by
    names of its own; what it asks for the circle is `OuterRef("content_object")`.
    """
    asked = also or {}
    direct, team = (rows.annotate(**asked).values_list("content_object", *asked) for rows in _roles_of(person, today, but_as))
    return list(direct.union(team, all=True)[:at_most])


def is_in_circle(person: User, circle: str, *, today: date, but_as: Role | None = None) -> Q:
    """Give the condition that a person is in the circle that the column `circle` of another query names; asked row by row, never gathered first.

    Not by EXISTS: of two EXISTS with OR between them PostgreSQL makes a hash of every circle of the person before it looks at the first row.
    """
    here = {"content_object": OuterRef(circle)}
    direct, team = (Subquery(rows.filter(**here).values("pk")[:1]) for rows in _roles_of(person, today, but_as))
    return Q(IsNull(direct, False)) | Q(IsNull(team, False))


def roles_across(person: User, circles: Iterable[int], *, today: date) -> dict[int, tuple[Role, ...]]:
    """Read the roles of one person in several circles; that of a supporter whose chooser has left is none. One query."""
    wanted = list(circles)
    direct, team = _roles_of(person, today, None)
    columns = ("content_object", "stands_for")
    chooser = _today(Membership.objects.filter(user=OuterRef("chosen_by"), user__is_active=True), today)
    chooser = chooser.filter(content_object=OuterRef("content_object"), stands_for__in=_CHOOSERS)
    rows = (
        direct.filter(content_object__in=wanted)
        .filter(~Q(stands_for=Role.SUPPORTER) | Exists(chooser))
        .values_list(*columns)
        .union(team.filter(content_object__in=wanted).values_list(*columns), all=True)
    )
    found: dict[int, tuple[Role, ...]] = {}
    for circle, role in rows:
        found[circle] = (*found.get(circle, ()), Role(role))
    return found


def _roles_of(person: User, today: date, but_as: Role | None) -> tuple[QuerySet, QuerySet]:
    conflict = Conflict.objects.filter(circle=OuterRef("content_object"), person=person, ended_at=None)
    direct = _today(Membership.objects.filter(~Exists(conflict), user=person), today)
    team = _today(TeamMembership.objects.filter(~Exists(conflict), group__in=Group.objects.filter(user=person)), today)
    if but_as is not None:
        direct, team = direct.exclude(stands_for=but_as), team.exclude(stands_for=but_as)
    return direct, team


def role_permission(role: Role) -> Permission:
    """Find guardian's permission for a role in a circle."""
    return _circle_permission(f"{ROLE_PERMISSION}{role}")


def restricted_permission() -> Permission:
    """Find guardian's permission of a person limited to single sections."""
    return _circle_permission(ROLE_RESTRICTED)


def _circle_permission(codename: str) -> Permission:
    return Permission.objects.get(content_type=ContentType.objects.get_for_model(Circle), codename=codename)


def give_role(
    *,
    circle: Circle,
    person: User,
    role: Role,
    from_on: date,
    until_on: date | None = None,
    basis: str = "",
    reason: str = "",
    chosen_by: User | None = None,
) -> Membership:
    """Write that a person holds a role in a circle."""
    return Membership.objects.create(
        content_object=circle,
        user=person,
        permission=role_permission(role),
        stands_for=role,
        from_on=from_on,
        until_on=until_on,
        basis=basis,
        reason=reason,
        chosen_by=chosen_by,
    )


def give_team_role(*, circle: Circle, group: Group, role: Role, from_on: date, basis: str = "") -> TeamMembership:
    """Write that a whole team holds a role in a circle."""
    return TeamMembership.objects.create(
        content_object=circle, group=group, permission=role_permission(role), stands_for=role, from_on=from_on, basis=basis
    )


def leaving_with(membership: Membership) -> QuerySet[Membership]:
    """Give the open memberships that end together: this one, and where it is a family member's, those of the supporters whom that person chose."""
    together = Q(pk=membership.pk)
    if PARTY_OF[Role(membership.stands_for)] is Party.FAMILY:
        together |= Q(content_object=membership.content_object_id, chosen_by=membership.user_id)
    return Membership.objects.filter(together, ended_at=None)


def end_role(membership: Membership, *, now: datetime) -> None:
    """Write that a person's role in a circle has ended, and with a family member's those of their supporters."""
    leaving_with(membership).update(ended_at=now)
