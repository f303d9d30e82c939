"""Write down that the rights in a plan have passed to the young person."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.models import User
from permissions.refusals import NotFound, NotNow
from plans.access import open_plan
from plans.access.rights import LAW, TOO_EARLY, first_day, moved, require_writes_of_rights
from plans.actions.deciding import Opened, write_down
from plans.models import Happening


@transaction.atomic
def record_rights_moved(person: User, reference: str, *, today: date, now: datetime) -> Happening:
    """Enter in the record, once, that the rights moved on the Saturday after the parents' last day; the same again gives the first entry.

    The day alone moves the rights (`plans.access.rights`), and no timer writes (invariant 10): what is written here is the record of it, by the council or with
    the first act that the young person does with their rights. Raises NotFound, NotPermitted; NotNow before the day.
    Law: Children and Families Act 2014 s.83(2); Education Act 1996 s.8(3).
    """
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require_writes_of_rights(access)
    if circle is None:
        raise NotFound(NOTHING_HERE)
    if not moved(access.plan, today):
        raise NotNow(TOO_EARLY, source=LAW, until=access.plan.rights_move_on)
    there = Happening.objects.filter(plan=access.plan, kind=Happening.Kind.RIGHTS_MOVED).first()
    if there is not None:
        return there
    opened = Opened(access, circle, person)
    return write_down(opened, Happening.Kind.RIGHTS_MOVED, "record_rights_moved", on=first_day(access.plan), now=now)
