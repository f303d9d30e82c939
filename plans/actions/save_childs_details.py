"""Save facts of the child."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from permissions import ledger
from permissions.access import normal_reference
from permissions.ledger import Act
from permissions.models import Child, User
from permissions.refusals import Invalid, Stale
from plans.access import PlanAccess, open_plan
from plans.access.details import ChildsFact, require_change_child
from plans.actions.writing import clashes_between
from plans.queries.details import mark_of
from plans.statute.rights import last_day_of_parents


@transaction.atomic
def save_childs_details(person: User, reference: str, changes: Mapping[ChildsFact, Any], *, seen: str, today: date, now: datetime) -> bool:
    """Save facts of the child over what stood there when the form was opened (`seen`); give whether anything changed.

    Raises NotFound, NotPermitted, NotNow once the plan has ended; Stale with both values and without a name, since it may have been the other parent;
    Invalid for a day of birth that can't be. The same again changes nothing.
    """
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require_change_child(access, frozenset(changes))
    child = Child.objects.select_for_update().get(pk=access.circle.circle.child_id)
    there = {fact.value: getattr(child, fact) for fact in changes}
    typed = {fact.value: value for fact, value in changes.items()}
    if there == typed or circle is None:
        return False
    if mark_of(there) != seen:
        raise Stale(clashes=clashes_between(typed, there))
    _check(changes, access)
    for fact, value in changes.items():
        setattr(child, fact, value)
    child.search_name = f"{child.first_name} {child.last_name}".casefold()
    child.save()
    if ChildsFact.BORN_ON in changes:
        access.plan.rights_move_on = last_day_of_parents(child.born_on)
        access.plan.save(update_fields=["rights_move_on"])
    act = Act(actor=access.person, role=access.role, verb="save_childs_details", object_kind="child", object_uid=child.uid)
    ledger.record(act, circle=circle, now=now)
    return True


def _check(changes: Mapping[ChildsFact, Any], access: PlanAccess) -> None:
    born_on = changes.get(ChildsFact.BORN_ON)
    if born_on is None:
        return
    if born_on >= access.today:
        raise Invalid({ChildsFact.BORN_ON: "The date of birth must be in the past."})
    received_on = access.plan.request_received_on
    if received_on and born_on > received_on:
        raise Invalid({ChildsFact.BORN_ON: "The child can't have been born after the request was received."})
