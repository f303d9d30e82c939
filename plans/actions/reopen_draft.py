"""Take a served draft back to writing, so that more can change than the family asked for; it has to be served again."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import NotNow
from plans.access.deciding import require_decider
from plans.actions.deciding import checked_reasons, open_for_event, write_down
from plans.models import Happening
from plans.queries.signing import place_comes_out_first
from plans.statute.events import Event

TAKE_PLACE_OUT = "Section I says something about a school or other place. A draft never does. Take it out of Section I first."


@transaction.atomic
def reopen_draft(person: User, reference: str, *, reasons: str, today: date, now: datetime) -> Happening:
    """Open the draft to whoever writes it. What was served and what was answered stays; the family has its whole time again for the next draft.

    Raises NotFound, NotPermitted, NotNow before the last day to answer is over or while a draft names a school, and Invalid without a reason.
    Law: SEND Regs 2014 reg 14(1): the final differs from the draft only because of what the family said; for anything else the draft is served again.
    """
    opened = open_for_event(person, reference, Event.REOPEN_DRAFT, require_decider, today=today)
    if place_comes_out_first(opened.access):
        raise NotNow(TAKE_PLACE_OUT, source="Children and Families Act 2014, section 38(5)")
    words = checked_reasons(reasons, needed=True)
    return write_down(opened, Happening.Kind.REOPENED, "reopen_draft", on=today, reason=words, now=now)
