"""Read what was decided last about a plan, where a guard or a page needs it."""

from permissions.vocabulary import Stage
from plans.access import PlanAccess
from plans.models import Happening, Plan

Kind = Happening.Kind
REFUSALS = (Kind.ASSESS_NO, Kind.PLAN_NO)
CHECKS = (Kind.CHECKING, Kind.RETURNED, Kind.CHECKED)


def last_refusal(plan: Plan) -> Happening | None:
    """Give the refusal that stands, or None. One query."""
    return Happening.objects.filter(plan=plan, kind__in=REFUSALS).order_by("-pk").first() if plan.refused_on else None


def last_check(plan: Plan) -> Happening | None:
    """Give the newest step of the check, or None where the draft was never sent to be checked. One query."""
    return Happening.objects.filter(plan=plan, kind__in=CHECKS).select_related("by").order_by("-pk").first()


def sent_to_check_by(plan: Plan) -> int | None:
    """Give the number of whoever sent the draft to be checked the last time. One query."""
    return Happening.objects.filter(plan=plan, kind=Kind.CHECKING).order_by("-pk").values_list("by", flat=True).first()


def has_passed_check(plan: Plan) -> bool:
    """Say whether the draft is with the checker and passed: what serving a draft asks before the family has one. At most one query."""
    last = last_check(plan) if plan.checking_on else None
    return last is not None and last.kind == Kind.CHECKED


def lacks_check(access: PlanAccess) -> bool:
    """Say whether this draft is being written and no second person of the council has passed it (domain.md 3.1). At most one query."""
    return access.stage in (Stage.DRAFTING, Stage.CHECKING) and not has_passed_check(access.plan)
