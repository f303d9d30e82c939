"""Decide whether to carry out an assessment."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access.deciding import require_decider
from plans.actions.deciding import checked_day, checked_reasons, open_for_event, write_down
from plans.models import Happening
from plans.statute.events import Event

Kind = Happening.Kind


@transaction.atomic
def decide_assessment(person: User, reference: str, *, is_yes: bool, on: date, reasons: str, today: date, now: datetime) -> Happening:
    """Record the decision to assess, or not to; a no carries its reasons.

    Raises NotFound, NotPermitted, NotNow, and Invalid for the day or the reasons.
    Law: SEND Regs 2014 reg 5(1) and (3); Children and Families Act 2014 s.36(3) to (5).
    """
    opened = open_for_event(person, reference, Event.DECIDE_ASSESS, require_decider, today=today)
    words = checked_reasons(reasons, needed=not is_yes)
    day = checked_day(on, after=opened.access.plan.request_received_on, what="the request was received", today=today)
    return write_down(opened, Kind.ASSESS_YES if is_yes else Kind.ASSESS_NO, "decide_assessment", on=day, reason=words, now=now)
