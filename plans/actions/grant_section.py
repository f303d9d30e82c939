"""Grant a person a section that their role has only when the coordinator says so."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import Membership, User
from permissions.vocabulary import Code, Role
from plans.access.circle import starred
from plans.actions.circle import checked_reason, note, open_as_keeper, open_membership, write_exceptions


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
