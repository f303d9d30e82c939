"""Record that somebody appealed against the decision to end a plan."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access.deciding import require_keys_request
from plans.actions.deciding import checked_day, open_for_event, write_down
from plans.models import Happening
from plans.statute.events import Event


@transaction.atomic
def record_ending_appeal(person: User, reference: str, *, on: date, today: date, now: datetime) -> Happening:
    """Record the day on which the Tribunal registered the appeal. The plan stays in force until it is decided; nobody of the family is told that another appealed.

    Raises NotFound, NotPermitted, NotNow, and Invalid for the day.
    Law: Children and Families Act 2014 s.45(4)(b).
    """
    opened = open_for_event(person, reference, Event.APPEAL_CEASE, require_keys_request, today=today)
    day = checked_day(on, after=opened.access.plan.ceasing_on, what="the notice that the plan ends was sent", today=today)
    return write_down(opened, Happening.Kind.CEASE_APPEALED, "record_ending_appeal", on=day, now=now)
