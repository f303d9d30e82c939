"""Record a request for a reassessment."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import Invalid
from plans.access.deciding import require_keys_request
from plans.actions.deciding import LONGEST_REASON, checked_day, open_for_event, write_down
from plans.models import Happening, ReassessmentRequest
from plans.statute.events import Event


@dataclass(frozen=True, kw_only=True)
class Requested:
    """Who asks, by which way, and their own words."""

    made_by: str
    route: str
    words: str


@transaction.atomic
def ask_reassessment(person: User, reference: str, asked: Requested, *, on: date, today: date, now: datetime) -> Happening:
    """Keep a request of a parent, the young person, the setting or health, written down on their behalf; the 15 days count from the day on which it came.

    Raises NotFound, NotPermitted, NotNow; Invalid for the day or without their words. Nobody of the family is told that another asked.
    Law: Children and Families Act 2014 s.44(2); SEND Regs 2014 regs 23 and 25(1).
    """
    opened = open_for_event(person, reference, Event.ASK_REASSESS, require_keys_request, today=today)
    words = asked.words.strip()
    if not words or len(words) > LONGEST_REASON:
        raise Invalid(
            {"words": f"Their words can hold {LONGEST_REASON:,} characters." if words else "Write down what they ask for, in their words."}
        )
    day = checked_day(on, after=opened.access.plan.final_on, what="the plan became final", today=today)
    happening = write_down(opened, Happening.Kind.REASSESS_ASKED, "ask_reassessment", on=day, now=now)
    kept = {"words": words, "keyed_by": person, "keyed_at": now}
    ReassessmentRequest.objects.create(happening=happening, made_by=asked.made_by, route=asked.route, **kept)
    return happening
