"""Put off telling the family that a leader opened the plan."""

from datetime import date, datetime, timedelta

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE
from permissions.ledger import Act
from permissions.models import BrokenGlass, User
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from permissions.vocabulary import Role
from plans.access.looking import require_leader
from plans.actions.circle import checked_reason

LONGEST = timedelta(days=28)


@transaction.atomic
def delay_telling(person: User, glass: int, *, until: date, reason: str, today: date, now: datetime) -> BrokenGlass:
    """Put it off until a day at most four weeks ahead, for a safeguarding reason that is kept and that the family never reads.

    Raises NotPermitted for whoever is no leader or opened the plan themselves, NotNow once the family was told, Invalid for the day or without a reason.
    """
    require_leader(person)
    found = BrokenGlass.objects.select_related("membership__content_object").filter(pk=glass).first()
    if found is None:
        raise NotFound(NOTHING_HERE)
    circle = ledger.lock(found.membership.content_object_id)
    found.refresh_from_db(fields=["told_at"])
    if found.membership.user_id == person.pk:
        raise NotPermitted("Whoever opened the plan can’t put this off. Another service leader has to decide it.")
    if found.told_at is not None:
        raise NotNow("The family has been told already.")
    if not today < until <= today + LONGEST:
        raise Invalid({"until": "Give a day after today, at most four weeks ahead. You can put it off again then."})
    found.delayed_by, found.delayed_at, found.delayed_until, found.delay_reason = person, now, until, checked_reason(reason)
    found.save(update_fields=["delayed_by", "delayed_at", "delayed_until", "delay_reason"])
    act = Act(actor=person.pk, role=Role.LEADER, verb="delay_telling", object_kind="membership", object_uid=found.membership.user.uid)
    ledger.record(act, circle=circle, now=now)
    return found
