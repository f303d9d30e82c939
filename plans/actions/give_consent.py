"""Give, or record, one person's consent to be served through the portal or by e-mail."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Invalid, NotFound
from plans.access import PlanAccess, open_plan
from plans.access.serving import require_recipient, require_recorder
from plans.models import ServiceConsent
from plans.queries.details import Holder, read_holders

OWN_WORDS = "They agreed in this portal, signed in as themselves."
LONGEST_HOW = 300


@transaction.atomic
def give_consent(
    person: User, reference: str, channel: str, *, of: int | None, how: str, given_on: date, today: date, now: datetime
) -> ServiceConsent:
    """Keep that an adult of the family agreed to one electronic way: they themselves (`of` None), or somebody who keeps the circle, who was told so.

    `of` is the number of their membership. The same again, while it is in force, gives the first. Raises NotFound, NotPermitted, Invalid.
    Law: Education Act 1996 s.572 and the 2004 Order on electronic service: the recipient agrees before, and may withdraw (domain.md 1.1).
    """
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    (require_recipient if of is None else require_recorder)(access)
    holder = _holder(access, of)
    if circle is None or channel not in ServiceConsent.Channel:
        raise NotFound(NOTHING_HERE)
    how = OWN_WORDS if of is None else how.strip()
    _check(access, how, given_on, today)
    standing = ServiceConsent.objects.filter(plan=access.plan, person=holder.person, channel=channel, withdrawn_on=None).first()
    if standing:
        return standing
    consent = ServiceConsent.objects.create(
        plan=access.plan,
        person=holder.person,
        channel=channel,
        how=how,
        given_on=given_on,
        recorded_by_id=access.person,
        recorded_at=now,
    )
    act = Act(actor=access.person, role=access.role, verb="give_consent", object_kind=f"consent {channel}", object_uid=holder.person.uid)
    ledger.record(act, circle=circle, now=now)
    return consent


def _holder(access: PlanAccess, of: int | None) -> Holder:
    wanted = (one for one in read_holders(access) if (one.person.pk == access.person if of is None else one.membership == of))
    found = next(wanted, None)
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found


def _check(access: PlanAccess, how: str, given_on: date, today: date) -> None:
    errors = {}
    if not how:
        errors["how"] = "Say how they told you: for example, on the request form, or in a letter of a certain day."
    elif len(how) > LONGEST_HOW:
        errors["how"] = f"This can hold {LONGEST_HOW} characters."
    if given_on > today:
        errors["given_on"] = "The day on which they agreed can’t be in the future."
    elif given_on < access.plan.request_received_on:
        errors["given_on"] = "They can’t have agreed before the request for this plan was received."
    if errors:
        raise Invalid(errors)
