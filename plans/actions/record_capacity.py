"""Keep what was found of a young person's capacity to make one kind of decision."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.ledger import Act
from permissions.models import Circle, User
from permissions.refusals import Invalid, NotFound
from plans.access import PlanAccess, open_plan
from plans.access.rights import moved, require_keeps_capacity
from plans.actions.deciding import checked_day
from plans.actions.record_rights_moved import record_rights_moved
from plans.models import CapacityRecord, Plan
from plans.queries.rights import read_capacity_page
from plans.statute.rights import Matter

LIMITS = {"decision": 500, "assessor": 200, "evidence": 4000, "own_view": 4000}
NEEDED = {
    "decision": "Say which decision it is about. Capacity is looked at for one decision at a time.",
    "assessor": "Say who looked at it.",
    "evidence": "Say what was done to help them decide, and what was found.",
    "own_view": "Write what the young person wants, whatever was found. If it could not be learned, say what was tried.",
}
WHO_ACTS = "Choose who acts for them: a parent, or somebody who is in this plan as their representative."
AS_WHAT = "Say in which position this person acts."


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found, by whom, when and on what; the young person's own view in either case; who acts (a person's number) where capacity is lacking."""

    matter: Matter
    decision: str
    has_capacity: bool
    assessor: str
    assessed_on: date
    evidence: str
    own_view: str
    representative: int | None = None
    acts_as: str = ""


@transaction.atomic
def record_capacity(person: User, reference: str, found: Found, *, today: date, now: datetime) -> CapacityRecord:
    """Keep a finding about one kind of decision; the newest of each kind counts, and a finding that they can decide ends what stood before.

    Sent twice it is one. Raises NotFound, NotPermitted, NotNow before the autumn of Year 11, Invalid with a sentence a field.
    Law: Mental Capacity Act 2005 ss.1 to 4: capacity is presumed, and looked at for each decision; SEND Regs 2014 reg 64: the representative acts.
    """
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require_keeps_capacity(access)
    if circle is None:
        raise NotFound(NOTHING_HERE)
    said = _checked(access, found, today)
    newest = CapacityRecord.objects.filter(plan=access.plan, matter=found.matter).order_by("-pk").first()
    if newest is not None and all(getattr(newest, name) == value for name, value in said.items()):
        return newest
    if moved(access.plan, today):
        record_rights_moved(person, reference, today=today, now=now)
        circle = ledger.lock(circle.pk)  # the head of the ledger as it is after that entry
    return _keep(access, circle, said, now)


def _checked(access: PlanAccess, found: Found, today: date) -> dict[str, object]:
    words = {name: getattr(found, name).strip() for name in LIMITS}
    errors = {name: NEEDED[name] for name, said in words.items() if not said}
    errors |= {name: f"This can hold {LIMITS[name]:,} characters." for name, said in words.items() if len(said) > LIMITS[name]}
    people = {number for number, _ in read_capacity_page(access).people}
    acts = None if found.has_capacity else found.representative
    if not found.has_capacity and acts not in people:
        errors["representative"] = WHO_ACTS
    if not found.has_capacity and found.acts_as not in CapacityRecord.Standing:
        errors["acts_as"] = AS_WHAT
    if errors:
        raise Invalid(errors)
    day = checked_day(found.assessed_on, after=access.circle.circle.child.born_on, what="they were born", today=today)
    as_what = "" if found.has_capacity else found.acts_as
    more = {
        "matter": found.matter.value,
        "has_capacity": found.has_capacity,
        "assessed_on": day,
        "representative_id": acts,
        "acts_as": as_what,
    }
    return words | more


def _keep(access: PlanAccess, circle: Circle, said: dict[str, object], now: datetime) -> CapacityRecord:
    made = CapacityRecord.objects.create(plan=access.plan, by_id=access.person, at=now, **said)
    _set_who_acts(access.plan, made)
    act = Act(actor=access.person, role=access.role, verb="record_capacity", object_kind="capacity", object_uid=made.uid)
    ledger.record(act, circle=circle, now=now)
    return made


def _set_who_acts(plan: Plan, made: CapacityRecord) -> None:
    acts = {matter: person for matter, person in plan.rights.get("acts", {}).items() if matter != made.matter}
    plan.rights = plan.rights | {"acts": acts if made.has_capacity else acts | {made.matter: made.representative_id}}
    plan.save(update_fields=["rights"])
