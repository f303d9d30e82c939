"""Hand a plan in force over to the council into whose area the child moved."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import NotNow
from plans.access.deciding import require_decider
from plans.actions.deciding import checked_day, checked_reasons, open_for_event, write_down
from plans.models import Happening, Move
from plans.statute.events import WHEN, Event

NO_MOVE = "Write down first when the child moves, and when you came to know of it: the last day for handing the plan over counts from that."


@transaction.atomic
def hand_over_plan(person: User, reference: str, *, on: date, reasons: str, today: date, now: datetime) -> Happening:
    """Record the day on which the plan was handed over; here it ends, and there it goes on.

    Raises NotFound, NotPermitted, NotNow, also where no move is written down, and Invalid for the day.
    Law: SEND Regs 2014 reg 15(2) and (3); Children and Families Act 2014 s.47.
    """
    opened = open_for_event(person, reference, Event.HAND_OVER, require_decider, today=today)
    words = checked_reasons(reasons, needed=False)
    move = Move.objects.filter(plan=opened.access.plan).order_by("-pk").first()
    if move is None:
        raise NotNow(NO_MOVE, source=WHEN[Event.HAND_OVER].source)
    day = checked_day(on, after=move.moves_on, what="the day of the move", today=today)
    return write_down(opened, Happening.Kind.TRANSFERRED_OUT, "hand_over_plan", on=day, reason=words, now=now)
