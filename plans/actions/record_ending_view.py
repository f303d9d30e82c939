"""Write down what somebody said when they were asked whether a plan should end."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Invalid, NotFound
from plans.access.deciding import require_decider
from plans.actions.deciding import LONGEST_REASON, checked_day, open_for_event
from plans.models import EndingView
from plans.queries.ending import considered_by, find_consulted
from plans.statute.events import Event

NOTHING_SAID = "Write what they said, or tick that they have not answered."
BOTH = "You wrote what they said, so they have answered. Take the tick away."


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Who was heard (`who` is the key of `Consulted`), on which day, by which way, and their words; `is_silent`: they were asked and have not answered."""

    who: str
    on: date
    route: str
    words: str
    is_silent: bool


@transaction.atomic
def record_ending_view(person: User, reference: str, heard: Heard, *, today: date, now: datetime) -> EndingView:
    """Keep what one adult of the family, or the school, said; only those who decide read it.

    Raises NotFound, NotPermitted, NotNow; Invalid for the day, and without words where they have answered.
    Law: SEND Regs 2014 reg 31(1)(b) and (c).
    """
    opened = open_for_event(person, reference, Event.SAY_CEASE, require_decider, today=today)
    asked = considered_by(opened.access.plan)
    if asked is None:
        raise NotFound(NOTHING_HERE)
    who, words = find_consulted(opened.access, heard.who), heard.words.strip()
    if bool(words) == heard.is_silent:
        raise Invalid({"words": BOTH if words else NOTHING_SAID})
    if len(words) > LONGEST_REASON:
        raise Invalid({"words": f"Their words can hold {LONGEST_REASON:,} characters."})
    day = checked_day(heard.on, after=asked.on, what="the day on which they were asked", today=today)
    kept = {"person_id": who.person, "on": day, "route": heard.route, "words": words, "keyed_by": person, "keyed_at": now}
    row = EndingView.objects.create(happening=asked, **kept)
    access = opened.access
    act = Act(actor=access.person, role=access.role, verb="record_ending_view", object_kind="plan", object_uid=opened.circle.uid)
    ledger.record(act, circle=opened.circle, now=now)
    return row
