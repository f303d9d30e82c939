"""Record that a child moved to another council before the plan was final."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access.deciding import require_ends_case
from plans.actions.deciding import checked_day, checked_reasons, open_for_event, write_down
from plans.models import Happening
from plans.statute.events import Event


@transaction.atomic
def record_move(person: User, reference: str, *, on: date, reasons: str, today: date, now: datetime) -> Happening:
    """Record the day of the move; the case ends here.

    Raises NotFound, NotPermitted, NotNow, and Invalid for the day.
    Law: Children and Families Act 2014 s.24: the council in whose area the child lives is responsible.
    """
    opened = open_for_event(person, reference, Event.MOVED_OUT, require_ends_case, today=today)
    words = checked_reasons(reasons, needed=False)
    day = checked_day(on, after=opened.access.plan.request_received_on, what="the request was received", today=today)
    return write_down(opened, Happening.Kind.MOVED_OUT, "record_move", on=day, reason=words, now=now)
