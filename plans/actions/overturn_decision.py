"""Overturn a decision not to go on."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access.deciding import require_decider
from plans.actions.deciding import checked_day, checked_reasons, open_for_event, write_down
from plans.models import Happening
from plans.queries.last_decision import last_refusal
from plans.statute.events import Event

Kind = Happening.Kind


@transaction.atomic
def overturn_decision(person: User, reference: str, *, on: date, reasons: str, today: date, now: datetime) -> Happening:
    """Record that the refusal that stands is overturned, and what takes its place: the assessment, or the plan. The refusal stays in the record.

    Raises NotFound, NotPermitted, NotNow, and Invalid for the day or the reasons.
    Law: SEND Regs 2014 regs 42 to 45; the first outcome and its day are kept as they were.
    """
    opened = open_for_event(person, reference, Event.OVERTURNED, require_decider, today=today)
    words = checked_reasons(reasons, needed=True)
    refusal = last_refusal(opened.access.plan)
    day = checked_day(on, after=refusal.on if refusal else None, what="the decision that it changes", today=today)
    happening = write_down(opened, Kind.OVERTURNED, "overturn_decision", on=day, reason=words, now=now)
    instead = Kind.PLAN_YES if refusal and refusal.kind == Kind.PLAN_NO else Kind.ASSESS_YES
    write_down(opened, instead, "decide_plan" if instead == Kind.PLAN_YES else "decide_assessment", on=day, now=now)
    return happening
