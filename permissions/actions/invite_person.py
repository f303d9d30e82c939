"""Make the invitation by which a person comes in."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from permissions import ledger
from permissions.joining import hash_of_code, hash_of_link, new_code, new_link_token, shown_code
from permissions.models import Invitation, User
from permissions.models.invitation import LASTS
from permissions.refusals import Invalid

HAS_JOINED = "This person has joined already. They can sign in."
HAS_LEFT = "This account was closed, so it can't be invited."


@dataclass(frozen=True)
class Issued:
    """An invitation with its two halves, which are known at this moment only: the link's goes by e-mail, the joining code never does."""

    invitation: Invitation
    link_token: str
    joining_code: str


@transaction.atomic
def invite_person(person: User, *, by: User | None, now: datetime) -> Issued:
    """Make a fresh invitation for a person who has not joined; any earlier one stops working.

    Whoever calls has asked who may invite this person (keeper of the circle, office, family), and writes the letter. Raises Invalid for somebody who has
    joined already (to recover a sign-in, `joined_at` is set back in the same transaction first) or has left.
    """
    locked = User.objects.select_for_update().get(pk=person.pk)
    if locked.joined_at is not None:
        raise Invalid({"email": HAS_JOINED})
    if not locked.is_active:
        raise Invalid({"email": HAS_LEFT})
    Invitation.objects.filter(person=locked, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    token, code = new_link_token(), new_code()
    link_hash = hash_of_link(token)
    invitation = Invitation.objects.create(
        person=locked, invited_by=by, link_hash=link_hash, code_hash=hash_of_code(code, link_hash), made_at=now, ends_at=now + LASTS
    )
    ledger.record_service("invite_person", actor=by, person=locked, object_kind="invitation", object_uid=invitation.uid, now=now)
    return Issued(invitation, token, shown_code(code))
