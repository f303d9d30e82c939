"""End a person's part in a plan."""

from datetime import date, datetime

from django.db import transaction

from permissions import grants
from permissions.models import Membership, User
from permissions.refusals import NotNow
from permissions.vocabulary import Role
from plans.access import PlanAccess
from plans.access.circle import LAST_COORDINATOR, is_last_coordinator, other_coordinators
from plans.actions.circle import checked_reason, forget_exceptions, note, open_as_keeper, open_membership
from plans.models import Plan


@transaction.atomic
def end_membership(person: User, reference: str, membership: int, *, reason: str, today: date, now: datetime) -> Membership:
    """End a membership at once, and with a family member's the supporters whom they chose.

    Raises NotFound, NotPermitted, Invalid without a reason, and NotNow for the last coordinator. What the person wrote stays in the plan.
    """
    access = open_as_keeper(person, reference, today=today)
    ending = open_membership(access, membership)
    if is_last_coordinator(access, ending):
        raise NotNow(LAST_COORDINATOR)
    words = checked_reason(reason)
    leaving = sorted(grants.leaving_with(ending).select_related("user"), key=lambda one: one.pk != ending.pk)
    Membership.objects.filter(pk=ending.pk).update(reason=words)
    grants.end_role(ending, now=now)
    for one in leaving:
        forget_exceptions(access, one.user)
        note("end_membership", access, one.user, now=now)
    _hand_over(access, ending)
    return ending


def _hand_over(access: PlanAccess, ending: Membership) -> None:
    """Name another coordinator as the one to ask, where the one who left was named."""
    if ending.stands_for != Role.COORDINATOR or access.plan.coordinator_id != ending.user_id:
        return
    Plan.objects.filter(pk=access.plan.pk).update(coordinator=other_coordinators(access, ending.user_id)[0])
