"""Hand a plan in force over to the council into whose area the child moved."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access.transfers import require_hand_over
from plans.actions.deciding import checked_day, checked_reasons, open_for_event, write_down
from plans.models import Happening, Move
from plans.statute.events import Event


@transaction.atomic
def hand_over_plan(person: User, reference: str, *, on: date, reasons: str, today: date, now: datetime) -> Happening:
    """Record the day on which the plan was handed over; here it ends, and there it goes on.

    Raises NotFound, NotPermitted, NotNow, also where no move is written down, and Invalid for the day.
    Law: SEND Regs 2014 reg 15(2) and (3); Children and Families Act 2014 s.47.
    """
    opened = open_for_event(person, reference, Event.HAND_OVER, require_hand_over, today=today)
    words = checked_reasons(reasons, needed=False)
    move = Move.objects.filter(plan=opened.access.plan).latest("pk")
    day = checked_day(on, after=move.moves_on, what="the day of the move", today=today)
    return write_down(opened, Happening.Kind.TRANSFERRED_OUT, "hand_over_plan", on=day, reason=words, now=now)
