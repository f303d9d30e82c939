"""Answer somebody who asked for an early review."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Invalid, NotFound, NotNow
from plans.access.reviewing import LAW, require_answerer
from plans.actions.reviewing import checked, open_plan_locked
from plans.models import ReviewRequest

LONGEST = 4000
ANSWERED = "This was answered already."


@transaction.atomic
def answer_early_review(
    person: User, reference: str, uid: UUID, *, is_agreed: bool | None, answer: str, today: date, now: datetime
) -> ReviewRequest:
    """Say whether there will be an early review; a no carries its reasons. Whoever asked reads the answer, and nobody else of the family.

    Raises NotFound, NotPermitted, NotNow where it was answered; Invalid. Law: Children and Families Act 2014 s.44(1).
    """
    access, circle = open_plan_locked(person, reference, require_answerer, today=today)
    asked = ReviewRequest.objects.select_related("by").filter(plan=access.plan, uid=uid).first()
    if asked is None:
        raise NotFound(NOTHING_HERE)
    if asked.answered_at:
        raise NotNow(ANSWERED, source=LAW)
    if is_agreed is None:
        raise Invalid({"is_agreed": "Choose yes or no."})
    need = "" if is_agreed else "Say why not, in plain words. Whoever asked reads it."
    asked.answer = checked(answer, "answer", limit=LONGEST, need=need)
    asked.is_agreed, asked.answered_by, asked.answered_at = is_agreed, person, now
    asked.save()
    act = Act(actor=access.person, role=access.role, verb="answer_early_review", object_kind="review_request", object_uid=asked.uid)
    ledger.record(act, circle=circle, now=now)
    return asked
