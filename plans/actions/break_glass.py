"""Open a plan for an hour to a leader who has no part in it."""

from datetime import date, datetime, timedelta

from django.db import transaction

from permissions import grants, ledger
from permissions.access import normal_reference
from permissions.ledger import Act
from permissions.models import BrokenGlass, Membership, User
from permissions.vocabulary import Role
from plans.access.looking import require_leader, require_no_part
from plans.actions.circle import checked_reason

AN_HOUR = timedelta(hours=1)


@transaction.atomic
def break_glass(person: User, reference: str, *, reason: str, today: date, now: datetime) -> BrokenGlass:
    """Give a service leader the part of a leader in a plan for one hour; the family is told when it is over (`tell_of_glass`).

    Raises NotPermitted for whoever is no leader, and Invalid without a reason, for an unknown plan, or where they have a part or a conflict of interest.
    """
    require_leader(person)
    words = checked_reason(reason)
    circle = require_no_part(person, ledger.lock_named(normal_reference(reference)), today=today)
    over = Membership.objects.filter(content_object=circle, user=person, ended_at=None, until_at__lte=now)
    over.update(ended_at=now)
    membership = grants.give_role(circle=circle, person=person, role=Role.LEADER, from_on=today, basis="Opened for one hour", reason=words)
    membership.until_at = now + AN_HOUR
    membership.save(update_fields=["until_at"])
    glass = BrokenGlass.objects.create(membership=membership, opened_at=now)
    act = Act(actor=person.pk, role=Role.LEADER, verb="break_glass", object_kind="membership", object_uid=person.uid)
    ledger.record(act, circle=circle, now=now)
    return glass
