"""What every help with the sign-in of somebody in a plan begins with: the locked circle, its keeper, and a person who is theirs to help."""

from datetime import date

from permissions.models import User
from permissions.refusals import NotPermitted
from plans.access import PlanAccess
from plans.actions.circle import open_as_keeper, open_membership

YOURSELF = "You change your own sign-in in your account. For a new way in, ask a colleague of the council."
FOR_A_LEADER = "This person has duties for the whole service. Only a service leader helps with their sign-in."


def open_member_to_help(person: User, reference: str, membership: int, *, today: date) -> tuple[PlanAccess, User]:
    """Open a plan as its keeper and find whom to help: never oneself, and never somebody with duties beyond this plan."""
    access = open_as_keeper(person, reference, today=today)
    member = open_membership(access, membership).user
    if why := why_not_help(person, member):
        raise NotPermitted(why)
    return access, member


def why_not_help(person: User, member: User) -> str:
    """Say why a keeper does not help this person with their sign-in; "" where they do."""
    if member.pk == person.pk:
        return YOURSELF
    has_duties = member.is_superuser or member.is_leader or member.keeps_colleagues or member.may_open_plans
    return FOR_A_LEADER if has_duties else ""
