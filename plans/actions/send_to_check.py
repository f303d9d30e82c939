"""Send a draft to be checked."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access.deciding import require_sender_to_check
from plans.actions.deciding import open_for_event, write_down
from plans.models import Happening
from plans.statute.events import Event


@transaction.atomic
def send_to_check(person: User, reference: str, *, today: date, now: datetime) -> Happening:
    """Send the draft to the manager, who is another person. Raises NotFound, NotPermitted and NotNow.

    Law: SEND Regs 2014 reg 13(1): what is served is the council's draft, so two people have read it.
    """
    opened = open_for_event(person, reference, Event.SEND_TO_CHECK, require_sender_to_check, today=today)
    return write_down(opened, Happening.Kind.CHECKING, "send_to_check", on=today, now=now)
