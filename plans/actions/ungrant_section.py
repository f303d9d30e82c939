"""Take back what was granted a person in a section."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import Membership, User
from permissions.vocabulary import Code, Role
from plans.access.circle import starred
from plans.actions.circle import drop_exceptions, note, open_as_keeper, open_membership


@transaction.atomic
def ungrant_section(person: User, reference: str, membership: int, code: Code, *, today: date, now: datetime) -> Membership:
    """Take a grant back. Raises NotFound, NotPermitted."""
    access = open_as_keeper(person, reference, today=today)
    member = open_membership(access, membership)
    dropped = drop_exceptions(access, member.user, [(code, verb) for verb in starred(Role(member.stands_for), code)])
    if dropped:
        note("ungrant_section", access, member.user, (code,), now=now)
    return member
