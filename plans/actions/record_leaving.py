"""Write down that a child with a plan in force moves to another council, from the day on which that became known."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Invalid
from plans.access.deciding import require_decider
from plans.actions.deciding import IN_THE_FUTURE, open_for_event
from plans.models import Move, Plan
from plans.saying import long_date
from plans.statute.counting import days_after
from plans.statute.events import Event
from plans.statute.transfers import MOST_DAYS_AHEAD, hand_over_by

LONGEST_COUNCIL = 150


@transaction.atomic
def record_leaving(person: User, reference: str, *, aware_on: date, moves_on: date, council: str, today: date, now: datetime) -> Move:
    """Keep the two days and the new council, and reckon the last day for handing the plan over; what was written down before stays, and counts no more.

    Raises NotFound, NotPermitted, NotNow, and Invalid for a day or the council.
    Law: SEND Regs 2014 reg 15(2): on the day of the move, or within 15 working days beginning with the day on which the council became aware.
    """
    opened = open_for_event(person, reference, Event.HAND_OVER, require_decider, today=today)
    access = opened.access
    _check(aware_on, moves_on, council, access.circle.circle.child.born_on, today)
    move = Move.objects.create(plan=access.plan, aware_on=aware_on, moves_on=moves_on, council=council.strip(), by=person, at=now)
    Plan.objects.filter(pk=access.plan.pk).update(hand_over_by=hand_over_by(aware_on, moves_on))
    act = Act(actor=access.person, role=access.role, verb="record_leaving", object_kind="plan", object_uid=opened.circle.uid)
    ledger.record(act, circle=opened.circle, now=now)
    return move


def _check(aware_on: date, moves_on: date, council: str, born_on: date, today: date) -> None:
    errors: dict[str, str] = {}
    if aware_on > today:
        errors["aware_on"] = IN_THE_FUTURE
    if aware_on < born_on:
        errors["aware_on"] = f"This can’t be before the child was born, {long_date(born_on)}."
    if moves_on < born_on:
        errors["moves_on"] = f"This can’t be before the child was born, {long_date(born_on)}."
    if moves_on > days_after(today, MOST_DAYS_AHEAD):
        errors["moves_on"] = "This is more than a year ahead. Check the year, or write the move down when it is nearer."
    if not council.strip() or len(council) > LONGEST_COUNCIL:
        errors["council"] = f"Enter the name of the new council, with at most {LONGEST_COUNCIL} characters."
    if errors:
        raise Invalid(errors)
