"""Take back what one proposed to a served draft."""

import uuid
from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.models import User
from permissions.refusals import NotFound, NotNow
from plans.access import open_plan
from plans.actions.answering import ALREADY_REPLIED, is_replied, note, say_as_own
from plans.models import Suggestion
from plans.queries.answering import LAW
from plans.queries.proposing import find_own_proposal, open_proposing


@transaction.atomic
def withdraw_proposal(person: User, reference: str, uid: uuid.UUID, *, today: date, now: datetime) -> Suggestion:
    """Withdraw it; whoever made it theirs keeps it: what they said is theirs by then. Raises NotFound, NotPermitted, NotNow."""
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    open_proposing(access)
    row = find_own_proposal(access, uid)
    if circle is None:
        raise NotFound(NOTHING_HERE)
    if is_replied(row):
        raise NotNow(ALREADY_REPLIED, source=LAW)
    if row.adopted_for and row.adopted_by_id:
        say_as_own(row, row.adopted_for, by=row.adopted_by_id, role=row.adopted_for.role, is_late=False, now=row.adopted_at or now)
    row.withdrawn_at, row.adopted_for, row.adopted_by, row.adopted_at = now, None, None, None
    row.save(update_fields=["withdrawn_at", "adopted_for", "adopted_by", "adopted_at"])
    code = row.section.code if row.section else None
    note(access, circle, "withdraw_proposal", uid=row.uid, code=code, on_behalf_of=None, now=now)
    return row
