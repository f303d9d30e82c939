"""Confirm that a plan has ended."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access.deciding import require_decider
from plans.actions.deciding import checked_day, checked_reasons, open_for_event, write_down
from plans.models import Happening, PlanEnd
from plans.queries.ending_guards import require_has_ended
from plans.statute.ceasing import Ending
from plans.statute.events import Event


@transaction.atomic
def end_plan(person: User, reference: str, *, ending: Ending, reasons: str, today: date, now: datetime) -> Happening:
    """Record the day on which the plan really ended, and the reason for the yearly return. Nothing ends a plan but this act of a person.

    Raises NotFound, NotPermitted, NotNow; Invalid while the family can still appeal or an appeal is open, and for a day or a reason that can't be.
    Law: Children and Families Act 2014 s.45(4); SEN2, module 4a: the actual end, not the day of the decision.
    """
    opened = open_for_event(person, reference, Event.END_PLAN, require_decider, today=today)
    words = checked_reasons(reasons, needed=False)
    day = checked_day(ending.on, after=opened.access.plan.ceasing_on, what="the notice that the plan ends was sent", today=today)
    require_has_ended(opened.access, ending)
    happening = write_down(opened, Happening.Kind.ENDED, "end_plan", on=day, reason=words, now=now)
    days = {"certificate_on": ending.certificate_on, "decided_on": ending.decided_on}
    PlanEnd.objects.create(happening=happening, because=ending.because, reason=ending.reason, **days)
    return happening
