"""Switch protected sign-in off."""

from datetime import datetime

from django.db import transaction

from permissions import ledger
from permissions.models import User
from permissions.refusals import NotPermitted

NOT_YOURSELF = "Only the council's staff switch protected sign-in off, and nobody for themselves. Ask a colleague of the council."


@transaction.atomic
def unprotect_sign_in(person: User, *, by: User, now: datetime) -> bool:
    """Let a code by e-mail open this account again, where the person's roles allow that; say whether it was switched on.

    Whoever calls has asked who may: a keeper of one of the person's plans, or a leader. Raises NotPermitted for the person themself.
    """
    if by.pk == person.pk:
        raise NotPermitted(NOT_YOURSELF)
    locked = User.objects.select_for_update().get(pk=person.pk)
    if not locked.protected_sign_in:
        return False
    locked.protected_sign_in = person.protected_sign_in = False
    locked.save(update_fields=["protected_sign_in"])
    ledger.record_service("unprotect_sign_in", actor=by, person=person, now=now)
    return True
