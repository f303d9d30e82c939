"""Take a plan over from another council and invite the parents, in one transaction. What the family is told of the transfer goes out later, by letter."""

from datetime import date, datetime

from django.db import transaction

from files.intake import Received
from permissions.models import User
from plans.actions.take_over_plan import TakenFacts, take_over_plan
from plans.models import Plan
from portal.letters.invite import Code, welcome_parents


@transaction.atomic
def take_plan_over(facts: TakenFacts, *, by: User, original: Received | None, today: date, now: datetime) -> tuple[Plan, tuple[Code, ...]]:
    """Take the plan over and write to each parent by themselves; give the codes of those who are new. Raises what `take_over_plan` raises."""
    plan = take_over_plan(facts, by=by, original=original, today=today, now=now)
    return plan, welcome_parents(plan, facts, by=by, now=now)
