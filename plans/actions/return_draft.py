"""Return a draft from the check to whoever writes it."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access.deciding import require_checker
from plans.actions.deciding import checked_reasons, open_for_event, write_down
from plans.models import Happening
from plans.statute.events import Event


@transaction.atomic
def return_draft(person: User, reference: str, *, reasons: str, today: date, now: datetime) -> Happening:
    """Return the draft with what has to change. Raises NotFound, NotPermitted, NotNow, and Invalid without a word of what has to change.

    Law: SEND Regs 2014 reg 13(1): nothing is served that the council is not done with.
    """
    opened = open_for_event(person, reference, Event.RETURN_DRAFT, require_checker, today=today)
    words = checked_reasons(reasons, needed=True)
    return write_down(opened, Happening.Kind.RETURNED, "return_draft", on=today, reason=words, now=now)
