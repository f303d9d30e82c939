"""Arrange the yearly review of a demo plan: its meeting in three weeks, the invitations out, and what two of the invited say. No letter is made."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from permissions.models import User
from plans.actions.give_review_advice import give_review_advice
from plans.actions.invite_to_review import Outsider, invite_to_review
from plans.actions.schedule_review import Meeting, schedule_review
from plans.models import Plan, Review

MEETING_IN, ARRANGED_AGO, INVITED_AGO, SAID_AGO = 21, 6, 5, 2
RAOS = "Her hips were stable at the last X-ray. The joint appointment with adult neurology is in her calendar. I have nothing to change in Section G."
GRACES = "Zoe has interviewed three people and chosen her personal assistant. The visits can begin as soon as the direct payment is set up."


def arrange_review(plan: Plan, cast: Mapping[str, User], *, today: date, now: datetime) -> Review:
    """Arrange, invite and let a doctor and a social worker say what they think; the young person has not said anything yet."""
    reference = plan.circle.shown_reference

    def at(days: int) -> dict[str, date | datetime]:
        return {"today": today - timedelta(days=days), "now": now - timedelta(days=days)}

    meeting = Meeting(kind=Review.Kind.YEARLY, meeting_on=today + timedelta(days=MEETING_IN), place="At college, in room 12, at 2 pm")
    schedule_review(cast["marcus"], reference, meeting, **at(ARRANGED_AGO))  # type: ignore[arg-type]
    people = [cast[slug].pk for slug in ("marcus", "rao", "grace", "okafor")]
    outsiders = [Outsider("setting", "Mr Hale, tutor at the college")]
    review = invite_to_review(cast["marcus"], reference, people=people, outsiders=outsiders, **at(INVITED_AGO))  # type: ignore[arg-type]
    for slug, words in (("rao", RAOS), ("grace", GRACES)):
        give_review_advice(cast[slug], reference, words=words, **at(SAID_AGO))  # type: ignore[arg-type]
    return review
