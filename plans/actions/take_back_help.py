"""Take back that a professional may open the child's own page with the child."""

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
def take_back_help(person: User, reference: str, number: int, *, today: date, now: datetime) -> User:
    """End the leave of the professional of a membership, whoever of the family gave it; give who it is. Raises NotFound, NotPermitted."""
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require_lets_helpers(access)
    membership = may_be_let(access).filter(pk=number).first()
    if membership is None or circle is None:
        raise NotFound(NOTHING_HERE)
    if ChildsHelper.objects.filter(circle=circle, person=membership.user, ended_at=None).update(ended_at=now):
        act = Act(actor=access.person, role=access.role, verb="take_back_help", object_kind="membership", object_uid=membership.user.uid)
        ledger.record(act, circle=circle, now=now)
    return membership.user
