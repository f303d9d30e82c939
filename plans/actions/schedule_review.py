"""Arrange the next review: its day, its place, and whether it comes before a change of phase."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import Invalid, NotNow
from plans.access import PlanAccess
from plans.access.reviewing import require_arranger
from plans.actions.reviewing import LAW, checked, note, open_plan_locked
from plans.models import Review
from plans.queries.reviews import current_review
from plans.saying import long_date
from plans.statute.reviewing import first_meeting_on, is_announced_in_time, review_due
from plans.statute.turn import review_by

ARRANGED_ALREADY = "A review is arranged already. Call it off first if it can’t be held on that day."
LONGEST_PLACE, LONGEST_REASON = 300, 1000


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What is arranged. `late_because` is asked for where the day is later than the law's last one."""

    kind: str
    meeting_on: date
    place: str
    phase: str = ""
    transfer_year: int | None = None
    late_because: str = ""


@transaction.atomic
def schedule_review(person: User, reference: str, meeting: Meeting, *, today: date, now: datetime) -> Review:
    """Arrange a review of a plan in force, at least two weeks ahead. A day that is later than the law's is taken with a reason, so that it is held at all.

    Raises NotFound, NotPermitted, NotNow where one is arranged or the plan is not in force; Invalid.
    Law: Children and Families Act 2014 s.44(1); SEND Regs 2014 regs 18, 20(3) and 21(3).
    """
    access, circle = open_plan_locked(person, reference, require_arranger, today=today)
    if current_review(access.plan):
        raise NotNow(ARRANGED_ALREADY, source=LAW)
    place = checked(meeting.place, "place", limit=LONGEST_PLACE, need="Say where and at what time the meeting is.")
    late = _checked_day(access, meeting, today=today)
    review = Review.objects.create(
        plan=access.plan,
        kind=meeting.kind,
        phase=meeting.phase,
        transfer_year=meeting.transfer_year,
        meeting_on=meeting.meeting_on,
        place=place,
        late_because=late,
        scheduled_by=person,
        scheduled_at=now,
    )
    note(access, circle, "schedule_review", review, now=now)
    return review


def _checked_day(access: PlanAccess, meeting: Meeting, *, today: date) -> str:
    """Refuse a day that leaves no two weeks for the invitations, and ask why for one after the last day. Gives the reason, "" where none is needed."""
    if bool(meeting.phase) != (meeting.transfer_year is not None):
        raise Invalid({"phase": "Choose the change of phase, and the year in which it is."})
    if not is_announced_in_time(meeting.meeting_on, today):
        first = long_date(first_meeting_on(today))
        raise Invalid({"meeting_on": f"Invitations go out at least two weeks before. Choose {first} or a later day."})
    due = review_due(review_by(access.plan.dates) or today, phase=meeting.phase, transfer_year=meeting.transfer_year)
    if meeting.meeting_on <= due.meet_by:
        return ""
    need = f"The last day for this meeting is {long_date(due.meet_by)}. Choose that day or an earlier one, or say why it is later."
    return checked(meeting.late_because, "late_because", limit=LONGEST_REASON, need=need)
