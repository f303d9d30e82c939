"""What every act on the people of a plan shares: the lock, the right to keep the circle, the single exceptions, the ledger entry."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from permissions import access as circles
from permissions import ledger
from permissions.access import NOTHING_HERE
from permissions.ledger import Act
from permissions.matrix import matrix
from permissions.models import Circle, Membership, User
from permissions.refusals import Invalid, NotFound
from permissions.vocabulary import CODES, ROLE_RESTRICTED, Code, Role, Verb
from plans.access import PlanAccess, open_plan
from plans.access.circle import exceptions_of, require_keeper, written_for
from plans.models import Plan, Section, SectionGrant

LONGEST_REASON = 500


def open_as_keeper(person: User, reference: str, *, today: date) -> PlanAccess:
    """Lock the circle of a plan and open it for whoever keeps the circle; raise NotFound or NotPermitted for anybody else."""
    number = Circle.objects.filter(reference=circles.normal_reference(reference)).values_list("pk", flat=True).first()
    if number is not None:
        ledger.lock(number)
    access = open_plan(person, reference, today=today)
    require_keeper(access)
    return access


def open_membership(access: PlanAccess, number: int) -> Membership:
    """Find a membership of this circle that has not ended; raise NotFound for any other."""
    found = (
        Membership.objects.select_related("user", "chosen_by")
        .filter(pk=number, content_object=access.plan.circle_id, ended_at=None)
        .first()
    )
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found


def checked_reason(reason: str) -> str:
    """Take a reason that was given; raise Invalid without one, or for one too long."""
    words = reason.strip()
    if not words:
        raise Invalid({"reason": "Say why, in a few words."})
    if len(words) > LONGEST_REASON:
        raise Invalid({"reason": f"The reason can hold {LONGEST_REASON} characters."})
    return words


def write_exceptions(access: PlanAccess, person: User, wanted: Iterable[tuple[Code, Verb]], *, reason: str, now: datetime) -> None:
    """Write the verbs that one person has in single sections of this plan, where they are not written yet."""
    there = written_for(access, person)
    new = [(code, verb) for code, verb in wanted if (code, verb) not in there]
    sections = {section.code: section for section in Section.objects.filter(plan=access.plan)}
    permissions = _section_permissions()
    SectionGrant.objects.bulk_create(
        [
            SectionGrant(
                user=person,
                permission=permissions[verb],
                content_object=sections[code],
                granted_at=now,
                granted_by_id=access.person,
                reason=reason,
            )
            for code, verb in new
        ]
    )


def forget_exceptions(access: PlanAccess, person: User) -> None:
    """Take away the single exceptions for which no role that is left has a use, so that they do not come back with the next one."""
    left = Membership.objects.select_related("permission").filter(content_object=access.plan.circle_id, user=person, ended_at=None)
    used = {(code, verb) for one in left for code in CODES for verb in _held_by_row(one, code)}
    drop_exceptions(access, person, written_for(access, person) - used)


def _held_by_row(one: Membership, code: Code) -> frozenset[Verb]:
    cell = matrix()[Role(one.stands_for), code]
    return cell.grantable | cell.verbs if one.permission.codename == ROLE_RESTRICTED else cell.grantable


def drop_exceptions(access: PlanAccess, person: User, unwanted: Iterable[tuple[Code, Verb]]) -> int:
    """Take single exceptions away; give the number that were there."""
    permissions = _section_permissions()
    return sum(
        exceptions_of(access, person).filter(content_object__type__code=code, permission=permissions[verb]).delete()[0]
        for code, verb in unwanted
    )


def note(verb: str, access: PlanAccess, person: User, sections: tuple[Code, ...] = (), *, now: datetime) -> None:
    """Write into the ledger what was done to a person's membership."""
    act = Act(actor=access.person, role=access.role, verb=verb, sections=sections, object_kind="membership", object_uid=person.uid)
    ledger.record(act, circle=ledger.lock(access.plan.circle_id), now=now)


def write_held_back(access: PlanAccess, held_back: dict[str, str], verb: str, code: Code, now: datetime) -> Plan:
    """Write which sections are held back, and that it was done; the circle is locked."""
    Plan.objects.filter(pk=access.plan.pk).update(held_back=held_back)
    access.plan.held_back = held_back
    act = Act(actor=access.person, role=access.role, verb=verb, sections=(code,), object_kind="section")
    ledger.record(act, circle=ledger.lock(access.plan.circle_id), now=now)
    return access.plan


def _section_permissions() -> dict[Verb, Permission]:
    rows = Permission.objects.filter(content_type=ContentType.objects.get_for_model(Section))
    return {Verb(row.codename.removesuffix("_section")): row for row in rows}
