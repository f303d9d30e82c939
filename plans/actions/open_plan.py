"""Open a plan: the child, the circle, the page, the plan and its twelve sections, in one transaction."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

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
from plans.actions.new_plan import NOT_YOURS, ChildFacts, ParentFacts, let_in, make_plan, wrong_with
from plans.models import Asking, Happening, Plan, Request
from plans.models.asking import PARTS
from plans.queries.asking_words import words_of_asking
from plans.saying import long_date

__all__ = ["ParentFacts", "PlanFacts", "open_plan"]


@dataclass(frozen=True, kw_only=True)
class PlanFacts(ChildFacts):
    """What the one page of opening a plan asks for: the child, and the request as it came in.

    `missing` is what the council asked for besides; `asking` names a request that somebody sent here.
    """

    request_received_on: date
    made_by: str = Request.MadeBy.PARENT
    route: str = Request.Route.POST
    words: str = ""
    missing: str = ""
    asking: UUID | None = None


@transaction.atomic
def open_plan(facts: PlanFacts, *, by: User, today: date, now: datetime, original: Received | None = None) -> Plan:
    """Open a plan for a child, with its request, its coordinator and the parents in the circle. However incomplete the request is, it is received.

    Raises NotPermitted for whoever does not open plans, Invalid where a date lies ahead or a parent is named twice.
    Law: SEND Regs 2014 regs 4, 5: the clock runs from the day the request was received, which may be before it is keyed in.
    """
    if not by.may_open_plans:
        raise NotPermitted(NOT_YOURS)
    _check(facts, by, today)
    plan = make_plan(facts, since=facts.request_received_on, by=by)
    circle = plan.circle
    happen(plan, Happening.Kind.REQUEST_RECEIVED, on=facts.request_received_on, by=by, today=today, now=now)
    words = _take_asking(facts.asking, plan, facts.request_received_on) if facts.asking else facts.words
    _take_request(replace(facts, words=words), plan, by, original, now)
    let_in(facts, circle, by=by, today=today)
    act = Act(actor=by.pk, role=Role.COORDINATOR, verb="open_plan", object_kind="plan", object_uid=circle.uid)
    ledger.record(act, circle=circle, now=now)
    return plan


def _take_asking(uid: UUID, plan: Plan, received_on: date) -> str:
    """Tie a request that was sent here to its plan, once; give its words, which stand in the plan's Request from now on and nowhere else."""
    asking = Asking.objects.select_for_update().filter(uid=uid, sent_on__isnull=False, plan=None).first()
    if asking is None or asking.sent_on is None:
        raise Invalid({"request_received_on": "A plan was opened for this request already. Look for it in your list."})
    if asking.sent_on != received_on:
        raise Invalid({"request_received_on": f"It was sent here on {long_date(asking.sent_on)}. The legal dates count from that day."})
    words = words_of_asking(asking)
    asking.plan, asking.first_name, asking.last_name, asking.born_on = plan, "", "", None
    for name in PARTS:
        setattr(asking, name, "")
    asking.save()
    return words


def _check(facts: PlanFacts, by: User, today: date) -> None:
    errors = wrong_with(facts, by, today)
    if facts.request_received_on > today:
        errors["request_received_on"] = "The day the request was received can't be in the future."
    if facts.request_received_on < facts.born_on:
        errors["request_received_on"] = "The request can't have been received before the child was born."
    if errors:
        raise Invalid(errors)


def _take_request(facts: PlanFacts, plan: Plan, by: User, original: Received | None, now: datetime) -> None:
    try:
        file = take_in(original, owner=plan.circle.uid, added_by=by.uid, now=now) if original else None
    except FileRefused as refused:
        raise Invalid({"original": str(refused)}) from refused
    Request.objects.create(
        plan=plan,
        received_on=facts.request_received_on,
        made_by=facts.made_by,
        route=facts.route,
        words=facts.words,
        missing=facts.missing,
        original=file,
        keyed_by=by,
        keyed_at=now,
    )
