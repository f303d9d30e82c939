"""Withdraw an invitation that was not accepted yet."""

from datetime import datetime

from django.db import transaction

from permissions import ledger
from permissions.models import Invitation, User


@transaction.atomic
def withdraw_invitation(person: User, *, by: User | None, now: datetime) -> bool:
    """Let the open invitation of a person stop working at once; say whether there was one.

    Whoever calls has asked who may (keeper of the circle, office, whoever chose this supporter).
    """
    invitation = Invitation.objects.select_for_update().filter(person=person, accepted_at=None, withdrawn_at=None).first()
    if invitation is None:
        return False
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    ledger.record_service("withdraw_invitation", actor=by, person=person, object_kind="invitation", object_uid=invitation.uid, now=now)
    return True
