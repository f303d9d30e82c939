"""How a person stands at the door, in words for whoever may invite them: invited, joined, or in need of a new invitation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from permissions.access import NOTHING_HERE
from permissions.models import Membership, User
from permissions.queries.joining import Standing, standings
from permissions.refusals import NotFound
from plans.access import PlanAccess
from plans.saying import day_in_london, in_london


@dataclass(frozen=True)
class ComingIn:
    """How somebody stands: `words`; `has_joined`; `is_open`: an invitation waits, which can be withdrawn; `may_invite`: a new one can be made."""

    words: str
    has_joined: bool
    is_open: bool
    may_invite: bool


def coming_in(people: Iterable[User], *, now: datetime) -> dict[int, ComingIn]:
    """Say how each of these people stands. One query, and none where all have joined."""
    listed = list(people)
    waiting = [person.pk for person in listed if person.joined_at is None and person.is_active]
    found = standings(waiting, now=now) if waiting else {}
    return {person.pk: _stands(person, found.get(person.pk)) for person in listed}


def member_coming_in(access: PlanAccess, number: int, *, now: datetime) -> ComingIn:
    """Say how somebody in a plan stands, to whoever keeps its circle; raise NotFound for a membership that is not of this circle. Two queries at most."""
    row = Membership.objects.select_related("user").filter(pk=number, content_object=access.plan.circle_id, ended_at=None).first()
    if row is None:
        raise NotFound(NOTHING_HERE)
    return coming_in([row.user], now=now)[row.user_id]


def _stands(person: User, standing: Standing | None) -> ComingIn:
    if person.left_at is not None or not person.is_active:
        left = f"Left on {day_in_london(person.left_at)}" if person.left_at else "Account closed"
        return ComingIn(left, has_joined=False, is_open=False, may_invite=False)
    if person.joined_at is not None:
        return ComingIn(f"Joined on {day_in_london(person.joined_at)}", has_joined=True, is_open=False, may_invite=False)
    if standing is None:
        return ComingIn("Not invited yet", has_joined=False, is_open=False, may_invite=True)
    invited = f"Invited on {day_in_london(standing.made_at)}"
    if standing.is_open:
        words = f"{invited}, not accepted yet. The invitation works until {in_london(standing.ends_at)}"
        return ComingIn(words, has_joined=False, is_open=True, may_invite=True)
    why = "Five wrong codes were typed" if standing.five_wrong else "The invitation does not work any more"
    return ComingIn(f"{invited}. {why}: make a new one", has_joined=False, is_open=False, may_invite=True)
