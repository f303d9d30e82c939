"""The acts of a review that write to people: the invitations with their letters, and short messages that something is there, with the reference at most."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from permissions import ledger
from permissions.access import normal_reference
from permissions.models import User
from plans.access import PlanAccess, open_plan
from plans.access.reviewing import require_arranger
from plans.actions.answer_early_review import answer_early_review
from plans.actions.call_off_review import call_off_review
from plans.actions.circulate_advice import circulate_advice
from plans.actions.invite_to_review import Outsider, invite_to_review
from plans.actions.reviewing import going_on, require_before_meeting
from plans.actions.send_review_report import send_review_report
from plans.models import IssuedDocument, Review, ReviewInvitee
from plans.queries.notice_letters import case_of, read_recipients
from plans.queries.reviews import Report
from plans.saying import long_date
from plans.statute.notices import Notice
from plans.statute.reviewing import days_of, is_of_year_nine
from portal.letters.notice_letters import Ready, issue, pdfs_of, ready, tell

SUBJECTS: dict[str, str] = {
    "invite": "You are invited to a review meeting",
    "circulate": "There is something to read before a review meeting",
    "report": "The report of a review is there",
    "call_off": "A review meeting was called off",
    "answer": "There is an answer for you",
}
WHAT: dict[str, str] = {
    "invite": "You are invited to a review meeting, and asked for your advice.",
    "circulate": "What people said before the review meeting is there to read.",
    "report": "The report of the review is there to read.",
    "call_off": "A review meeting to which you were invited was called off.",
    "answer": "There is an answer for you about a review.",
}
ADULT_LIFE = "This review also plans for adult life: work and learning, where to live, friends and health."
COMING_YEAR = "We also look at the coming year."


def invitation_for(access: PlanAccess) -> Ready:
    """Put the letters of an invitation together, one for each adult of the family. Raises NotPermitted, NotNow; Invalid where a part has no words."""
    require_arranger(access)
    review = going_on(access)
    require_before_meeting(review)
    adult = is_of_year_nine(access.circle.circle.child.born_on, review.meeting_on)
    more = {
        "meeting_on": long_date(review.meeting_on),
        "meeting_place": review.place if review.place.endswith((".", "!", "?")) else f"{review.place}.",
        "advice_by": long_date(days_of(review.meeting_on).invite_by),
        "adult_life": ADULT_LIFE if adult else COMING_YEAR,
    }
    return ready(Notice.REVIEW_INVITE, case_of(access), read_recipients(access), today=access.today, more=more)


def invite(person: User, reference: str, *, people: Iterable[int], outsiders: Sequence[Outsider], today: date, now: datetime) -> Review:
    """Invite, make the family's letters, and write to everybody else who is invited and comes in here. Raises as `invite_to_review`, and Invalid."""
    letters = invitation_for(open_plan(person, reference, today=today))
    pdfs = pdfs_of(letters)
    with transaction.atomic():
        ledger.lock_named(normal_reference(reference))
        review = invite_to_review(person, reference, people=people, outsiders=outsiders, today=today, now=now)
        access = open_plan(person, reference, today=today)
        issue(access, None, letters, pdfs, kind=IssuedDocument.Kind.LETTER, now=now)
        written_to = {one.email.lower() for one in letters.recipients}
        others = [one for one in _others(review, person) if one.email.lower() not in written_to]
        _write("invite", others, access, now=now)
    return review


@transaction.atomic
def circulate(person: User, reference: str, *, without_the_rest: bool, today: date, now: datetime) -> Review:
    """Send round what people say, and write to everybody who is invited. Raises as `circulate_advice`."""
    review = circulate_advice(person, reference, without_the_rest=without_the_rest, today=today, now=now)
    return _told("circulate", review, person, reference, today=today, now=now)


@transaction.atomic
def send_report(person: User, reference: str, report: Report, *, today: date, now: datetime) -> Review:
    """Send the report, and write to everybody who was invited. Raises as `send_review_report`."""
    sent = send_review_report(person, reference, report, today=today, now=now)
    return _told("report", sent.review, person, reference, today=today, now=now)


@transaction.atomic
def call_off(person: User, reference: str, *, because: str, today: date, now: datetime) -> Review:
    """Call a review off, and write to everybody who was invited. Raises as `call_off_review`."""
    review = call_off_review(person, reference, because=because, today=today, now=now)
    return _told("call_off", review, person, reference, today=today, now=now)


@transaction.atomic
def answer(person: User, reference: str, uid: UUID, *, today: date, now: datetime, **said: Any) -> None:
    """Answer whoever asked for an early review, and write to them alone. Raises as `answer_early_review`."""
    asked = answer_early_review(person, reference, uid, today=today, now=now, **said)
    _write("answer", [asked.by], open_plan(person, reference, today=today), now=now)


def _told(what: str, review: Review, person: User, reference: str, *, today: date, now: datetime) -> Review:
    _write(what, _others(review, person), open_plan(person, reference, today=today), now=now)
    return review


def _others(review: Review, person: User) -> list[User]:
    """Name those who are invited and have an account here, but whoever acts."""
    rows = ReviewInvitee.objects.filter(review=review, person__isnull=False).exclude(person=person).select_related("person")
    return [row.person for row in rows if row.person is not None]


def _write(what: str, people: Iterable[User], access: PlanAccess, *, now: datetime) -> None:
    tell(people, access, now=now, subject=SUBJECTS[what], what=WHAT[what], where="review")
