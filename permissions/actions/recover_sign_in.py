"""Give a person a new way in, when what they signed in with is lost or in somebody else's hands."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from permissions import ledger
from permissions.actions.invite_person import HAS_LEFT, Issued, invite_person
from permissions.models import User
from permissions.refusals import Invalid, NotPermitted

NOT_YOURSELF = "Nobody gives themselves a new way in. Ask a colleague of the council."
TAKEN = "Somebody else signs in with this address."


@transaction.atomic
def recover_sign_in(person: User, *, by: User, new_email: str = "", now: datetime) -> Issued:
    """End every passkey, app and work account of a person, and invite them anew, at a new address where theirs is lost. Until they accept nothing opens the account.

    Whoever calls has asked who may (a keeper of one of the person's plans, or a leader), ends the sessions and writes the letters. Nobody of the council chooses
    what the person signs in with afterwards. Raises NotPermitted for oneself, and Invalid for whoever has left, or for an address that somebody else has.
    """
    if by.pk == person.pk:
        raise NotPermitted(NOT_YOURSELF)
    locked = User.objects.select_for_update().get(pk=person.pk)
    if not locked.is_active or locked.left_at is not None:
        raise Invalid({"email": HAS_LEFT})
    if new_email and new_email != locked.email:
        if User.objects.filter(email=new_email).exclude(pk=locked.pk).exists():
            raise Invalid({"email": TAKEN})
        locked.email = person.email = new_email
        ledger.record_service("change_email", actor=by, person=person, now=now)
    locked.joined_at = person.joined_at = None
    locked.save(update_fields=["joined_at", "email"])
    Authenticator.objects.filter(user=locked).delete()
    SocialAccount.objects.filter(user=locked).delete()
    EmailAddress.objects.filter(user=locked).delete()
    ledger.record_service("recover_sign_in", actor=by, person=person, now=now)
    return invite_person(locked, by=by, now=now)
