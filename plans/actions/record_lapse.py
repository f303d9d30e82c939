"""Write down that a consulted place did not answer in its 15 days; a person does this, never a timer."""

import uuid
from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import NotNow
from plans.access import open_again, open_plan
from plans.access.finishing import require_sender
from plans.models import SchoolConsultation
from plans.queries.schools import find_consultation

NOT_OVER = "This place still has time to answer."
ANSWERED = "This place has answered."


@transaction.atomic
def record_lapse(person: User, reference: str, uid: uuid.UUID, *, today: date, now: datetime) -> SchoolConsultation:
    """Keep the lapse once. Raises NotFound, NotPermitted; NotNow before the day after the due day, or where it answered.

    Law: Code of Practice 9.83; Children and Families Act 2014 s.39: the council decides without an answer, and no answer is no consent.
    """
    access = open_plan(person, reference, today=today)
    circle = ledger.lock(access.plan.circle_id)
    access = open_again(access)
    require_sender(access)
    row = find_consultation(access, uid)
    if row.replied_at:
        raise NotNow(ANSWERED)
    if today <= row.due_on:
        raise NotNow(NOT_OVER, source="Code of Practice 9.83", until=row.due_on)
    if row.lapsed_on is None:
        row.lapsed_on, row.lapsed_by = today, person
        row.save(update_fields=["lapsed_on", "lapsed_by"])
        act = Act(actor=access.person, role=access.role, verb="record_lapse", object_kind="consultation", object_uid=row.uid)
        ledger.record(act, circle=circle, now=now)
    return row
