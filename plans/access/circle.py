"""Say what may be done to a membership: who can be ended, who can be limited, whom a supporter may be chosen by."""

from django.db.models import QuerySet

from permissions import grants
from permissions.access import NOTHING_HERE, standing_of
from permissions.matrix import in_order, matrix
from permissions.models import Membership, User
from permissions.refusals import NotFound, NotNow, NotPermitted
from permissions.vocabulary import CODES, Code, Role, Verb
from plans.access.build import MAY_BE_HELD_BACK
from plans.access.decision import PlanAccess
from plans.access.rights import HOLDERS
from plans.models import SectionGrant

# Whoever holds one of these roles keeps the circle, limited or not; they are ended, never limited.
KEEPERS = frozenset({Role.COORDINATOR, Role.MANAGER})
# The family members who choose a supporter: those who hold rights in the plan.
MAY_CHOOSE = HOLDERS

LAST_COORDINATOR = "A plan always has a coordinator. Add the next coordinator first, then end this one."
TOO_LATE = "A section is held back only while the draft is written. From the day it is served, the family sees the whole draft."
NOT_STARRED = "This section can't be granted to this role: the law and the council's rules leave it to others."
NEVER_LIMITED = "A coordinator or manager keeps the people of this plan, so their role is whole. End it instead."


def is_last_coordinator(access: PlanAccess, ending: Membership) -> bool:
    """Say whether nobody would coordinate the plan today if this membership ended."""
    return ending.stands_for == Role.COORDINATOR and not other_coordinators(access, ending.user_id)


def other_coordinators(access: PlanAccess, leaving: int) -> list[int]:
    """List the people who would coordinate the plan today without this person; whoever only covers for somebody is not one to leave a plan to."""
    standing = standing_of(grants.roles_in(access.plan.circle_id, None, today=access.today))
    covers = Membership.objects.filter(content_object=access.plan.circle_id, ended_at=None, covers_for__isnull=False)
    apart = {leaving, *covers.values_list("user", flat=True)}
    return [row.person for held in standing.values() for row in held if row.role is Role.COORDINATOR and row.person not in apart]


def sections_of(role: Role) -> tuple[Code, ...]:
    """List the sections in which a role does anything of its own."""
    return tuple(code for code in CODES if matrix()[role, code].verbs)


def exceptions_of(access: PlanAccess, person: User) -> QuerySet[SectionGrant]:
    """Give the rows of single exceptions that one person has in this plan."""
    return SectionGrant.objects.filter(user=person, content_object__plan=access.plan)


def written_for(access: PlanAccess, person: User) -> set[tuple[Code, Verb]]:
    """Read which verbs in which sections stand as single exceptions of one person in this plan."""
    rows = exceptions_of(access, person).values_list("content_object__type_id", "permission__codename")
    return {(Code(str(code)), Verb(codename.removesuffix("_section"))) for code, codename in rows}


def require_keeper(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever does not keep the circle."""
    if not access.keeps_circle:
        raise NotPermitted("The people of this plan are kept by its EHC coordinator and the manager. Ask them.")


def require_chooser(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever chooses no supporter: only those of the family who hold rights do."""
    if not MAY_CHOOSE & set(access.circle.roles):
        raise NotPermitted("A supporter is chosen by a parent, the young person or their representative.")


def chosen_by(access: PlanAccess, number: int) -> Membership:
    """Find a supporter whom this very person chose; raise NotFound for any other membership."""
    rows = Membership.objects.select_related("user").filter(pk=number, content_object=access.plan.circle_id, ended_at=None)
    found = rows.filter(stands_for=Role.SUPPORTER, chosen_by=access.person).first()
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found


def starred(role: Role, code: Code) -> tuple[Verb, ...]:
    """Give the verbs that may be granted to a role in a section; raise NotPermitted where there are none."""
    verbs = in_order(matrix()[role, code].grantable)
    if not verbs:
        raise NotPermitted(NOT_STARRED)
    return verbs


def require_drafting(access: PlanAccess) -> None:
    """Raise NotNow unless the draft is still being written."""
    if access.stage not in MAY_BE_HELD_BACK:
        raise NotNow(TOO_LATE, source="SEND Regulations 2014, regulation 13")
