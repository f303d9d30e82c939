"""Tell the family and the school that the council thinks about ending a plan."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access.deciding import require_decider
from plans.actions.deciding import checked_day, checked_reasons, open_for_event, write_down
from plans.models import Happening
from plans.statute.events import Event


@transaction.atomic
def consider_ending(person: User, reference: str, *, on: date, reasons: str, today: date, now: datetime) -> Happening:
    """Record that the council thinks about ending the plan, and why; the plan stays in force.

    Raises NotFound, NotPermitted, NotNow, and Invalid for the day or the reasons.
    Law: SEND Regs 2014 reg 31(1): the family is informed and consulted, and the head of the school is consulted, before it is decided.
    """
    opened = open_for_event(person, reference, Event.CONSIDER_CEASE, require_decider, today=today)
    words = checked_reasons(reasons, needed=True)
    day = checked_day(on, after=opened.access.plan.final_on, what="the plan became final", today=today)
    return write_down(opened, Happening.Kind.CONSIDERING_CEASE, "consider_ending", on=day, reason=words, now=now)
