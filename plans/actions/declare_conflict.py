"""Declare a conflict of interest, and lose access at once."""

from datetime import date, datetime

from django.db import transaction

from permissions import grants, ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.ledger import Act
from permissions.models import Conflict, Membership, User
from permissions.refusals import Invalid, NotFound
from permissions.vocabulary import PARTY_OF, Party, Role
from plans.access import PlanAccess, open_plan
from plans.access.circle import other_coordinators
from plans.access.looking import require_officer
from plans.actions.circle import checked_reason, forget_exceptions
from plans.models import Plan


@transaction.atomic
def declare_conflict(person: User, reference: str, *, reason: str, successor: int | None, today: date, now: datetime) -> Conflict:
    """Take an officer out of a plan in which they have an interest of their own: every part, also by a team, until somebody else ends the conflict.

    The last coordinator names the colleague who takes over (`successor`, the number of somebody who opens plans). Raises NotFound, NotPermitted, Invalid.
    """
    circle = ledger.lock_named(normal_reference(reference))
    if circle is None:
        raise NotFound(NOTHING_HERE)
    access = open_plan(person, reference, today=today)
    require_officer(access)
    words = checked_reason(reason)
    act = Act(actor=access.person, role=access.role, verb="declare_conflict", object_kind="conflict", object_uid=person.uid)
    conflict = Conflict.objects.create(circle=circle, person=person, reason=words, declared_at=now)
    if Role.COORDINATOR in access.circle.roles:
        others = other_coordinators(access, access.person)
        _hand_over(access, others[0] if others else _welcome(access, successor, today).pk)
    Membership.objects.filter(content_object=circle, user=person, ended_at=None).update(ended_at=now, reason="Conflict of interest")
    forget_exceptions(access, person)
    ledger.record(act, circle=circle, now=now)
    return conflict


def _welcome(access: PlanAccess, successor: int | None, today: date) -> User:
    """Take in the colleague who coordinates from now on; raise Invalid for nobody, or somebody of the family or with a conflict of their own."""
    circle = access.circle.circle
    found = User.objects.filter(pk=successor or 0, is_active=True, may_open_plans=True).exclude(pk=access.person).first()
    held = grants.roles_in(circle.pk, [found.pk], today=today) if found else []
    if found is None or Conflict.objects.filter(circle=circle, person=found, ended_at=None).exists():
        raise Invalid({"successor": "Choose the colleague who coordinates this plan from now on. A plan always has a coordinator."})
    if any(row.person == found.pk and PARTY_OF[row.role] is Party.FAMILY for row in held):
        raise Invalid({"successor": "This colleague is of the family in this plan. Choose somebody else."})
    grants.give_role(circle=circle, person=found, role=Role.COORDINATOR, from_on=today, basis="Took over from a colleague")
    return found


def _hand_over(access: PlanAccess, coordinator: int) -> None:
    if access.plan.coordinator_id == access.person:
        Plan.objects.filter(pk=access.plan.pk).update(coordinator=coordinator)
