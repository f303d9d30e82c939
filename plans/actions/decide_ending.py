"""Decide whether a plan ends or goes on."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access.deciding import require_decider
from plans.actions.deciding import checked_day, checked_reasons, open_for_event, write_down
from plans.models import EndingDecision, Happening
from plans.queries.ending import age_of_child
from plans.queries.ending_guards import require_may_end
from plans.statute.ceasing import Grounds
from plans.statute.events import Event

Kind = Happening.Kind


@transaction.atomic
def decide_ending(
    person: User, reference: str, *, is_yes: bool, on: date, reasons: str, grounds: Grounds, today: date, now: datetime
) -> Happening:
    """Record the decision to end the plan, or to let it go on. A plan that ends stays in force until the time to appeal is over.

    A yes is dated by today, the day on which its notice leaves: the two months count from it; the day of the decision is kept beside it.
    Raises NotFound, NotPermitted, NotNow; Invalid for the day, the reasons, what the decision stands on, or where somebody has not been heard.
    Law: Children and Families Act 2014 s.45; SEND Regs 2014 regs 29 to 31.
    """
    opened = open_for_event(person, reference, Event.DECIDE_CEASE, require_decider, today=today)
    access, words = opened.access, checked_reasons(reasons, needed=True)
    day = checked_day(on, after=access.plan.considering_on, what="the family and the school were asked", today=today)
    if not is_yes:
        return write_down(opened, Kind.NOT_CEASING, "decide_ending", on=day, reason=words, now=now)
    require_may_end(access, grounds, decided_on=day)
    happening = write_down(opened, Kind.CEASING, "decide_ending", on=today, reason=words, now=now)
    EndingDecision.objects.create(
        happening=happening,
        decided_on=day,
        age=age_of_child(access, day),
        ground=grounds.ground,
        reviewed_on=grounds.reviewed_on,
        wish=grounds.wish,
        outcomes=grounds.outcomes.strip(),
    )
    return happening
