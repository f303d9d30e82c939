"""Ask for a review before the year is over."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import NotNow
from plans.access.reviewing import LAW, require_asker
from plans.actions.reviewing import checked, open_plan_locked
from plans.models import ReviewRequest

LONGEST = 4000
ASKED_ALREADY = "You have asked already. The council answers you before you can ask again."


@transaction.atomic
def ask_early_review(person: User, reference: str, *, words: str, today: date, now: datetime) -> ReviewRequest:
    """Ask the council for an early review. It decides, and answers with its reasons.

    Raises NotFound, NotPermitted, NotNow while one's own last request has no answer; Invalid. Law: Children and Families Act 2014 s.44(1): at least yearly.
    """
    access, circle = open_plan_locked(person, reference, require_asker, today=today)
    if ReviewRequest.objects.filter(plan=access.plan, by=person, answered_at=None).exists():
        raise NotNow(ASKED_ALREADY, source=LAW)
    said = checked(words, "words", limit=LONGEST, need="Say why the plan should be reviewed earlier.")
    asked = ReviewRequest.objects.create(plan=access.plan, words=said, by=person, role=access.role, at=now)
    act = Act(actor=access.person, role=access.role, verb="ask_early_review", object_kind="review_request", object_uid=asked.uid)
    ledger.record(act, circle=circle, now=now)
    return asked
