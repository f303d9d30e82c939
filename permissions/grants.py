"""Speak to guardian: the only module that does.

guardian's rows are the authority on who holds which role where, and on what a role may do in a section; what is read here is never asked a second time by
`user.has_perm` in a loop.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet, Value
from guardian.models import GroupObjectPermission

from permissions.matrix import matrix
from permissions.models import Circle, Membership, PolicyVersion, SectionType, TeamMembership, User
from permissions.vocabulary import CODES, ROLE_PERMISSION, ROLE_RESTRICTED, Code, Role, Verb

ROLE_GROUP = "role: "


@dataclass(frozen=True)
class Held:
    """One role that a person holds in a circle today. `restricted`: only single sections are left of it; `chosen_by`: whose supporter."""

    person: int
    role: Role
    restricted: bool
    chosen_by: int | None


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


def _today(rows: QuerySet, today: date) -> QuerySet:
    return rows.filter(Q(until_on=None) | Q(until_on__gte=today), ended_at=None, from_on__lte=today)


def roles_in(circle: int, people: Iterable[int] | None, *, today: date) -> list[Held]:
    """Read who holds which role in a circle today: of these people and of whoever chose one of them, or of everybody when `people` is None. One query."""
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
    rows = (
        direct.filter(user__is_active=True)
        .annotate(person=F("user"), codename=F("permission__codename"), chooser=F("chosen_by"))
        .values_list(*columns)
        .union(
            team.annotate(
                person=F("group__user"), codename=F("permission__codename"), chooser=Value(None, Membership._meta.get_field("chosen_by"))
            ).values_list(*columns),
            all=True,
        )
    )
    return [Held(person, Role(stands_for), codename == ROLE_RESTRICTED, chooser) for person, stands_for, codename, chooser in rows]


def circles_of(person: User, *, today: date) -> QuerySet[Circle]:
    """Give the circles that a person is in today, by themselves or by a team, as a lazy query that can be a part of another."""
    direct = _today(Membership.objects.filter(user=person), today).values("content_object")
    team = _today(TeamMembership.objects.filter(group__user=person), today).values("content_object")
    return Circle.objects.filter(Q(pk__in=direct) | Q(pk__in=team))


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


def end_role(membership: Membership, *, now: datetime) -> None:
    """Write that a person's role in a circle has ended, and whatever a supporter had from them."""
    Membership.objects.filter(
        Q(pk=membership.pk) | Q(content_object=membership.content_object_id, chosen_by=membership.user_id), ended_at=None
    ).update(ended_at=now)
