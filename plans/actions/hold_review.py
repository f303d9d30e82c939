"""Write down that a review meeting was held: who was there, and how the child or young person took part."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import Invalid
from plans.access.reviewing import require_arranger
from plans.actions.deciding import checked_day
from plans.actions.happen import happen
from plans.actions.reviewing import checked, note, open_review, require_invited
from plans.models import Happening, Review, ReviewInvitee

LONGEST = 2000
CHOOSE = "Choose whether the child or young person was there."
SAY_HOW = "Say how their views were heard, as they were not there the whole time."


@dataclass(frozen=True, kw_only=True)
class Held:
    """A meeting that was held: its day, the invitees who were there (by their numbers), and the child's or young person's part."""

    on: date
    there: Iterable[int]
    childs_part: str
    childs_voice: str = ""


@transaction.atomic
def hold_review(person: User, reference: str, held: Held, *, today: date, now: datetime) -> Review:
    """Record the meeting; the clocks of the report and of the decision begin with its day.

    Raises NotFound, NotPermitted, NotNow before the invitations and where it was recorded; Invalid.
    Law: SEND Regs 2014 regs 20(5) to (10) and 21; Children and Families Act 2014 s.19.
    """
    opened = open_review(person, reference, require_arranger, today=today)
    review, plan = opened.review, opened.access.plan
    require_invited(review)
    day = checked_day(held.on, after=review.invited_on, what="people were invited", today=today)
    if held.childs_part not in Review.ChildsPart.values:
        raise Invalid({"childs_part": CHOOSE})
    need = "" if held.childs_part == Review.ChildsPart.WHOLE else SAY_HOW
    review.childs_part, review.childs_voice = held.childs_part, checked(held.childs_voice, "childs_voice", limit=LONGEST, need=need)
    review.met = happen(plan, Happening.Kind.REVIEW_MET, on=day, by=person, today=today, now=now)
    review.met_on = day
    review.save()
    there = set(held.there)
    for invitee in ReviewInvitee.objects.filter(review=review):
        ReviewInvitee.objects.filter(pk=invitee.pk).update(attended=invitee.pk in there)
    note(opened.access, opened.circle, "hold_review", review, now=now)
    return review
