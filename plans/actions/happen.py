"""Write down that something moved the plan, and set the plan's dates from it."""

from datetime import date

from permissions.models import User
from plans.models import Happening, Plan
from plans.statute.turn import next_due_on

_DATE_OF: dict[str, str] = {
    Happening.Kind.REQUEST_RECEIVED: "request_received_on",
    Happening.Kind.ASSESS_YES: "assess_yes_on",
    Happening.Kind.REFUSED: "refused_on",
    Happening.Kind.PLAN_YES: "plan_yes_on",
    Happening.Kind.CHECKING: "checking_on",
    Happening.Kind.SERVED: "served_on",
    Happening.Kind.FINAL: "final_on",
    Happening.Kind.AMENDING: "amending_on",
    Happening.Kind.CEASING: "ceasing_on",
    Happening.Kind.ENDED: "ended_on",
}


def happen(
    plan: Plan, kind: Happening.Kind, *, on: date, by: User | None, today: date, closes_on: date | None = None, reason: str = ""
) -> Happening:
    """Append a happening and set the plan's indexed dates, inside the caller's transaction.

    A plan returned from the check is in drafting again; a refusal that is overturned is none any more; a plan made final after amending
    is no longer amending.
    """
    happening = Happening.objects.create(plan=plan, kind=kind, on=on, closes_on=closes_on, by=by, reason=reason)
    apply(plan, happening)
    plan.next_due_on = next_due_on(plan.dates, today=today)
    plan.save()
    return happening


def apply(plan: Plan, happening: Happening) -> None:
    """Set on a plan the dates that one happening means (nothing is saved)."""
    if happening.kind in _DATE_OF:
        setattr(plan, _DATE_OF[happening.kind], happening.on)
    if happening.kind == Happening.Kind.SERVED:
        plan.closes_on = happening.closes_on
    if happening.kind == Happening.Kind.RETURNED:
        plan.checking_on = None
    if happening.kind in (Happening.Kind.ASSESS_YES, Happening.Kind.PLAN_YES):
        plan.refused_on = None
    if happening.kind == Happening.Kind.FINAL:
        plan.amending_on = None
