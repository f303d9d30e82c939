"""Keep what the family is told of a plan that was taken over from another council."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Invalid
from plans.access.transfers import require_tell
from plans.actions.deciding import checked_day, checked_reasons, open_for_event
from plans.models import Happening, TakenOver
from plans.saying import long_date
from plans.statute.events import Event
from plans.statute.transfers import first_review_by
from plans.statute.turn import next_due_on


@transaction.atomic
def tell_of_transfer(
    person: User, reference: str, *, on: date, is_yes: bool, review_by: date, reasons: str, today: date, now: datetime
) -> Happening:
    """Keep whether the child is assessed anew and by when the plan is reviewed; give the happening of the transfer, to which the letters belong.

    Raises NotFound, NotPermitted, NotNow where there is nothing to tell or it was told, Invalid for a day.
    Law: SEND Regs 2014 reg 15(4) and (5).
    """
    opened = open_for_event(person, reference, Event.TELL_TRANSFER, require_tell, today=today)
    plan, access = opened.access.plan, opened.access
    checked_reasons(reasons, needed=False)
    taken = TakenOver.objects.get(plan=plan)
    day = checked_day(on, after=taken.transferred_on, what="the plan was transferred", today=today)
    latest = first_review_by(taken.transferred_on, taken.made_on)
    if review_by < today or (review_by > latest and latest >= today):
        raise Invalid({"review_by": f"Choose a day from today until {long_date(latest)}: that is the last day which the law allows."})
    TakenOver.objects.filter(pk=taken.pk).update(assesses_again=is_yes, review_by=review_by, told_on=day, told_by=person)
    plan.transfer_told_on = day
    plan.next_due_on = next_due_on(plan.dates, today=today)
    plan.save(update_fields=["transfer_told_on", "next_due_on"])
    act = Act(actor=access.person, role=access.role, verb="tell_of_transfer", object_kind="plan", object_uid=opened.circle.uid)
    ledger.record(act, circle=opened.circle, now=now)
    return Happening.objects.filter(plan=plan, kind=Happening.Kind.TRANSFERRED_IN).latest("pk")
