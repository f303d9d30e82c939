"""Record that a child has died."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access.deciding import require_ends_case
from plans.actions.deciding import checked_day, open_for_event, write_down
from plans.models import Happening
from plans.statute.events import Event


@transaction.atomic
def record_death(person: User, reference: str, *, on: date, today: date, now: datetime) -> Happening:
    """Record the day on which the child died: the case ends, and from this act on nothing leaves the service about this plan.

    Raises NotFound, NotPermitted, NotNow where it was recorded before, and Invalid for the day.
    Law: Children and Families Act 2014 s.45(1): there is no child or young person any more for whom the council is responsible.
    """
    opened = open_for_event(person, reference, Event.DIED, require_ends_case, today=today)
    day = checked_day(on, after=opened.circle.child.born_on, what="the child was born", today=today)
    return write_down(opened, Happening.Kind.DIED, "record_death", on=day, now=now)
