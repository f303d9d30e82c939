"""Decline what was proposed to be struck; by whoever proposed it, take it back."""

import uuid
from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.models import User
from plans.models import Strike
from plans.striking.door import act_of, open_to_strike, require_waiting, strike_of


@transaction.atomic
def decline_strike(person: User, reference: str, uid: uuid.UUID, *, today: date, now: datetime) -> Strike:
    """Decline a strike that waits for a second person. Raises NotFound, NotPermitted; NotNow where it was decided already."""
    access, circle = open_to_strike(person, reference, today=today)
    strike = strike_of(access, uid)
    require_waiting(strike)
    strike.declined_by_id, strike.declined_at = access.person, now
    strike.save(update_fields=["declined_by", "declined_at"])
    verb = "withdraw_strike" if strike.proposed_by_id == access.person else "decline_strike"
    ledger.record(act_of(access, verb, strike), circle=circle, now=now)
    return strike
