"""Decide not to change a plan in force after all."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access.deciding import require_decider
from plans.actions.deciding import checked_day, checked_reasons, open_for_event, write_down
from plans.actions.put_back import put_back
from plans.models import Happening
from plans.queries.proposed import plan_in_force, records_of
from plans.statute.counting import days_after
from plans.statute.events import Event


@transaction.atomic
def leave_plan_as_it_is(person: User, reference: str, *, on: date, reasons: str, today: date, now: datetime) -> Happening:
    """Record that the proposed changes are not made, with the reasons: the plan in force goes on, and its words stand in the plan again.

    Raises NotFound, NotPermitted, NotNow while the family answers and where nothing is proposed; Invalid for the day or the reasons.
    Law: SEND Regs 2014 reg 22(4): within 8 weeks of the notice the family is told, with the reasons, and of the right to appeal.
    """
    opened = open_for_event(person, reference, Event.NOT_AMENDING, require_decider, today=today)
    words = checked_reasons(reasons, needed=True)
    plan = opened.access.plan
    answered_until = plan.closes_on if plan.served_on else None
    after = days_after(answered_until, 1) if answered_until else plan.amending_on
    what = "the day after the last one on which the family answered" if answered_until else "it was decided to change the plan"
    day = checked_day(on, after=after, what=what, today=today)
    version = plan_in_force(plan)
    if version:
        put_back(opened.access, person, records_of(version), now=now)
    return write_down(opened, Happening.Kind.NOT_AMENDING, "leave_plan_as_it_is", on=day, reason=words, now=now)
