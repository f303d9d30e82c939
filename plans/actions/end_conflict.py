"""End a conflict of interest that is over."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE
from permissions.ledger import Act
from permissions.models import Conflict, User
from permissions.refusals import NotFound
from plans.actions.circle import open_as_keeper


@transaction.atomic
def end_conflict(person: User, reference: str, conflict: int, *, today: date, now: datetime) -> Conflict:
    """Let an officer be added to the plan again; the parts that ended with the conflict do not come back, those by a team do.

    Raises NotFound and NotPermitted. Nobody ends their own: whoever has a conflict does not reach this plan.
    """
    access = open_as_keeper(person, reference, today=today)
    found = Conflict.objects.select_related("person").filter(pk=conflict, circle=access.plan.circle_id, ended_at=None).first()
    if found is None:
        raise NotFound(NOTHING_HERE)
    found.ended_at, found.ended_by = now, person
    found.save(update_fields=["ended_at", "ended_by"])
    act = Act(actor=access.person, role=access.role, verb="end_conflict", object_kind="conflict", object_uid=found.person.uid)
    ledger.record(act, circle=ledger.lock(access.plan.circle_id), now=now)
    return found
