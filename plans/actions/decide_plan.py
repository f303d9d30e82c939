"""Decide whether to write a plan."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access.deciding import require_decider
from plans.actions.deciding import checked_day, checked_reasons, open_for_event, write_down
from plans.models import Happening
from plans.statute.events import Event

Kind = Happening.Kind


@transaction.atomic
def decide_plan(person: User, reference: str, *, is_yes: bool, on: date, reasons: str, today: date, now: datetime) -> Happening:
    """Record the decision to write a plan after the assessment, or not to; a no carries its reasons.

    Raises NotFound, NotPermitted, NotNow, and Invalid for the day or the reasons.
    Law: SEND Regs 2014 reg 10(1) and (3); Children and Families Act 2014 ss.36(9) and 37(1).
    """
    opened = open_for_event(person, reference, Event.DECIDE_PLAN, require_decider, today=today)
    words = checked_reasons(reasons, needed=not is_yes)
    day = checked_day(on, after=opened.access.plan.assess_yes_on, what="it was decided to assess", today=today)
    return write_down(opened, Kind.PLAN_YES if is_yes else Kind.PLAN_NO, "decide_plan", on=day, reason=words, now=now)
