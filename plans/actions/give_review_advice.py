"""Say something before a review meeting: one's own views or advice, or, by whoever arranges it, what came on paper from somebody who is invited."""

from datetime import date, datetime

from django.db import transaction

from permissions.access import NOTHING_HERE
from permissions.models import User
from permissions.refusals import Invalid, NotFound, NotPermitted
from plans.access.reviewing import NOT_INVITED, require_arranger, require_in_force
from plans.actions.deciding import IN_THE_FUTURE
from plans.actions.reviewing import OpenReview, checked, note, open_review, require_invited
from plans.models import ReviewAdvice, ReviewInvitee

LONGEST = 10000
NEED = "Write something, or go back without saving."


@transaction.atomic
def give_review_advice(
    person: User, reference: str, *, words: str, of: int | None = None, came_on: date | None = None, today: date, now: datetime
) -> ReviewAdvice:
    """Keep what somebody says; the newest counts, until the meeting. `of` names the invitee for whom whoever arranges the review types what came on `came_on`.

    Raises NotFound, NotPermitted for whoever is not invited, NotNow before the invitations and after the meeting; Invalid.
    Law: SEND Regs 2014 regs 20(4) and 21(4).
    """
    opened = open_review(person, reference, require_in_force if of is None else require_arranger, today=today)
    invitee = _own(opened) if of is None else _theirs(opened, of)
    require_invited(opened.review)
    said, day = checked(words, "words", limit=LONGEST, need=NEED), came_on or today
    if day > today:
        raise Invalid({"came_on": IN_THE_FUTURE})
    if day < invitee.invited_on:
        raise Invalid({"came_on": "This can’t be before the day on which they were invited."})
    advice = ReviewAdvice.objects.create(invitee=invitee, words=said, came_on=day, by=person, role=opened.access.role, at=now)
    note(opened.access, opened.circle, "give_review_advice", opened.review, now=now)
    return advice


def _own(opened: OpenReview) -> ReviewInvitee:
    found = opened.review.invitees.filter(person=opened.access.person).first()
    if found is None:
        raise NotPermitted(NOT_INVITED)
    return found


def _theirs(opened: OpenReview, number: int) -> ReviewInvitee:
    found = opened.review.invitees.filter(pk=number).first()
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found
