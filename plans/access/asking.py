"""Say who reads a request that somebody makes here: its writer, and once it is sent whoever opens plans for the council."""

from uuid import UUID

from django.db.models import QuerySet

from permissions.access import NOTHING_HERE
from permissions.models import User
from permissions.refusals import NotFound, NotNow, NotPermitted
from plans.models import Asking

SENT = "This request was sent. What it says stays as it was received; tell the council if something has to be put right."
NOT_AN_OPENER = "Requests are read by the council's EHC coordinators."


def own_askings(person: User) -> QuerySet[Asking]:
    """Give the requests of one person, sent or not."""
    return Asking.objects.filter(by=person)


def open_own(person: User, uid: UUID, *, lock: bool = False) -> Asking:
    """Open a request that this person is still writing. NotFound for anybody else's, NotNow once it is sent."""
    rows = own_askings(person).select_for_update() if lock else own_askings(person)
    found = rows.filter(uid=uid).first()
    if found is None:
        raise NotFound(NOTHING_HERE)
    if found.sent_at is not None:
        raise NotNow(SENT, source="SEND Regulations 2014, regulation 4")
    return found


def waiting_askings(person: User) -> QuerySet[Asking]:
    """Give the requests that were sent and for which no plan is open yet. Raises NotPermitted for whoever does not open plans."""
    if not person.may_open_plans:
        raise NotPermitted(NOT_AN_OPENER)
    return Asking.objects.filter(sent_on__isnull=False, plan=None).select_related("by")


def open_waiting(person: User, uid: UUID) -> Asking:
    """Open a request that waits for the council. Raises NotPermitted, NotFound."""
    found = waiting_askings(person).filter(uid=uid).first()
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found
