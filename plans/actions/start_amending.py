"""Begin to change a plan in force: after a review, outside one, after a reassessment, or because the Tribunal ordered it."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import Invalid
from plans.access.deciding import require_decider
from plans.actions.deciding import checked_day, checked_reasons, open_for_event, write_down
from plans.models import Happening
from plans.statute.amending import Because
from plans.statute.events import Event

NO_MEETING = "Enter the day of the review meeting. The 4, 8 and 12 weeks of the law count from it."
NO_SUCH_MEETING = "Only a change after a review follows from a review meeting."


@transaction.atomic
def start_amending(
    person: User,
    reference: str,
    *,
    because: Because,
    on: date,
    meeting_on: date | None = None,
    reasons: str,
    today: date,
    now: datetime,
) -> Happening:
    """Open the plan to those who write the proposed changes. The final plan stays in force all the while; nobody has been sent anything yet.

    `on` is the day of the decision (of the Tribunal: the day of its order), `meeting_on` that of the review meeting, for a change after a review and no other.
    Raises NotFound, NotPermitted, NotNow unless a plan in force is not being changed already, and Invalid for a day or a missing reason.
    Law: SEND Regs 2014 reg 22 (after a review), reg 28 (at any other time), reg 27 (reassessment), reg 44(2) (order of the Tribunal).
    """
    opened = open_for_event(person, reference, Event.START_AMENDING, require_decider, today=today)
    words = checked_reasons(reasons, needed=True)
    final_on = opened.access.plan.final_on
    if (because is Because.AFTER_REVIEW) != (meeting_on is not None):
        raise Invalid({"meeting_on": NO_SUCH_MEETING if meeting_on else NO_MEETING})
    checked_day(on, after=final_on, what="the plan became final", today=today)
    if meeting_on is not None and meeting_on > on:
        raise Invalid({"meeting_on": "The review meeting can’t be after the decision."})
    if meeting_on is not None and final_on and meeting_on < final_on:
        raise Invalid({"meeting_on": "The review meeting can’t be before the plan became final. It reviewed an earlier plan."})
    kind = Happening.Kind.AMENDING
    return write_down(opened, kind, "start_amending", on=on, reason=words, now=now, because=because.value, met_on=meeting_on)
