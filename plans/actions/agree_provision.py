"""Agree the health or the social care provision of a plan, for exactly the words that were read, or take the agreement back."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Invalid, NotPermitted, Stale
from permissions.vocabulary import Verb
from plans.access import open_again, open_plan
from plans.access.finishing import AGREES_IN, agrees
from plans.livetext.settling import settle_locked
from plans.models import Agreement
from plans.queries.agreeing import WHO, standing_of
from plans.record.rows import put_forward

CHANGED = "These words were changed while you were reading. Read them again before you agree."
NOTHING_TO_AGREE = "There is nothing to agree here: the section says that none was identified."
NOTHING_GIVEN = "There is no agreement to take back."


@transaction.atomic
def agree_provision(
    person: User, reference: str, kind: str, *, is_given: bool, seen: str, note: str, today: date, now: datetime
) -> Agreement:
    """Write that this person agrees, or takes it back. `seen` names the words that were read (`Standing.sha256`).

    Raises NotFound, NotPermitted for whoever is not the officer who agrees this, NotNow by the stage, Stale where the words changed meanwhile; Invalid.
    Law: SEND Regs 2014 reg 12(2): the health provision of a plan is agreed by the responsible commissioning body.
    """
    access = open_plan(person, reference, today=today)
    circle = ledger.lock(access.plan.circle_id)
    access = open_again(access)
    if not agrees(access, kind):
        raise NotPermitted(f"This is agreed by {WHO[kind]}. Ask them.")
    for code in AGREES_IN[kind]:
        access.require(Verb.APPROVE, code)
    settle_locked(access.plan, now=now)
    standing = standing_of(access, kind, put_forward(access.plan, lock=True))
    if is_given and not standing.is_needed:
        raise Invalid({"note": NOTHING_TO_AGREE})
    if not is_given and standing.given is None:
        raise Invalid({"note": NOTHING_GIVEN})
    if is_given and seen != standing.sha256:
        raise Stale(CHANGED)
    if is_given and standing.given:
        return standing.given
    agreement = Agreement.objects.create(
        plan=access.plan, kind=kind, is_given=is_given, sha256=standing.sha256, note=note.strip(), by=person, role=access.role, at=now
    )
    verb = "agree_provision" if is_given else "take_back_agreement"
    ledger.record(Act(actor=access.person, role=access.role, verb=verb, sections=AGREES_IN[kind]), circle=circle, now=now)
    return agreement
