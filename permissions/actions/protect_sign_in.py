"""Switch protected sign-in on."""

from datetime import datetime

from django.db import transaction

from permissions import ledger
from permissions.models import User


@transaction.atomic
def protect_sign_in(person: User, *, by: User, now: datetime) -> bool:
    """Ask more than a mailbox of this person from now on; say whether that is new.

    Whoever calls has asked who may: the person themself once they hold a passkey or an app, a keeper of one of their plans, or a leader.
    """
    locked = User.objects.select_for_update().get(pk=person.pk)
    if locked.protected_sign_in:
        return False
    locked.protected_sign_in = person.protected_sign_in = True
    locked.save(update_fields=["protected_sign_in"])
    ledger.record_service("protect_sign_in", actor=by, person=person, now=now)
    return True
