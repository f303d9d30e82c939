"""Let a professional open the child's own page with the child."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.ledger import Act
from permissions.models import ChildsHelper, User
from permissions.refusals import NotFound
from plans.access import open_plan
from plans.access.childs_page import may_be_let, require_lets_helpers


@transaction.atomic
def let_help_child(person: User, reference: str, number: int, *, today: date, now: datetime) -> User:
    """Let the professional of a membership help the child; give who it is. The same again changes nothing.

    Raises NotFound, also for somebody whose role does not add to Section A; NotPermitted for whoever is not of the family with rights.
    """
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require_lets_helpers(access)
    membership = may_be_let(access).filter(pk=number).first()
    if membership is None or circle is None:
        raise NotFound(NOTHING_HERE)
    if membership.is_let:  # type: ignore[attr-defined]
        return membership.user
    open_leaves = ChildsHelper.objects.filter(circle=circle, person=membership.user, ended_at=None)
    open_leaves.update(ended_at=now)  # one from before this membership
    ChildsHelper.objects.create(circle=circle, person=membership.user, confirmed_by_id=access.person, confirmed_at=now)
    act = Act(actor=access.person, role=access.role, verb="let_help_child", object_kind="membership", object_uid=membership.user.uid)
    ledger.record(act, circle=circle, now=now)
    return membership.user
