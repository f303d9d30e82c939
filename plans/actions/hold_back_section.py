"""Hold a section back from the family while it is drafted, with a reason that they read."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import NotNow, NotPermitted
from permissions.vocabulary import Code
from plans.access import PlanAccess
from plans.access.build import MAY_BE_HELD_BACK
from plans.actions.circle import checked_reason, open_as_keeper
from plans.models import Plan

OWN_WORDS = "Section A holds the family's own words. It is never held back from them."
TOO_LATE = "A section is held back only while the draft is written. From the day it is served, the family sees the whole draft."


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


def require_drafting(access: PlanAccess) -> None:
    """Raise NotNow unless the draft is still being written."""
    if access.stage not in MAY_BE_HELD_BACK:
        raise NotNow(TOO_LATE, source="SEND Regulations 2014, regulation 13")


def write_held_back(access: PlanAccess, held_back: dict[str, str], verb: str, code: Code, now: datetime) -> Plan:
    """Write which sections are held back, and that it was done; the circle is locked."""
    Plan.objects.filter(pk=access.plan.pk).update(held_back=held_back)
    access.plan.held_back = held_back
    act = Act(actor=access.person, role=access.role, verb=verb, sections=(code,), object_kind="section")
    ledger.record(act, circle=ledger.lock(access.plan.circle_id), now=now)
    return access.plan
