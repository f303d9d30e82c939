"""Call off a review whose meeting was not held, so that it can be arranged for another day."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access.reviewing import require_arranger
from plans.actions.reviewing import checked, note, open_review, require_before_meeting
from plans.models import Review

LONGEST_REASON = 1000


@transaction.atomic
def call_off_review(person: User, reference: str, *, because: str, today: date, now: datetime) -> Review:
    """Call off the review that is arranged. Raises NotFound, NotPermitted, NotNow, Invalid. Law: Children and Families Act 2014 s.44: its last day stays."""
    opened = open_review(person, reference, require_arranger, today=today)
    review = opened.review
    require_before_meeting(review)
    need = "Say why it is called off. Everybody who reads about this review reads it."
    review.called_off_because = checked(because, "because", limit=LONGEST_REASON, need=need)
    review.called_off_on = today
    review.save()
    note(opened.access, opened.circle, "call_off_review", review, now=now)
    return review
