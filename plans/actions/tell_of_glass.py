"""Tell the family that a leader opened the plan."""

from datetime import date, datetime

from django.db import transaction

from permissions import grants, ledger
from permissions.access import standing_of
from permissions.ledger import Act
from permissions.models import BrokenGlass, User
from permissions.vocabulary import Role
from plans.access.rights import HOLDERS, parts_on
from plans.models import Plan


@transaction.atomic
def tell_of_glass(glass: int, *, today: date, now: datetime) -> list[User]:
    """Mark that the family is told, when the hour is over and no delay stands; give whom to write to: those of the family who hold rights today.

    Empty where it is too early, was done already, or there is nobody to tell; then the page of who has looked tells it all the same.
    """
    found = BrokenGlass.objects.select_related("membership__user").get(pk=glass)
    circle = ledger.lock(found.membership.content_object_id)
    found.refresh_from_db()
    delayed = found.delayed_until is not None and today < found.delayed_until
    if found.told_at is not None or delayed or found.membership.until_at is None or now < found.membership.until_at:
        return []
    BrokenGlass.objects.filter(pk=found.pk).update(told_at=now)
    act = Act(actor=None, role=Role.LEADER, verb="tell_of_glass", object_kind="membership", object_uid=found.membership.user.uid)
    ledger.record(act, circle=circle, now=now)
    standing = standing_of(grants.roles_in(circle.pk, None, today=today))
    plan = Plan.objects.get(circle=circle)
    family = [person for person, held in standing.items() if HOLDERS & set(parts_on(person, [row.role for row in held], plan, today))]
    return list(User.objects.filter(pk__in=family).order_by("pk"))
