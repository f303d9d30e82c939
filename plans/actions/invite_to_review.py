"""Invite to a review those whom the law names, and whoever else is needed, and ask them for advice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import Invalid, NotNow
from permissions.vocabulary import Role
from plans.access import PlanAccess
from plans.access.reviewing import ALWAYS, may_be_invited, require_arranger
from plans.actions.reviewing import LAW, note, open_review, require_before_meeting
from plans.models import Review, ReviewInvitee
from plans.saying import long_date
from plans.statute.reviewing import GROUP_NAMES, days_of, groups_missing, is_announced_in_time

INVITED_ALREADY = "The invitations to this review have gone out already."
LONGEST_NAME = 200


@dataclass(frozen=True)
class Outsider:
    """Somebody without a part in this plan who is invited by name: for which of the five they come, and who they are."""

    group: str
    name: str


@transaction.atomic
def invite_to_review(
    person: User, reference: str, *, people: Iterable[int], outsiders: Sequence[Outsider] = (), today: date, now: datetime
) -> Review:
    """Invite these people of the circle (by their numbers) and these outsiders, beside the family, who are always invited.

    Raises NotFound, NotPermitted, NotNow where they were invited already; Invalid where one of the five is missing or the two weeks are gone.
    Law: SEND Regs 2014 regs 20(2), (3) and 21(2), (3).
    """
    opened = open_review(person, reference, require_arranger, today=today)
    review = opened.review
    require_before_meeting(review)
    if review.invited_on:
        raise NotNow(INVITED_ALREADY, source=LAW)
    if not is_announced_in_time(review.meeting_on, today):
        last = long_date(days_of(review.meeting_on).invite_by)
        raise Invalid({"people": f"The last day for the invitations was {last}. Call this meeting off, and arrange a later day."})
    coming = _of_the_circle(opened.access, set(people))
    outside = [Outsider(one.group, one.name.strip()) for one in outsiders if one.name.strip()]
    _require_the_five({group for group, _role in coming.values()} | {one.group for one in outside})
    _require_names(outside)
    rows = [
        ReviewInvitee(review=review, group=group, person_id=number, role=role, invited_on=today) for number, (group, role) in coming.items()
    ]
    rows += [ReviewInvitee(review=review, group=one.group, name=one.name, invited_on=today) for one in outside]
    ReviewInvitee.objects.bulk_create(rows)
    review.invited_on = today
    review.save()
    note(opened.access, opened.circle, "invite_to_review", review, now=now)
    return review


def _of_the_circle(access: PlanAccess, chosen: set[int]) -> dict[int, tuple[str, Role]]:
    able = may_be_invited(access)
    return {number: place for number, place in able.items() if number in chosen or place[1] in ALWAYS}


def _require_the_five(groups: set[str]) -> None:
    missing = groups_missing(frozenset(groups))
    if missing:
        named = "; ".join(name[:1].lower() + name[1:] for name in missing)
        raise Invalid({"people": f"The law names five who are invited. Still missing: {named}. Tick somebody, or write a name below."})


def _require_names(outside: Sequence[Outsider]) -> None:
    for one in outside:
        if one.group not in GROUP_NAMES and one.group != ReviewInvitee.Group.OTHER:
            raise Invalid({"people": "Choose for whom they come."})
        if len(one.name) > LONGEST_NAME:
            raise Invalid({f"outside_{one.group}": f"This can hold {LONGEST_NAME} characters."})
