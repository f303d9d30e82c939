"""Open one fact of one's own card to more readers than the council."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.ledger import Act
from permissions.models import Release, User
from permissions.refusals import Invalid, NotFound
from plans.access import open_plan
from plans.access.details import Fact, require_own_card
from plans.queries.details import read_holders


@transaction.atomic
def release_fact(person: User, reference: str, fact: str, readers: str, *, today: date, now: datetime) -> Release:
    """Let the professionals, or everyone in the plan, read one's own address, phone number or e-mail address. Nobody does this for somebody else.

    Raises NotFound, NotPermitted; Invalid where there is nothing to read. The same again changes nothing.
    """
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require_own_card(access)
    holder = next((one for one in read_holders(access) if one.person.pk == access.person), None)
    if holder is None or circle is None:
        raise NotFound(NOTHING_HERE)
    if not holder.value(Fact(fact)):
        raise Invalid({"readers": "There is nothing here yet that others could read. Enter it first."})
    if holder.contact.pk is None:
        holder.contact.save()
    standing = Release.objects.filter(contact=holder.contact, fact=fact).first()
    if standing and standing.readers == readers:
        return standing
    values = {"readers": readers, "released_at": now}
    release, _made = Release.objects.update_or_create(contact=holder.contact, fact=fact, defaults=values)
    act = Act(actor=access.person, role=access.role, verb="release_fact", object_kind=f"contact {fact}", object_uid=holder.person.uid)
    ledger.record(act, circle=circle, now=now)
    return release
