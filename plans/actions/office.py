"""What the acts of the office on many plans at once share: the locks, who can coordinate where, the role, the note in the ledger of each plan."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from permissions import grants, ledger
from permissions.ledger import Act
from permissions.models import Circle, Conflict, Membership, User
from permissions.vocabulary import PARTIES, Party, Role

# In the ledger of a plan: done from the office, by somebody who holds no role in that plan by this.
OFFICE = "office"
FAMILY = tuple(PARTIES[Party.FAMILY])


def lock_all(circles: Iterable[int]) -> dict[int, Circle]:
    """Lock the circles of many plans, always in the order of their numbers so that two acts never wait for each other. One query."""
    return {circle.pk: circle for circle in Circle.objects.select_for_update().filter(pk__in=list(circles)).order_by("pk")}


def closed_to(person: User, circles: Iterable[int]) -> set[int]:
    """Name the circles that a person can't coordinate: where they are of the family, or have declared a conflict of interest. Two queries."""
    wanted = list(circles)
    family = Membership.objects.filter(user=person, content_object__in=wanted, ended_at=None, stands_for__in=FAMILY)
    conflicts = Conflict.objects.filter(person=person, circle__in=wanted, ended_at=None)
    return {*family.values_list("content_object", flat=True), *conflicts.values_list("circle", flat=True)}


def coordinator_rows(person: User, circles: Iterable[int]) -> dict[int, Membership]:
    """Read where a person coordinates, or covers for somebody who does, also later or no longer. One query."""
    rows = Membership.objects.filter(user=person, content_object__in=list(circles), ended_at=None, stands_for=Role.COORDINATOR)
    return {row.content_object_id: row for row in rows}


def make_coordinators(
    person: User, circles: Iterable[Circle], *, from_on: date, until_on: date | None = None, basis: str, covers_for: User | None = None
) -> None:
    """Write that a person coordinates these plans. Two queries."""
    permission = grants.role_permission(Role.COORDINATOR)
    Membership.objects.bulk_create(
        [
            Membership(
                content_object=circle,
                user=person,
                permission=permission,
                stands_for=Role.COORDINATOR,
                from_on=from_on,
                until_on=until_on,
                basis=basis,
                covers_for=covers_for,
            )
            for circle in circles
        ]
    )


def note_in(circle: Circle, verb: str, person: User, *, by: User, now: datetime) -> None:
    """Write into the ledger of a plan, whose circle is locked, what was done to a person's part in it."""
    whose: uuid.UUID = person.uid
    ledger.record(Act(actor=by.pk, role=OFFICE, verb=verb, object_kind="membership", object_uid=whose), circle=circle, now=now)
