"""Grant a person a section that their role has only when the coordinator says so, and take the grant back."""

from datetime import date, datetime

from django.db import transaction

from permissions.matrix import in_order, matrix
from permissions.models import Membership, User
from permissions.refusals import NotPermitted
from permissions.vocabulary import Code, Role, Verb
from plans.actions.circle import checked_reason, drop_exceptions, note, open_as_keeper, open_membership, write_exceptions


@transaction.atomic
def grant_section(person: User, reference: str, membership: int, code: Code, *, reason: str, today: date, now: datetime) -> Membership:
    """Grant what the matrix stars for this role in this section; granting it twice changes nothing.

    Raises NotFound, Invalid without a reason, and NotPermitted for whoever doesn't keep the circle and for what is not starred.
    """
    access = open_as_keeper(person, reference, today=today)
    member = open_membership(access, membership)
    verbs = starred(Role(member.stands_for), code)
    write_exceptions(access, member.user, [(code, verb) for verb in verbs], reason=checked_reason(reason), now=now)
    note("grant_section", access, member.user, (code,), now=now)
    return member


@transaction.atomic
def ungrant_section(person: User, reference: str, membership: int, code: Code, *, today: date, now: datetime) -> Membership:
    """Take a grant back. Raises NotFound, NotPermitted."""
    access = open_as_keeper(person, reference, today=today)
    member = open_membership(access, membership)
    dropped = drop_exceptions(access, member.user, [(code, verb) for verb in starred(Role(member.stands_for), code)])
    if dropped:
        note("ungrant_section", access, member.user, (code,), now=now)
    return member


def starred(role: Role, code: Code) -> tuple[Verb, ...]:
    """Give the verbs that may be granted to a role in a section; raise NotPermitted where there are none."""
    verbs = in_order(matrix()[role, code].grantable)
    if not verbs:
        raise NotPermitted("This section can't be granted to this role: the law and the council's rules leave it to others.")
    return verbs
