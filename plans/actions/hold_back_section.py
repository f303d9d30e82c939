"""Hold a section back from the family while it is drafted, with a reason that they read."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import NotPermitted
from permissions.vocabulary import Code
from plans.access.circle import require_drafting
from plans.actions.circle import checked_reason, open_as_keeper, write_held_back
from plans.models import Plan

OWN_WORDS = "Section A holds the family's own words. It is never held back from them."


@transaction.atomic
def hold_back_section(person: User, reference: str, code: Code, *, reason: str, today: date, now: datetime) -> Plan:
    """Hold a section back from the family. Raises NotFound, NotPermitted (also for Section A), Invalid without a reason, NotNow from service on.

    Law: SEND Regs 2014 reg 13(1): what is served on the family is the whole draft.
    """
    access = open_as_keeper(person, reference, today=today)
    if code is Code.A:
        raise NotPermitted(OWN_WORDS)
    require_drafting(access)
    words = checked_reason(reason)
    return write_held_back(access, access.plan.held_back | {code.value: words}, "hold_back_section", code, now)
