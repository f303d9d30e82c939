"""The young person says what one of their parents keeps."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Invalid, NotFound
from permissions.vocabulary import CODES, Code
from plans.access import open_plan
from plans.access.rights import kept_by, require_chooses_for_parents
from plans.actions.record_rights_moved import record_rights_moved
from plans.models import ParentChoice
from plans.queries.rights import parent_of
from plans.statute.rights import Keeps

WHOLE = "Choose something for every section."


@transaction.atomic
def choose_for_parent(
    person: User, reference: str, number: int, keeps: Mapping[Code, Keeps], *, today: date, now: datetime
) -> tuple[ParentChoice, ...]:
    """Keep what a parent (their membership `number`) sees from now on, section by section; give what changed. The same again changes nothing.

    Raises NotFound, NotPermitted for everybody but the young person or who acts for them in this, NotNow before the rights have moved, Invalid.
    Law: SEND Regs 2014 reg 17: a young person's plan is disclosed with their consent; they may take it back at any time.
    """
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require_chooses_for_parents(access)
    parent = parent_of(access, number).user
    if circle is None:
        raise NotFound(NOTHING_HERE)
    if set(keeps) != set(CODES):
        raise Invalid({"keeps": WHOLE})
    before = kept_by(access.plan, parent.pk)
    changed = [code for code in CODES if before.get(code.value, Keeps.NONE) != keeps[code]]
    if not changed:
        return ()
    record_rights_moved(person, reference, today=today, now=now)
    rows = [
        ParentChoice(plan=access.plan, parent=parent, section_code=code, keeps=keeps[code], by_id=access.person, at=now) for code in changed
    ]
    made = ParentChoice.objects.bulk_create(rows)
    said = {code.value: str(keeps[code]) for code in CODES if keeps[code] is not Keeps.NONE}
    access.plan.rights = access.plan.rights | {"keeps": access.plan.rights.get("keeps", {}) | {str(parent.pk): said}}
    access.plan.save(update_fields=["rights"])
    circle = ledger.lock(circle.pk)  # the head of the ledger as it is after the first entry
    act = Act(actor=access.person, role=access.role, verb="choose_for_parent", object_kind="person", object_uid=parent.uid)
    ledger.record(act, circle=circle, now=now)
    return tuple(made)
