"""Say who may see who has looked, who breaks glass, and who may declare a conflict of interest."""

from datetime import date

from permissions import grants
from permissions.models import Circle, Conflict, User
from permissions.refusals import Invalid, NotPermitted
from permissions.vocabulary import Role
from plans.access.circle import MAY_CHOOSE, other_coordinators
from plans.access.decision import PlanAccess

KEEP_WATCH = frozenset({Role.COORDINATOR, Role.MANAGER, Role.LEADER})


def may_watch(access: PlanAccess) -> bool:
    """Say whether this person is told who has looked: the family who hold rights in the plan are, and whoever answers for it at the council."""
    return bool((MAY_CHOOSE | KEEP_WATCH) & set(access.circle.roles))


def require_watcher(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever is not told who has looked."""
    if not may_watch(access):
        raise NotPermitted("Who has looked at this plan is shown to the family, and to the council’s officers who answer for it.")


def require_leader(person: User) -> None:
    """Raise NotPermitted for whoever is no service leader."""
    if not person.is_leader:
        raise NotPermitted("Only a service leader of the council opens a plan in which they have no part.")


def require_no_part(person: User, circle: Circle | None, *, today: date) -> Circle:
    """Give the circle in which this leader has no part and no conflict of interest; raise Invalid, in a sentence, otherwise."""
    if circle is None:
        raise Invalid({"reference": "There is no plan with this reference. Check it and type it again."})
    if Conflict.objects.filter(circle=circle, person=person, ended_at=None).exists():
        raise Invalid({"reference": "You declared a conflict of interest in this plan, so you can’t open it. Ask another service leader."})
    if any(held.person == person.pk for held in grants.roles_in(circle.pk, [person.pk], today=today)):
        raise Invalid({"reference": "You have a part in this plan already. It is in the list of your plans."})
    return circle


def require_officer(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever does not stand with the council in this plan."""
    if not access.circle.is_council:
        raise NotPermitted(
            "A conflict of interest is declared by the council’s own officers. If you know of one, tell the EHC coordinator."
        )


def needs_successor(access: PlanAccess) -> bool:
    """Say whether nobody else coordinates the plan, so that a colleague has to take it over. Two queries."""
    return Role.COORDINATOR in access.circle.roles and not other_coordinators(access, access.person)
