"""Withdraw, or record the withdrawal of, one person's consent to be served through the portal or by e-mail."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Invalid, NotFound
from plans.access import open_plan
from plans.access.serving import require_recipient, require_recorder
from plans.models import ServiceConsent
from plans.queries.details import read_holders


@transaction.atomic
def withdraw_consent(
    person: User, reference: str, channel: str, *, of: int | None, withdrawn_on: date, today: date, now: datetime
) -> ServiceConsent:
    """End an adult's consent to one electronic way from a day on. What was served before stays served.

    They themselves (`of` None), or somebody who keeps the circle, who was told so. Raises NotFound where there is none in force; NotPermitted, Invalid.
    """
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    (require_recipient if of is None else require_recorder)(access)
    owners = [one.person for one in read_holders(access) if (one.person.pk == access.person if of is None else one.membership == of)]
    standing = ServiceConsent.objects.filter(plan=access.plan, person__in=owners, channel=channel, withdrawn_on=None).first()
    if standing is None or circle is None:
        raise NotFound(NOTHING_HERE)
    if withdrawn_on > today:
        raise Invalid({"withdrawn_on": "The day on which they took it back can’t be in the future."})
    if withdrawn_on < standing.given_on:
        raise Invalid({"withdrawn_on": "They can’t have taken it back before they gave it."})
    ServiceConsent.objects.filter(pk=standing.pk).update(withdrawn_on=withdrawn_on, withdrawn_by=access.person)
    act = Act(
        actor=access.person, role=access.role, verb="withdraw_consent", object_kind=f"consent {channel}", object_uid=standing.person.uid
    )
    ledger.record(act, circle=circle, now=now)
    standing.refresh_from_db()
    return standing
