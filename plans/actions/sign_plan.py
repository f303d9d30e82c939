"""Sign a plan for the council, for exactly the words that stand in it; by somebody else than those who prepared it."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Invalid, NotPermitted, Stale
from plans.access import open_again, open_plan
from plans.access.deciding import require_signer
from plans.access.finishing import require_being_finished
from plans.livetext.settling import settle_locked
from plans.models import Agreement
from plans.queries.agreeing import standing_of
from plans.queries.signing import prepared_by
from plans.record.rows import put_forward

CHANGED = "The plan was changed while you were reading it. Read it again before you sign."
TWO_PEOPLE = "You prepared this plan, so somebody else signs it. Ask another manager or service leader."
NOTHING_SIGNED = "There is no signature to take back."


@transaction.atomic
def sign_plan(person: User, reference: str, *, is_given: bool, seen: str, note: str, today: date, now: datetime) -> Agreement:
    """Sign, or take the signature back. `seen` names the words of the whole plan that were read (`Standing.sha256`).

    Raises NotFound, NotPermitted for whoever does not sign or prepared the plan themselves, NotNow by the stage, Stale where words changed meanwhile; Invalid.
    Law: SEND Regs 2014 reg 12(3) (a plan is signed and dated by the officer responsible); domain.md 3.1, "final_signoff".
    """
    access = open_plan(person, reference, today=today)
    circle = ledger.lock(access.plan.circle_id)
    access = open_again(access)
    require_signer(access)
    require_being_finished(access)
    if person.pk in prepared_by(access):
        raise NotPermitted(TWO_PEOPLE)
    settle_locked(access.plan, now=now)
    standing = standing_of(access, Agreement.Kind.SIGNED, put_forward(access.plan, lock=True))
    if not is_given and standing.given is None:
        raise Invalid({"note": NOTHING_SIGNED})
    if is_given and seen != standing.sha256:
        raise Stale(CHANGED)
    if is_given and standing.given:
        return standing.given
    facts = {"is_given": is_given, "sha256": standing.sha256, "note": note.strip(), "by": person, "role": access.role, "at": now}
    signed = Agreement.objects.create(plan=access.plan, kind=Agreement.Kind.SIGNED, **facts)
    verb = "sign_plan" if is_given else "take_back_signature"
    ledger.record(Act(actor=access.person, role=access.role, verb=verb), circle=circle, now=now)
    return signed
