"""Let one of the family choose a supporter, and write to them; the answer is the same whoever the address belongs to."""

from datetime import date, datetime

from django.db import transaction

from permissions.joining import new_code, shown_code
from permissions.models import User
from permissions.models.invitation import LASTS
from permissions.queries.joining import may_hold_code_of
from plans.actions.choose_supporter import choose_supporter
from portal.letters.invite import Code, invite_again, welcome


@transaction.atomic
def choose(person: User, reference: str, *, email: str, name: str, today: date, now: datetime) -> Code:
    """Choose a supporter and give the code to hand over. Raises what `choose_supporter` raises.

    Somebody who uses the service already needs no code, and for an address that is in this plan on another parent's side nothing was done: a code stands on
    the page all the same, so that the page tells nobody which addresses are known here.
    """
    membership = choose_supporter(person, reference, email=email, name=name, today=today, now=now)
    code = shown_code(new_code())
    if membership is not None and membership.user.joined_at is None:
        if may_hold_code_of(membership.user, chooser=person.pk, now=now):
            code = invite_again(membership.user, by=person, now=now).code
    elif membership is not None:
        welcome(membership, by=person, now=now)
    return Code(name, email, code, now + LASTS, perhaps_known=True)
