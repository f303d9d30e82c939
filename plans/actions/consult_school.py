"""Ask a school or other place whether it can meet a child's needs, with the served draft."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.ledger import Act
from permissions.models import Organisation, User
from permissions.refusals import Invalid, NotNow
from plans.access import open_again, open_plan
from plans.access.finishing import NOT_SERVED_YET, require_sender
from plans.models import SchoolConsultation
from plans.queries.schools import hash_of_key, new_key
from plans.queries.serving import served_draft
from plans.statute.clocks import last_day

SILENCED = "Nothing is sent about this plan any more."
NO_SUCH_PLACE = "Choose a school or other place from the list."
ASKED_ALREADY = "This place was asked about this draft already."


@dataclass(frozen=True)
class Asked:
    """A consultation, and the key of its reply form, which is nowhere kept."""

    consultation: SchoolConsultation
    key: str


@transaction.atomic
def consult_school(person: User, reference: str, *, organisation: int, email: str, is_requested: bool, today: date, now: datetime) -> Asked:
    """Write down that a place was asked today, with 15 days to answer. Raises NotFound, NotPermitted, NotNow; Invalid.

    Law: Children and Families Act 2014 s.39(2); Code of Practice 9.83: a place should answer within 15 days; silence is no consent.
    """
    access = open_plan(person, reference, today=today)
    circle = ledger.lock(access.plan.circle_id)
    access = open_again(access)
    require_sender(access)
    if access.plan.silenced_on:
        raise NotNow(SILENCED)
    version = served_draft(access)
    if version is None:
        raise NotNow(NOT_SERVED_YET)
    place = Organisation.objects.filter(pk=organisation, kind=Organisation.Kind.SETTING).first()
    if place is None:
        raise Invalid({"organisation": NO_SUCH_PLACE})
    if SchoolConsultation.objects.filter(version=version, organisation=place).exists():
        raise Invalid({"organisation": ASKED_ALREADY})
    key = new_key()
    due_on = last_day("CK9", consultation_received=today) or today
    made = SchoolConsultation.objects.create(
        plan=access.plan,
        version=version,
        organisation=place,
        email=email,
        is_requested=is_requested,
        key_hash=hash_of_key(key),
        sent_on=today,
        due_on=due_on,
        sent_by=person,
    )
    act = Act(actor=access.person, role=access.role, verb="consult_school", object_kind="consultation", object_uid=made.uid)
    ledger.record(act, circle=circle, now=now)
    return Asked(made, key)
