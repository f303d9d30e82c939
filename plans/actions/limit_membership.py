"""Limit a person to single sections of a plan."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from permissions import grants
from permissions.matrix import matrix
from permissions.models import Membership, User
from permissions.refusals import Invalid, NotNow
from permissions.vocabulary import CODES, Code, Role
from plans.access.circle import KEEPERS, NEVER_LIMITED, sections_of, written_for
from plans.actions.circle import (
    checked_reason,
    drop_exceptions,
    note,
    open_as_keeper,
    open_membership,
    write_exceptions,
)


@transaction.atomic
def limit_membership(
    person: User, reference: str, membership: int, *, keep: Collection[Code], reason: str, today: date, now: datetime
) -> Membership:
    """Leave a person only these sections of their role; guardian can't deny, so the role becomes `role_restricted` and what is left stands in rows.

    Raises NotFound, NotPermitted, NotNow for a coordinator or manager, and Invalid without a section or a reason.
    """
    access = open_as_keeper(person, reference, today=today)
    limited = open_membership(access, membership)
    role = Role(limited.stands_for)
    if role in KEEPERS:
        raise NotNow(NEVER_LIMITED)
    if not set(keep) & set(sections_of(role)):
        raise Invalid({"keep": "Leave at least one section, or end the membership."})
    words = checked_reason(reason)
    policy = access.circle.policy
    wanted = {(code, verb) for code in keep for verb in grants.verbs_of(role, code, policy=policy)}
    kept_grants = {(code, verb) for code in keep for verb in matrix()[role, code].grantable}
    drop_exceptions(access, limited.user, written_for(access, limited.user) - wanted - kept_grants)
    write_exceptions(access, limited.user, wanted, reason=words, now=now)
    Membership.objects.filter(pk=limited.pk).update(permission=grants.restricted_permission(), reason=words)
    note("limit_membership", access, limited.user, tuple(code for code in CODES if code in keep), now=now)
    return limited
