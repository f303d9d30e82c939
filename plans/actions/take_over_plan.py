"""Take over a plan in force that another council made: it stands in force from the day of the transfer, as if it had been made here."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from files.actions.take_in import take_in
from files.intake import Received
from files.refused import FileRefused
from permissions import ledger
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Invalid, NotPermitted
from permissions.vocabulary import Role
from plans.actions.happen import happen
from plans.actions.new_plan import NOT_YOURS, ChildFacts, let_in, make_plan, wrong_with
from plans.models import Happening, Plan, TakenOver

NO_FILE = "Add the plan as the other council made it. It is in force here from the day of the transfer, so its words have to be here, too."


@dataclass(frozen=True, kw_only=True)
class TakenFacts(ChildFacts):
    """The child, and how the plan came: from which council, on which day, and when it was made or last reviewed there."""

    council: str
    transferred_on: date
    made_on: date


@transaction.atomic
def take_over_plan(facts: TakenFacts, *, by: User, original: Received | None, today: date, now: datetime) -> Plan:
    """Open a plan that is in force already, with its file as it came.

    Raises NotPermitted for whoever does not open plans; Invalid for a day, a parent named twice, or a file that is missing or refused.
    Law: SEND Regs 2014 reg 15(2) and (3); Children and Families Act 2014 s.47.
    """
    if not by.may_open_plans:
        raise NotPermitted(NOT_YOURS)
    _check(facts, by, original, today)
    plan = make_plan(facts, since=facts.transferred_on, by=by)
    plan.made_before_on = facts.made_on
    happen(plan, Happening.Kind.TRANSFERRED_IN, on=facts.transferred_on, by=by, today=today, now=now)
    _keep(facts, plan, by, original, now)
    let_in(facts, plan.circle, by=by, today=today)
    act = Act(actor=by.pk, role=Role.COORDINATOR, verb="take_over_plan", object_kind="plan", object_uid=plan.circle.uid)
    ledger.record(act, circle=plan.circle, now=now)
    return plan


def _check(facts: TakenFacts, by: User, original: Received | None, today: date) -> None:
    errors = wrong_with(facts, by, today)
    if facts.transferred_on > today:
        errors["transferred_on"] = "The day of the transfer can’t be in the future."
    if facts.made_on > facts.transferred_on:
        errors["made_on"] = "The plan can’t have been made or reviewed there after it was transferred."
    if facts.made_on < facts.born_on:
        errors["made_on"] = "The plan can’t have been made before the child was born."
    if original is None:
        errors["original"] = NO_FILE
    if errors:
        raise Invalid(errors)


def _keep(facts: TakenFacts, plan: Plan, by: User, original: Received | None, now: datetime) -> None:
    if original is None:
        raise Invalid({"original": NO_FILE})
    try:
        file = take_in(original, owner=plan.circle.uid, added_by=by.uid, now=now)
    except FileRefused as refused:
        raise Invalid({"original": str(refused)}) from refused
    TakenOver.objects.create(
        plan=plan, council=facts.council, transferred_on=facts.transferred_on, made_on=facts.made_on, original=file, by=by, at=now
    )
