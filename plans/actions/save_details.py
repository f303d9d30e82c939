"""Save facts on the card of one adult of the family."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.ledger import Act
from permissions.models import Contact, Release, User
from permissions.refusals import Invalid, NotFound, Stale
from plans.access import PlanAccess, open_plan
from plans.access.details import Fact, require_keeps_cards, require_own_card
from plans.actions.writing import clashes_between
from plans.queries.details import Holder, mark_of, read_holders


@dataclass(frozen=True, kw_only=True)
class Saved:
    """Whose card it is, whether anything changed, and which releases ended with what they had opened."""

    owner: User
    is_changed: bool
    taken_back: tuple[str, ...] = ()


@transaction.atomic
def save_details(
    person: User, reference: str, changes: Mapping[Fact, Any], *, of: int | None, seen: str, today: date, now: datetime
) -> Saved:
    """Save facts over what stood there when the form was opened (`seen`): on one's own card, or, with the number of a membership, on an adult's.

    A fact that was released is released no more once it says something else: a new address is nobody's but the adult's and the council's.
    Raises NotFound, NotPermitted; Stale with both values; Invalid where the safe way to reach them would lead nowhere. The same again changes nothing.
    """
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    holder = _whose(access, of)
    there = {fact.value: holder.value(fact) for fact in changes}
    typed = {fact.value: value for fact, value in changes.items()}
    if there == typed or circle is None:
        return Saved(owner=holder.person, is_changed=False)
    if mark_of(there) != seen:
        raise Stale(clashes=clashes_between(typed, there))
    contact = holder.contact
    for fact, value in changes.items():
        setattr(contact, fact, value)
    _check(contact, changes)
    contact.save()
    taken_back = tuple(fact.value for fact in changes if fact in holder.released and there[fact] != typed[fact])
    Release.objects.filter(contact=contact, fact__in=taken_back).delete()
    act = Act(actor=access.person, role=access.role, verb="save_details", object_kind="contact", object_uid=holder.person.uid)
    ledger.record(act, circle=circle, now=now)
    return Saved(owner=holder.person, is_changed=True, taken_back=taken_back)


def _whose(access: PlanAccess, of: int | None) -> Holder:
    """Find the card: one's own, or that of a membership, for whoever keeps cards."""
    if of is None:
        require_own_card(access)
    else:
        require_keeps_cards(access)
    wanted = (one for one in read_holders(access) if (one.person.pk == access.person if of is None else one.membership == of))
    found = next(wanted, None)
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found


def _check(contact: Contact, changes: Mapping[Fact, Any]) -> None:
    """Refuse a safe way that leads nowhere, beside the field that is being changed."""
    needs = {
        Contact.Channel.POST: (contact.address, Fact.ADDRESS, "address"),
        Contact.Channel.PHONE: (contact.phone, Fact.PHONE, "phone number"),
        Contact.Channel.TEXT: (contact.phone, Fact.PHONE, "phone number"),
    }.get(Contact.Channel(contact.channel))
    if needs is None or needs[0]:
        return
    _value, fact, words = needs
    label = Contact.Channel(contact.channel).label.lower()
    if Fact.CHANNEL in changes:
        raise Invalid({Fact.CHANNEL: f"There is no {words} here yet. Enter it first, then choose {label}."})
    if fact in changes:
        raise Invalid({fact: f"This {words} is needed: the safe way is {label}. Choose another safe way first."})
