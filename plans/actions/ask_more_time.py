"""Ask for more time to answer a draft."""

from datetime import date, datetime, timedelta

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Invalid, NotFound, NotPermitted
from plans.access import open_plan
from plans.access.serving import require_answered
from plans.models import MoreTime
from plans.queries.serving import service_i_speak_for, window_of
from plans.saying import long_date

LONGEST_REASON = 500
MOST_AHEAD = timedelta(days=120)
NOT_SERVED = "More time is asked for by the person whom the draft was sent to. Ask the EHC coordinator of this plan."
ASKED_ALREADY = "You have asked already. The council answers you before you can ask again."


@transaction.atomic
def ask_more_time(person: User, reference: str, *, until: date, reason: str, today: date, now: datetime) -> MoreTime:
    """Ask that somebody's own window ends later: they themselves, or the supporter whom they chose. Also after its end, while the plan is not final.

    Raises NotFound, NotPermitted for whoever was not served, NotNow once the plan is final, Invalid.
    Law: SEND Regs 2014 reg 13(1)(a): the council gives at least 15 days, and may give more.
    """
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    service = service_i_speak_for(access)
    if service is None:
        raise NotPermitted(NOT_SERVED)
    require_answered(access)
    if circle is None:
        raise NotFound(NOTHING_HERE)
    words, last = reason.strip(), window_of(service).last_day
    errors = {}
    if until <= max(last, today):
        errors["until"] = f"Choose a day after {long_date(max(last, today))}: until then you have time already."
    elif until > today + MOST_AHEAD:
        errors["until"] = f"Choose a day before {long_date(today + MOST_AHEAD + timedelta(days=1))}."
    if len(words) > LONGEST_REASON:
        errors["reason"] = f"This can hold {LONGEST_REASON} characters."
    if not errors and any(one.decided_at is None for one in service.more_time.all()):
        errors["until"] = ASKED_ALREADY
    if errors:
        raise Invalid(errors)
    asked = MoreTime.objects.create(service=service, until=until, reason=words, asked_by_id=access.person, asked_at=now)
    act = Act(actor=access.person, role=access.role, verb="ask_more_time", object_kind="service", object_uid=service.uid)
    ledger.record(act, circle=circle, now=now)
    return asked
