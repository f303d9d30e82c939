"""Ask who somebody is in a circle: the lower half of the one door to everything of a child (the upper half is `plans.access`).

Three queries in all for a whole plan: the circle, the roles, the exceptions. Somebody outside gets NotFound, with the same number of queries as for a
circle that does not exist.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from permissions import grants
from permissions.grants import Held
from permissions.models import Circle, PolicyVersion, User
from permissions.refusals import NotFound
from permissions.vocabulary import PARTY_OF, Party, Role

NOTHING_HERE = "There is no such page, or it is not yours to see."


@dataclass(frozen=True)
class CircleAccess:
    """What one person is in one circle today."""

    person: int
    circle: Circle
    held: tuple[Held, ...]
    chooser_held: tuple[Held, ...]
    policy: int
    today: date

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """List the roles of this person here. A parent who is here by the young person's leave holds no rights: they act as somebody whom the family chose."""
        return tuple(Role.SUPPORTER if held.by_leave else held.role for held in self.held)

    @property
    def main_role(self) -> Role:
        """Name the role in which this person acts: what the ledger writes down."""
        return self.roles[0]

    def stands_with(self, party: Party) -> bool:
        """Say whether one of the roles is on this side."""
        return any(PARTY_OF[role] is party for role in self.roles)

    @property
    def is_family(self) -> bool:
        """Say whether this person is of the family."""
        return self.stands_with(Party.FAMILY)

    @property
    def is_council(self) -> bool:
        """Say whether this person is of the council."""
        return self.stands_with(Party.COUNCIL)


def normal_reference(text: str) -> str:
    """Read a reference as people type it: in any case, with or without the dash; Crockford's look-alikes are the digits they look like."""
    return text.upper().replace("-", "").replace(" ", "").translate(str.maketrans("ILO", "110"))


def current_policy() -> int:
    """Read the number of the matrix in force."""
    return PolicyVersion.objects.values_list("number", flat=True).get(pk=1)


def circle_access(person: User, circle: Circle | None, *, policy: int, today: date) -> CircleAccess:
    """Find what a person is in a circle; raise NotFound for whoever is nothing there. One query, also when there is no circle."""
    held = grants.roles_in(circle.pk if circle else 0, [person.pk], today=today)
    standing = standing_of(held)
    if circle is None or person.pk not in standing:
        raise NotFound(NOTHING_HERE)
    return among(standing, person.pk, circle, policy=policy, today=today)


def standing_of(held: Iterable[Held]) -> dict[int, tuple[Held, ...]]:
    """Say in which roles each person really stands, the family's first: in that one they act.

    Invariant: whoever is of a child's family is never of the council there, also not by a team, so that a parent who works for the council reads neither the
    other parent's address nor what the council says among itself. A supporter is nobody there once whoever chose them has left.
    """
    rows = sorted(held, key=lambda row: _ORDER[row.role])
    choosers = {row.person for row in rows if PARTY_OF[row.role] is Party.FAMILY and row.role is not Role.SUPPORTER}
    rows = [row for row in rows if row.role is not Role.SUPPORTER or row.chosen_by in choosers]
    family = {row.person for row in rows if PARTY_OF[row.role] is Party.FAMILY}
    standing: dict[int, tuple[Held, ...]] = {}
    for row in rows:
        if PARTY_OF[row.role] is not Party.COUNCIL or row.person not in family:
            standing[row.person] = (*standing.get(row.person, ()), row)
    return standing


_ORDER = {role: position for position, role in enumerate(Role)}


def among(standing: Mapping[int, tuple[Held, ...]], person: int, circle: Circle, *, policy: int, today: date) -> CircleAccess:
    """Give what one of these people is in the circle, with the roles of whoever chose them."""
    own = standing[person]
    choosers = sorted({row.chosen_by for row in own if row.chosen_by is not None} - {person})
    return CircleAccess(person, circle, own, tuple(row for chooser in choosers for row in standing.get(chooser, ())), policy, today)


# What `User.has_perm` asks about an object of ours: plans says how, when it is loaded; until then nothing is allowed.
_object_rules: dict[type, Callable[[User, str, Any], bool]] = {}


def rule_objects(model: type, rule: Callable[[User, str, Any], bool]) -> None:
    """Say how a permission on a row of this model is decided."""
    _object_rules[model] = rule


def has_object_perm(person: User, perm: str, obj: Any) -> bool | None:
    """Answer for an object of ours; None for an object of somebody else's (Wagtail's own)."""
    rule = next((rule for model, rule in _object_rules.items() if isinstance(obj, model)), None)
    if rule is not None:
        return bool(person.is_active and rule(person, perm, obj))
    return False if type(obj).__module__.split(".")[0] in {"permissions", "plans", "comments"} else None
