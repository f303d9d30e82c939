"""Propose that a passage be struck: the first of two people."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.models import User
from plans.access import PlanAccess
from plans.models import Strike
from plans.striking.door import act_of, checked_reason, checked_spellings, open_to_strike, require_proposer
from plans.striking.seal import Unopened, seal_spellings, spellings_of


@transaction.atomic
def propose_strike(person: User, reference: str, *, passage: str, reason: str, today: date, now: datetime) -> Strike:
    """Propose a passage, each spelling of it on a line. The same proposal sent twice is one. Raises NotFound, NotPermitted, Invalid."""
    access, circle = open_to_strike(person, reference, today=today)
    require_proposer(access)
    spellings = checked_spellings(passage)
    words = checked_reason(reason, spellings)
    same = _waiting_already(access, spellings)
    if same:
        return same
    strike = Strike.objects.create(
        plan=access.plan, passage=seal_spellings(spellings), reason=words, proposed_by_id=access.person, proposed_at=now
    )
    ledger.record(act_of(access, "propose_strike", strike), circle=circle, now=now)
    return strike


def _waiting_already(access: PlanAccess, spellings: tuple[str, ...]) -> Strike | None:
    mine = Strike.objects.filter(plan=access.plan, proposed_by=access.person, confirmed_at=None, declined_at=None)
    return next((strike for strike in mine if _says(strike, spellings)), None)


def _says(strike: Strike, spellings: tuple[str, ...]) -> bool:
    try:
        return spellings_of(strike) == spellings
    except Unopened:
        return False
