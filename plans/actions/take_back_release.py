"""Take back what one opened of one's own card."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import normal_reference
from permissions.ledger import Act
from permissions.models import Release, User
from plans.access import open_plan
from plans.access.details import require_own_card


@transaction.atomic
def take_back_release(person: User, reference: str, fact: str, *, today: date, now: datetime) -> bool:
    """End the release of a fact of one's own card; give whether there was one. Raises NotFound, NotPermitted."""
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require_own_card(access)
    released = Release.objects.filter(contact__circle=access.plan.circle_id, contact__person=access.person, fact=fact)
    if circle is None or not released.delete()[0]:
        return False
    act = Act(actor=access.person, role=access.role, verb="take_back_release", object_kind=f"contact {fact}", object_uid=person.uid)
    ledger.record(act, circle=circle, now=now)
    return True
