"""Write down that the record of a plan is taken out for the council that takes it over."""

from datetime import date, datetime, timedelta

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.ledger import Act
from permissions.models import LedgerEntry, User
from permissions.refusals import Invalid, NotFound, NotNow
from permissions.vocabulary import CODES
from plans.access import PlanAccess, open_plan
from plans.access.transfers import NO_MOVE, require_transfer

VERB = "take_out_record"
AT_MOST, WITHIN = 5, timedelta(minutes=10)
TOO_OFTEN = f"The record was made {AT_MOST} times in ten minutes. Wait a few minutes, then try again."


@transaction.atomic
def take_out_record(person: User, reference: str, *, today: date, now: datetime) -> PlanAccess:
    """Enter it in the ledger before anything is handed out, and give the access with which the record is gathered.

    Raises NotFound, NotPermitted, NotNow where no move is written down, Invalid where it is too often.
    Law: SEND Regs 2014 regs 15(2) and 17: the whole record goes to the new council, and nobody else has it in this way.
    """
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require_transfer(access)
    if circle is None:
        raise NotFound(NOTHING_HERE)
    if access.plan.hand_over_by is None:
        raise NotNow(NO_MOVE, source="SEND Regulations 2014, regulation 15(2)")
    if LedgerEntry.objects.filter(circle=circle, actor=person, verb=VERB, at__gt=now - WITHIN).count() >= AT_MOST:
        raise Invalid({"often": TOO_OFTEN})
    act = Act(actor=person.pk, role=access.role, verb=VERB, sections=CODES, object_kind="plan", object_uid=circle.uid)
    ledger.record(act, circle=circle, now=now)
    return access
