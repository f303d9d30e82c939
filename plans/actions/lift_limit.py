"""Give a limited person the whole role back."""

from datetime import date, datetime

from django.db import transaction

from permissions import grants
from permissions.matrix import matrix
from permissions.models import Membership, User
from permissions.vocabulary import CODES, Role
from plans.access.circle import sections_of, written_for
from plans.actions.circle import drop_exceptions, note, open_as_keeper, open_membership


@transaction.atomic
def lift_limit(person: User, reference: str, membership: int, *, today: date, now: datetime) -> Membership:
    """Give a limited person the whole role back; what was granted beyond the role stays granted. Raises NotFound, NotPermitted."""
    access = open_as_keeper(person, reference, today=today)
    limited = open_membership(access, membership)
    role = Role(limited.stands_for)
    granted = {(code, verb) for code in CODES for verb in matrix()[role, code].grantable}
    drop_exceptions(access, limited.user, written_for(access, limited.user) - granted)
    Membership.objects.filter(pk=limited.pk).update(permission=grants.role_permission(role), reason="")
    note("limit_membership", access, limited.user, sections_of(role), now=now)
    return limited
