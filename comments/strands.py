"""Keep two parents two people: who of the family stands with whom (design, invariant 11)."""

from django.db.models import OuterRef, Q, Subquery

from permissions.access import CircleAccess
from permissions.models import LedgerEntry, Membership
from permissions.vocabulary import PARENTAL_ROLES, Role
from plans.live import Settled


def parents_of(circle: CircleAccess) -> frozenset[int]:
    """Name the parents on whose side a person stands: oneself as a parent, whoever chose one as a supporter; empty for everybody else."""
    own = {held.person for held in circle.held if held.role in PARENTAL_ROLES}
    chosen_by = {held.chosen_by for held in circle.held if held.role is Role.SUPPORTER and held.chosen_by is not None}
    parents = {held.person for held in circle.chooser_held if held.role in PARENTAL_ROLES}
    return frozenset(own | (chosen_by & parents))


def is_apart(circle: CircleAccess, *, actor: int, role: str, chosen_by: int | None) -> bool:
    """Say whether somebody acted on the other parent's side of this person: the other parent, or a supporter whom this person's side did not choose."""
    parents = parents_of(circle)
    if not parents or actor == circle.person:
        return False
    if role in PARENTAL_ROLES:
        return actor not in parents
    return role == Role.SUPPORTER and chosen_by not in parents


def is_entry_apart(circle: CircleAccess, entry: LedgerEntry) -> bool:
    """Say the same of what stands in the ledger; who had chosen a supporter was read with it (`chooser_of`, as `chosen_by`)."""
    chosen_by: int | None = entry.chosen_by  # type: ignore[attr-defined]
    return entry.actor_id is not None and is_apart(circle, actor=entry.actor_id, role=entry.role, chosen_by=chosen_by)


def is_text_apart(circle: CircleAccess, text: Settled) -> bool:
    """Say whether an item's words are of the other side, whoever typed them. No supporter writes in a plan: who chose one is not asked."""
    return text.author is not None and is_apart(circle, actor=text.author, role=text.role, chosen_by=None)


def chooser_of(person_column: str, circle: int) -> Subquery:
    """Read, as part of another query, who had chosen a supporter of this circle when they acted (the row's `at`), also one who has left."""
    memberships = Membership.objects.filter(content_object=circle, user=OuterRef(person_column), stands_for=Role.SUPPORTER)
    memberships = memberships.filter(Q(ended_at=None) | Q(ended_at__gte=OuterRef("at")))
    return Subquery(memberships.order_by("pk").values("chosen_by")[:1])
