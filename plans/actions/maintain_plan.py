"""Decide after a review that the plan goes on as it is."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access.deciding import require_decider
from plans.actions.deciding import checked_day, checked_reasons, open_for_event, write_down
from plans.actions.reviewing import going_on, require_met
from plans.models import Happening
from plans.statute.events import Event


@transaction.atomic
def maintain_plan(person: User, reference: str, *, on: date, reasons: str, today: date, now: datetime) -> Happening:
    """Record that the plan stays as it is, with the reasons. The twelve months of the next review begin with the day of this decision.

    Raises NotFound, NotPermitted, NotNow before a review meeting was held; Invalid for the day or the reasons.
    Law: SEND Regs 2014 reg 20(10) and (11); Children and Families Act 2014 s.44(1).
    """
    opened = open_for_event(person, reference, Event.MAINTAIN, require_decider, today=today)
    review = going_on(opened.access)
    require_met(review)
    words = checked_reasons(reasons, needed=True)
    day = checked_day(on, after=review.met_on, what="the review meeting was held", today=today)
    return write_down(opened, Happening.Kind.MAINTAINED, "maintain_plan", on=day, reason=words, now=now)
