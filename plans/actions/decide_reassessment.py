"""Decide whether to carry out a reassessment."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import Invalid
from permissions.vocabulary import Stage
from plans.access.deciding import require_decider
from plans.actions.deciding import checked_day, checked_reasons, open_for_event, write_down
from plans.actions.start_amending import start_amending
from plans.models import Happening
from plans.queries.ending_guards import require_may_refuse
from plans.statute.amending import Because
from plans.statute.events import Event

Kind = Happening.Kind
ENDS = "It was decided that this plan ends. Let it go on first, then answer with yes."
WHY = "We carry out a reassessment."


@transaction.atomic
def decide_reassessment(
    person: User, reference: str, *, is_yes: bool, refusal: str, on: date, reasons: str, today: date, now: datetime
) -> Happening:
    """Answer a request for a reassessment. A yes opens the plan to the writing of proposed changes, unless it is being changed already; a no carries its reasons.

    Raises NotFound, NotPermitted, NotNow; Invalid for the day, the reasons, a reason to refuse that does not hold, and a yes for a plan that is to end.
    Law: Children and Families Act 2014 s.44(2); SEND Regs 2014 regs 24, 25(1) and 27.
    """
    opened = open_for_event(person, reference, Event.DECIDE_REASSESS, require_decider, today=today)
    words = checked_reasons(reasons, needed=not is_yes)
    day = checked_day(on, after=opened.access.plan.reassess_asked_on, what="the request came in", today=today)
    if not is_yes:
        require_may_refuse(opened.access, refusal)
        return write_down(opened, Kind.REASSESS_NO, "decide_reassessment", on=day, reason=words, now=now)
    if opened.access.stage is Stage.CEASING:
        raise Invalid({"is_yes": ENDS})
    happening = write_down(opened, Kind.REASSESS_YES, "decide_reassessment", on=day, reason=words, now=now)
    if opened.access.stage is Stage.FINAL:
        start_amending(person, reference, because=Because.REASSESSMENT, on=day, reasons=words or WHY, today=today, now=now)
    return happening
