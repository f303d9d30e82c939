"""Ask who somebody is in a circle: the lower half of the one door to everything of a child (the upper half is `plans.access`).

Three queries in all for a whole plan: the circle, the roles, the exceptions. Somebody outside gets NotFound, with the same number of queries as for a
circle that does not exist.
"""

from collections.abc import Callable
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
        """List the roles of this person here."""
        return tuple(held.role for held in self.held)

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
    own = tuple(row for row in held if row.person == person.pk)
    if circle is None or not own:
        raise NotFound(NOTHING_HERE)
    return CircleAccess(person.pk, circle, own, tuple(row for row in held if row.person != person.pk), policy, today)


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
