"""Give somebody more time to answer a draft without being asked."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.models import User
from permissions.refusals import NotFound
from plans.access import open_plan
from plans.access.deciding import require_decider
from plans.access.serving import require_answered
from plans.actions.more_time import check_last_day, checked_answer, write_down
from plans.models import MoreTime, Service
from plans.queries.serving import served_draft


@transaction.atomic
def give_more_time(person: User, reference: str, service: UUID, *, closes_on: date, answer: str, today: date, now: datetime) -> MoreTime:
    """Let one person's window end later. Raises NotFound for what is no service of the draft that is out; NotPermitted, NotNow, Invalid."""
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require_decider(access)
    require_answered(access)
    found = Service.objects.select_related("recipient").filter(uid=service, version=served_draft(access)).first()
    if found is None or circle is None:
        raise NotFound(NOTHING_HERE)
    words = checked_answer(answer, needed=False)
    check_last_day(found, closes_on, today=today)
    given = MoreTime.objects.create(
        service=found,
        until=closes_on,
        asked_by_id=access.person,
        asked_at=now,
        decided_by_id=access.person,
        decided_at=now,
        closes_on=closes_on,
        answer=words,
    )
    write_down(access, found, circle=circle, closes_on=closes_on, verb="give_more_time", person=person, now=now)
    return given
