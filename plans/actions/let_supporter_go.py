"""Whoever chose a supporter ends their support."""

from datetime import date, datetime

from django.db import transaction

from permissions import access as circles
from permissions import grants, ledger
from permissions.actions.withdraw_invitation import withdraw_invitation
from permissions.models import Membership, User
from plans.access import open_plan
from plans.access.circle import chosen_by, require_chooser
from plans.actions.circle import forget_exceptions, note


@transaction.atomic
def let_supporter_go(person: User, reference: str, number: int, *, today: date, now: datetime) -> Membership:
    """End a supporter's part at once; no reason is asked of a family. Raises NotFound for a supporter of somebody else, NotPermitted for whoever chooses none."""
    ledger.lock_named(circles.normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require_chooser(access)
    going = chosen_by(access, number)
    grants.end_role(going, now=now)
    if going.user.joined_at is None:
        withdraw_invitation(going.user, by=person, now=now)
    forget_exceptions(access, going.user)
    note("end_membership", access, going.user, now=now)
    return going
