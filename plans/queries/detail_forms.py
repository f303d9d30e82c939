"""Read what stands in the forms of the personal details, for whoever may change it there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from permissions.access import NOTHING_HERE
from permissions.models import Child, User
from permissions.refusals import NotFound
from permissions.vocabulary import ROLE_NAMES
from plans.access import PlanAccess, everyone_in
from plans.access.details import PROFESSIONALS, ChildsFact, Fact
from plans.queries.details import LABELS, Holder, read_holders
from plans.queries.plan_page import PlanHead, plan_head


@dataclass(frozen=True, kw_only=True)
class CardValues:
    """What stands in one form. `of` names somebody else whose card it is, "" on one's own and on the child's."""

    head: PlanHead
    values: Mapping[str, Any]
    of: str = ""
    is_childs: bool = False


@dataclass(frozen=True, kw_only=True)
class ReleasePage:
    """What is asked before a fact is opened to others. `professionals` are those who would read it today; the family's side is never named."""

    head: PlanHead
    fact: str
    label: str
    value: str
    professionals: tuple[str, ...]


def card_values(access: PlanAccess, number: int | None, facts: Iterable[Fact]) -> CardValues:
    """Read facts of one's own card, or of that of a membership (the caller has asked who may). Three queries."""
    holder = _holder(access, number)
    of = "" if number is None else holder.person.name
    return CardValues(head=plan_head(access), values={fact: holder.value(fact) for fact in facts}, of=of)


def childs_values(access: PlanAccess, facts: Iterable[ChildsFact]) -> CardValues:
    """Read facts of the child again: one query."""
    child = Child.objects.get(pk=access.circle.circle.child_id)
    return CardValues(head=plan_head(access), values={fact: getattr(child, fact) for fact in facts}, is_childs=True)


def release_page(access: PlanAccess, fact: str) -> ReleasePage:
    """Read what would be opened, and to which professionals today.

    Invariant: no parent learns here whether another parent takes part, or who supports them.
    """
    holder = _holder(access, None)
    rows = everyone_in(access.plan, today=access.today, policy=access.circle.policy)
    standing = {
        person: [held.role for held in one.circle.held if held.role in PROFESSIONALS and not held.restricted]
        for person, one in rows.items()
        if not one.circle.is_family
    }
    roles = {person: held[0] for person, held in standing.items() if held}
    people = User.objects.filter(pk__in=roles).order_by("name")
    named = tuple(f"{person.name} ({ROLE_NAMES[roles[person.pk]]})" for person in people)
    return ReleasePage(head=plan_head(access), fact=fact, label=LABELS[Fact(fact)], value=holder.said(Fact(fact)), professionals=named)


def _holder(access: PlanAccess, number: int | None) -> Holder:
    wanted = (one for one in read_holders(access) if (one.person.pk == access.person if number is None else one.membership == number))
    found = next(wanted, None)
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found
