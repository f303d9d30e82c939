"""Let the young person answer a draft that was sent to the parents while they held the rights."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import NotFound
from plans.access import everyone_in, open_plan
from plans.access.rights import require_takes_over
from plans.access.serving import recipients_among
from plans.actions.record_rights_moved import record_rights_moved
from plans.models import Service
from plans.queries.serving import served_draft, services_of, window_of


@transaction.atomic
def pass_on_draft(person: User, reference: str, *, today: date, now: datetime) -> Service:
    """Serve the draft that is out on whoever holds the rights now, with the time that is running: nothing begins anew, and nothing gets shorter.

    Those on whom it was served before stay in the record as they are. Pressed again it gives the first service. Raises NotFound, NotPermitted for whoever is
    neither the holder nor decides for the council; NotNow where no draft is being answered, or where it was sent after the rights had moved.
    Law: SEND Regs 2014 reg 13(1)(a) and reg 64; the window that was opened runs on (domain.md 4.5).
    """
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require_takes_over(access)
    version = served_draft(access)
    holder = next(iter(recipients_among(everyone_in(access.plan, today=today, policy=access.circle.policy)).items()), None)
    services = list(services_of(version)) if version else []
    windows = [one for one in services if one.closes_on]
    if circle is None or version is None or holder is None or not windows:
        raise NotFound(NOTHING_HERE)
    there = next((one for one in services if one.recipient_id == holder[0]), None)
    if there is not None:
        return there
    record_rights_moved(person, reference, today=today, now=now)
    service = Service.objects.create(
        version=version,
        recipient_id=holder[0],
        role=holder[1],
        channel=Service.Channel.PORTAL if access.person == holder[0] else Service.Channel.HAND,
        sent_on=today,
        served_on=today,
        window_days=max(one.window_days or 0 for one in windows),
        closes_on=max(window_of(one).last_day for one in windows),
        by_id=access.person,
        at=now,
    )
    act = Act(actor=access.person, role=access.role, verb="pass_on_draft", object_kind="service", object_uid=service.uid)
    ledger.record(act, circle=ledger.lock(circle.pk), now=now)
    return service
