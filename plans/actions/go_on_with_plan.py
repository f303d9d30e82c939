"""Let a plan go on that was to end."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access.deciding import require_decider
from plans.actions.deciding import checked_day, checked_reasons, open_for_event, write_down
from plans.models import Happening
from plans.statute.events import Event


@transaction.atomic
def go_on_with_plan(person: User, reference: str, *, on: date, reasons: str, today: date, now: datetime) -> Happening:
    """Record that the plan goes on after all: the appeal was allowed, it was agreed in mediation, or the council changed its decision.

    Raises NotFound, NotPermitted, NotNow, and Invalid for the day or the reasons.
    Law: Children and Families Act 2014 ss.45 and 51; the decision to end it stays in the record.
    """
    opened = open_for_event(person, reference, Event.GO_ON, require_decider, today=today)
    words = checked_reasons(reasons, needed=True)
    day = checked_day(on, after=opened.access.plan.ceasing_on, what="the notice that the plan ends was sent", today=today)
    return write_down(opened, Happening.Kind.NOT_CEASING, "go_on_with_plan", on=day, reason=words, now=now)
