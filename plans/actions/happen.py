"""Write down that something moved the plan, and set the plan's dates from it."""

from datetime import date, datetime

from permissions.models import User
from plans.models import Happening, Plan
from plans.statute.turn import next_due_on

Kind = Happening.Kind
# Which date of the plan each happening sets; what is not here moves nothing by itself.
_SETS: dict[str, str] = {
    Kind.REQUEST_RECEIVED: "request_received_on",
    Kind.WITHDRAWN: "ended_on",
    Kind.ASSESS_YES: "assess_yes_on",
    Kind.ASSESS_NO: "refused_on",
    Kind.PLAN_YES: "plan_yes_on",
    Kind.PLAN_NO: "refused_on",
    Kind.CHECKING: "checking_on",
    Kind.SERVED: "served_on",
    Kind.FINAL: "final_on",
    Kind.AMENDING: "amending_on",
    Kind.REASSESS_ASKED: "reassess_asked_on",
    Kind.CONSIDERING_CEASE: "considering_on",
    Kind.CEASING: "ceasing_on",
    Kind.CEASE_APPEALED: "cease_appealed_on",
    Kind.ENDED: "ended_on",
    Kind.MOVED_OUT: "ended_on",
    Kind.TRANSFERRED_OUT: "ended_on",
    Kind.TRANSFERRED_IN: "final_on",
    Kind.DIED: "ended_on",
}
# What stands only while a plan in force is being changed.
WHILE_AMENDED = ("amending_on", "amending_because", "met_on", "noticed_on")
# What each sets besides, where a plan moves between councils.
_SETS_BESIDES: dict[str, str] = {Kind.TRANSFERRED_OUT: "handed_over_on", Kind.TRANSFERRED_IN: "taken_over_on"}
# Which dates each happening takes away again: a decision that is overturned is none any more, a plan made final is no longer being changed.
_CLEARS: dict[str, tuple[str, ...]] = {
    Kind.RETURNED: ("checking_on",),
    Kind.REOPENED: ("checking_on", "served_on", "closes_on"),
    Kind.OVERTURNED: ("refused_on",),
    Kind.ASSESS_YES: ("refused_on",),
    Kind.PLAN_YES: ("refused_on",),
    Kind.AMENDING: ("served_on", "closes_on", "noticed_on"),
    Kind.FINAL: WHILE_AMENDED,
    Kind.NOT_AMENDING: WHILE_AMENDED,
    Kind.REASSESS_YES: ("reassess_asked_on",),
    Kind.REASSESS_NO: ("reassess_asked_on",),
    Kind.CEASING: ("considering_on", "cease_appealed_on"),
    Kind.NOT_CEASING: ("considering_on", "ceasing_on", "cease_appealed_on"),
    Kind.ENDED: ("considering_on", "cease_appealed_on", "reassess_asked_on"),
}


def happen(
    plan: Plan,
    kind: Happening.Kind,
    *,
    on: date,
    by: User | None,
    today: date,
    now: datetime | None = None,
    closes_on: date | None = None,
    reason: str = "",
    because: str = "",
    met_on: date | None = None,
) -> Happening:
    """Append a happening and set the plan's indexed dates, inside the caller's transaction, which has the circle locked and has asked who may.

    `closes_on` is the last day of the window that a service opens or that more time moves; it never moves back. `because` and `met_on` say why a plan in force
    is being changed.
    """
    said = {"reason": reason, "because": because, "met_on": met_on}
    happening = Happening.objects.create(plan=plan, kind=kind, on=on, at=now, closes_on=closes_on, by=by, **said)
    apply(plan, happening)
    plan.next_due_on = next_due_on(plan.dates, today=today)
    plan.save()
    return happening


def apply(plan: Plan, happening: Happening) -> None:
    """Set on a plan the dates that one happening means (nothing is saved)."""
    if happening.kind in _SETS and not (happening.kind == Kind.DIED and plan.ended_on and plan.ended_on <= happening.on):
        setattr(plan, _SETS[happening.kind], happening.on)
    if happening.kind in _SETS_BESIDES:
        setattr(plan, _SETS_BESIDES[happening.kind], happening.on)
    for name in _CLEARS.get(happening.kind, ()):
        setattr(plan, name, "" if name == "amending_because" else None)
    if happening.kind == Kind.AMENDING:
        plan.amending_because, plan.met_on = happening.because, happening.met_on
    _apply_review(plan, happening)
    if happening.kind == Kind.SERVED and plan.amending_on and plan.noticed_on is None:
        plan.noticed_on = happening.on
    if happening.closes_on and (plan.closes_on is None or happening.closes_on > plan.closes_on):
        plan.closes_on = happening.closes_on
    if happening.kind == Kind.DIED:
        plan.silenced_on = happening.on


def _apply_review(plan: Plan, happening: Happening) -> None:
    """Set the days from which reviews count: the first final plan, a review meeting, and the decision after it, whichever of the three that is."""
    if happening.kind == Kind.FINAL and plan.made_on is None and plan.taken_over_on is None:
        plan.made_on = happening.on
    if happening.kind == Kind.REVIEW_MET:
        plan.review_met_on = happening.on
    elif happening.kind in (Kind.MAINTAINED, Kind.AMENDING, Kind.CEASING):
        if plan.review_met_on:
            plan.reviewed_on = happening.on
        plan.review_met_on = None
