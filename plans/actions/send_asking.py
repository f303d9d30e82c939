"""Send a request for an assessment: it is received on this day, however incomplete it is."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from permissions import ledger
from permissions.models import User
from permissions.refusals import Invalid, NotNow
from plans.access.asking import open_own, own_askings
from plans.models import Asking

MOST_A_DAY = 10
TOO_MANY = f"You have sent {MOST_A_DAY} requests today. Send the next one tomorrow, or ask the council."
# What a request can't be without (domain.md 5.3): everything else may come later.
NEEDED: dict[str, str] = {
    "first_name": "Enter the child’s first name.",
    "last_name": "Enter the child’s last name.",
    "born_on": "Enter the child’s date of birth.",
    "made_by": "Say who you are to the child.",
    "contact": "Say how we can reach you.",
}


@transaction.atomic
def send_asking(person: User, uid: UUID, *, today: date, now: datetime) -> Asking:
    """Send it, once; from then on its writer changes nothing more, and the council's coordinators have it.

    Raises NotFound, NotNow where it was sent or too many were, and Invalid with a sentence for each thing that is missing.
    Law: SEND Regs 2014 regs 4 and 5; Children and Families Act 2014 s.36: the six weeks begin with this day.
    """
    asking = open_own(person, uid, lock=True)
    missing = {name: sentence for name, sentence in NEEDED.items() if not getattr(asking, name)}
    if asking.born_on and asking.born_on >= today:
        missing["born_on"] = "The date of birth must be in the past."
    if missing:
        raise Invalid(missing)
    if own_askings(person).filter(sent_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise NotNow(TOO_MANY)
    asking.sent_at, asking.sent_on = now, today
    asking.save(update_fields=["sent_at", "sent_on"])
    ledger.record_service("send_request", actor=person, object_kind="request", object_uid=asking.uid, now=now)
    return asking
