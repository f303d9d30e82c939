"""Decide about more time that somebody asked for."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.models import User
from permissions.refusals import NotFound, NotNow
from plans.access import open_plan
from plans.access.deciding import require_decider
from plans.access.serving import require_answered
from plans.actions.more_time import check_last_day, checked_answer, write_down
from plans.models import MoreTime

DECIDED = "This was decided already. Go back to see what was said."


@transaction.atomic
def decide_more_time(
    person: User, reference: str, number: int, *, closes_on: date | None, answer: str, today: date, now: datetime
) -> MoreTime:
    """Give more time until the end of a day, not only the one that was asked for, or none (`closes_on` None), and then say why.

    Raises NotFound, NotPermitted, NotNow where it was decided or the plan is final, Invalid.
    """
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require_decider(access)
    require_answered(access)
    asked = MoreTime.objects.select_related("service__recipient").filter(pk=number, service__version__plan=access.plan).first()
    if asked is None or circle is None:
        raise NotFound(NOTHING_HERE)
    if asked.decided_at is not None:
        raise NotNow(DECIDED)
    words = checked_answer(answer, needed=closes_on is None)
    if closes_on is not None:
        check_last_day(asked.service, closes_on, today=today)
    MoreTime.objects.filter(pk=number).update(decided_by=access.person, decided_at=now, closes_on=closes_on, answer=words)
    verb = "refuse_more_time" if closes_on is None else "give_more_time"
    write_down(access, asked.service, circle=circle, closes_on=closes_on, verb=verb, person=person, now=now)
    asked.refresh_from_db()
    return asked
