"""Decide who opens the child's own page with the child: the family, and a professional whom one of the family let.

A helper's leave takes nothing away from the matrix and adds nothing to it: whoever helps adds to Section A by their role, at the stages at which that is open.
"""

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import TruncDate

from permissions import grants
from permissions.clock import LONDON
from permissions.matrix import matrix
from permissions.models import ChildsHelper, Membership
from permissions.refusals import NotPermitted
from permissions.vocabulary import PARTIES, Code, Party, Role, Verb
from plans.access.circle import MAY_CHOOSE
from plans.access.decision import PlanAccess

# Who opens the page without anybody's leave: the child or young person, and the family members who hold rights.
OPENS = MAY_CHOOSE | {Role.CHILD}
# Who may be let: professionals who add the child's words to Section A by their role.
MAY_HELP = frozenset(role for role in PARTIES[Party.PROFESSIONAL] if Verb.ADD in matrix()[role, Code.A].verbs)

NOT_LET = "This page is opened by the family, or by somebody whom the family let. Ask the family."
NOT_YOURS_TO_LET = "Only the family says who may open this page with the child."


def may_be_let(access: PlanAccess) -> QuerySet[Membership]:
    """Give the memberships, in force today, of the professionals who could help the child with this page; `is_let` says who may. No query yet.

    A leave from before somebody's present membership has gone with the one before.
    """
    here = ChildsHelper.objects.filter(circle=access.plan.circle_id, person=OuterRef("user"), ended_at=None)
    let = here.annotate(let_on=TruncDate("confirmed_at", tzinfo=LONDON)).filter(let_on__gte=OuterRef("from_on"))
    return (
        Membership.objects.select_related("user")
        .filter(grants.in_force(access.today), content_object=access.plan.circle_id, stands_for__in=MAY_HELP, user__is_active=True)
        .exclude(permission__codename="role_restricted")
        .annotate(is_let=Exists(let))
        .order_by("user__name", "pk")
    )


def lets_helpers(access: PlanAccess) -> bool:
    """Say whether this person lets others open the page, and takes that back."""
    return bool(MAY_CHOOSE & set(access.circle.roles))


def require_lets_helpers(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever does not say who may help."""
    if not lets_helpers(access):
        raise NotPermitted(NOT_YOURS_TO_LET)


def opens_childs_page(access: PlanAccess) -> bool:
    """Say whether this person opens the child's page. No query for the family; one for a professional who could be let."""
    roles = set(access.circle.roles)
    if roles & OPENS:
        return True
    return bool(roles & MAY_HELP) and any(row.is_let for row in may_be_let(access).filter(user=access.person))  # type: ignore[attr-defined]


def require_childs_page(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever does not open the child's page."""
    if not opens_childs_page(access):
        raise NotPermitted(NOT_LET)
