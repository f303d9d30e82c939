"""Write down that somebody prints sections of a plan, and hold back whoever prints too often."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.ledger import Act
from permissions.models import LedgerEntry, User
from permissions.refusals import Invalid, NotFound, NotPermitted
from permissions.vocabulary import Code
from plans.access import open_plan

VERB = "print_plan"
AT_MOST, WITHIN = 10, timedelta(minutes=10)
TOO_OFTEN = f"You have printed this plan {AT_MOST} times in ten minutes. Wait a few minutes, then try again."


@transaction.atomic
def print_plan(person: User, reference: str, codes: Iterable[Code], *, today: date, now: datetime) -> None:
    """Record that these sections are printed. Raises NotFound, NotPermitted for a section that this person does not see, Invalid where it is too often."""
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    if circle is None:
        raise NotFound(NOTHING_HERE)
    printed = tuple(codes)
    if not printed or not set(printed) <= set(access.visible_sections):
        raise NotPermitted("This section is written and read by other people in the plan.")
    if LedgerEntry.objects.filter(circle=circle, actor=person, verb=VERB, at__gt=now - WITHIN).count() >= AT_MOST:
        raise Invalid({"often": TOO_OFTEN})
    ledger.record(Act(actor=person.pk, role=access.role, verb=VERB, sections=printed, object_kind="paper"), circle=circle, now=now)
