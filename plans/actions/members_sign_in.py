"""What every help with the sign-in of somebody in a plan begins with: the locked circle, its keeper, and a person who is theirs to help."""

from datetime import date

from permissions import grants
from permissions.models import Membership, Team, User
from permissions.refusals import NotPermitted
from permissions.vocabulary import PARTIES, Party
from plans.access import PlanAccess
from plans.access.circle import KEEPERS
from plans.actions.circle import open_as_keeper, open_membership

YOURSELF = "You change your own sign-in in your account. For a new way in, ask a colleague of the council."
FOR_A_LEADER = "This account is for more than the plans that you keep. Only a service leader helps with its sign-in."


def open_member_to_help(person: User, reference: str, membership: int, *, today: date) -> tuple[PlanAccess, User]:
    """Open a plan as its keeper and find whom to help: never oneself, and never somebody whose account opens more than what this keeper keeps."""
    access = open_as_keeper(person, reference, today=today)
    member = open_membership(access, membership).user
    if why := why_not_help(person, member, today=today):
        raise NotPermitted(why)
    return access, member


def why_not_help(person: User, member: User, *, today: date) -> str:
    """Say why a keeper does not help this person with their sign-in; "" where they do.

    Invariant: adding somebody to a plan of one's own gives no way to what they have elsewhere.
    """
    if member.pk == person.pk:
        return YOURSELF
    has_duties = member.is_superuser or member.is_leader or member.keeps_colleagues or member.may_open_plans
    return FOR_A_LEADER if has_duties or _is_elsewhere(person, member, today) else ""


def _is_elsewhere(person: User, member: User, today: date) -> bool:
    """Say whether somebody is of a team, or has a part, today or later, in a plan that this person does not keep. Three queries."""
    if Team.objects.filter(group__user=member).exists():
        return True
    parts = set(Membership.objects.filter(grants.not_over(today), user=member).values_list("content_object", flat=True))
    roles = grants.roles_across(person, parts, today=today)
    kept = {circle for circle, held in roles.items() if KEEPERS & set(held) and not PARTIES[Party.FAMILY] & set(held)}
    return bool(parts - kept)
