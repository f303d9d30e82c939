"""Withdraw a request."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access.deciding import require_decider
from plans.actions.deciding import checked_day, checked_reasons, open_for_event, write_down
from plans.models import Happening
from plans.statute.events import Event


@transaction.atomic
def withdraw_request(person: User, reference: str, *, on: date, reasons: str, today: date, now: datetime) -> Happening:
    """Record that whoever made the request withdrew it in writing, on the day the council got that letter; the case ends.

    Raises NotFound, NotPermitted, NotNow, and Invalid for the day.
    Law: Children and Families Act 2014 s.36(1) and (3): without a request there is nothing to decide; the council may go on by itself instead.
    """
    opened = open_for_event(person, reference, Event.WITHDRAWN, require_decider, today=today)
    words = checked_reasons(reasons, needed=False)
    day = checked_day(on, after=opened.access.plan.request_received_on, what="the request was received", today=today)
    return write_down(opened, Happening.Kind.WITHDRAWN, "withdraw_request", on=day, reason=words, now=now)
