"""Let the family see a section that was held back."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.vocabulary import Code
from plans.access.circle import require_drafting
from plans.actions.circle import open_as_keeper, write_held_back
from plans.models import Plan


@transaction.atomic
def release_section(person: User, reference: str, code: Code, *, today: date, now: datetime) -> Plan:
    """Release a section that was held back; one that was not stays as it is. Raises NotFound, NotPermitted, and NotNow once the draft is served."""
    access = open_as_keeper(person, reference, today=today)
    require_drafting(access)
    if code.value not in access.plan.held_back:
        return access.plan
    left = {held: reason for held, reason in access.plan.held_back.items() if held != code.value}
    return write_held_back(access, left, "release_section", code, now)
