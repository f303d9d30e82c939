"""Say who arranges a review, who says something before it, who reads what was said, and who asks for one (domain.md 3.2)."""

from collections.abc import Iterable

from permissions.refusals import NotNow, NotPermitted
from permissions.vocabulary import PARENTAL_ROLES, PARTIES, Party, Role, Stage
from plans.access.answering import ANSWERERS
from plans.access.deciding import DECIDERS, require_decider
from plans.access.decision import PlanAccess
from plans.access.door import everyone_in
from plans.access.rights import is_by_leave
from plans.statute.reviewing import Group

ARRANGERS = DECIDERS | {Role.SENCO}
ASKERS = frozenset({Role.PARENT, Role.YOUNG_PERSON, Role.REPRESENTATIVE, Role.SENCO})
READERS = ANSWERERS | ARRANGERS | {Role.WRITER, Role.BUSINESS_SUPPORT}
# Who sees that a plan is reviewed, and when; what is said and reported they read only where they are invited.
SEERS = READERS | PARTIES[Party.PROFESSIONAL] | {Role.TEACHER}
# For which of the five somebody of the circle comes, and who of the circle may be invited at all.
GROUP_OF: dict[Role, str] = {
    Role.PARENT: Group.FAMILY,
    Role.YOUNG_PERSON: Group.FAMILY,
    Role.REPRESENTATIVE: Group.FAMILY,
    Role.SENCO: Group.SETTING,
    Role.COORDINATOR: Group.COUNCIL,
    Role.MANAGER: Group.COUNCIL,
    Role.WRITER: Group.COUNCIL,
    Role.MEDICAL: Group.HEALTH,
    Role.THERAPIST: Group.HEALTH,
    Role.DCO: Group.HEALTH,
    Role.SOCIAL_WORKER: Group.SOCIAL_CARE,
    Role.DSCO: Group.SOCIAL_CARE,
    Role.ADULT_CARE: Group.SOCIAL_CARE,
    Role.TEACHER: "other",
    Role.EDUCATIONAL_PSYCHOLOGIST: "other",
    Role.VIRTUAL_SCHOOL_HEAD: "other",
}
# Who is always invited: the law names the family, and its side is never left out by a tick.
ALWAYS = frozenset({Role.PARENT, Role.YOUNG_PERSON, Role.REPRESENTATIVE})

NOT_AN_ARRANGER = "A review is arranged by the school’s SENCo or by the council. Ask the EHC coordinator of this plan."
NOT_AN_ASKER = "An early review is asked for by a parent, the young person or the school. Ask the EHC coordinator of this plan."
NOT_A_READER = (
    "Reviews are open to the family, to the professionals of this plan and to those who arrange them. Ask the EHC coordinator of this plan."
)
NOT_INVITED = "Only those who are invited to a review say something for it here. Ask whoever arranges it."
NOT_IN_FORCE = "A plan is reviewed while it is in force. This plan is at another stage."
SILENCED = "Nothing is sent about this plan any more."
LAW = "Children and Families Act 2014, section 44"


def may_arrange(access: PlanAccess) -> bool:
    """Say whether this person arranges reviews: the school's SENCo, and whoever decides for the council."""
    return bool(ARRANGERS & set(access.circle.roles))


def may_ask(access: PlanAccess) -> bool:
    """Say whether this person may ask for an early review."""
    return bool(ASKERS & set(access.circle.roles))


def sees_reviews(access: PlanAccess) -> bool:
    """Say whether this person sees that a plan is reviewed, and when."""
    return bool(SEERS & set(access.circle.roles))


def require_sees_reviews(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever has nothing to do with reviews."""
    if not sees_reviews(access):
        raise NotPermitted(NOT_A_READER)


def reads_words(access: PlanAccess, invited: Iterable[int | None]) -> bool:
    """Say whether this person reads what is said and reported: by their part in the plan, or because they are invited (`invited` are people).

    A parent who reads single sections by the young person's leave reads it only where the young person has them invited.
    """
    return access.person in set(invited) or (bool(READERS & set(access.circle.roles)) and not is_by_leave(access))


def require_in_force(access: PlanAccess) -> None:
    """Raise NotNow unless the plan is in force and mail may leave about it."""
    if access.plan.silenced_on:
        raise NotNow(SILENCED)
    if access.stage is not Stage.FINAL:
        raise NotNow(NOT_IN_FORCE, source=LAW)


def require_arranger(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever does not arrange reviews, NotNow where the plan is not in force."""
    if not may_arrange(access):
        raise NotPermitted(NOT_AN_ARRANGER)
    require_in_force(access)


def require_asker(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever does not ask for early reviews, NotNow where the plan is not in force."""
    if not may_ask(access):
        raise NotPermitted(NOT_AN_ASKER)
    require_in_force(access)


def reads_all_advice(access: PlanAccess) -> bool:
    """Say whether this person reads what everybody says from the moment it is said: whoever arranges the review, and the council's side."""
    return bool((READERS - ANSWERERS) & set(access.circle.roles))


def is_of_other_side(access: PlanAccess, person: int | None, role: str) -> bool:
    """Say whether an invitee is the other parent of this person, or of whoever chose them as a supporter (design, invariant 11)."""
    own = {held.person for held in access.circle.held + access.circle.chooser_held if held.role in PARENTAL_ROLES}
    return bool(own) and role in PARENTAL_ROLES and person not in own


def may_be_invited(access: PlanAccess) -> dict[int, tuple[str, Role]]:
    """Name everybody of the circle who can be invited, with whom they come for and their part. Two queries."""
    everyone = everyone_in(access.plan, today=access.today, policy=access.circle.policy)
    found = {}
    for number, one in everyone.items():
        role = next((role for role in one.circle.roles if role in GROUP_OF), None)
        if role is not None:
            found[number] = (GROUP_OF[role], role)
    if any(role is Role.YOUNG_PERSON for _group, role in found.values()):
        return {number: place for number, place in found.items() if place[1] is not Role.PARENT}
    return found


def require_answerer(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever does not decide for the council, NotNow where the plan is not in force."""
    require_decider(access)
    require_in_force(access)
