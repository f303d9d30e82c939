"""Read where a draft stands in the check, for whoever sends it there and whoever checks it."""

from dataclasses import dataclass

from plans.access import PlanAccess
from plans.access.deciding import TWO_PERSONS, is_own_draft
from plans.models import Happening
from plans.queries.last_decision import last_check, sent_to_check_by
from plans.queries.plan_page import PlanHead, plan_head
from plans.saying import long_date


@dataclass(frozen=True, kw_only=True)
class CheckPage:
    """The check of a draft. `returned` is what had to change the last time it came back; `why_not` says why this person can't pass it, "" where they can."""

    head: PlanHead
    sent: str
    returned: str
    has_passed: bool
    why_not: str


def read_check(access: PlanAccess) -> CheckPage:
    """Read the page. Three queries."""
    last = last_check(access.plan)
    returned = Happening.objects.filter(plan=access.plan, kind=Happening.Kind.RETURNED).order_by("-pk").first()
    name = last.by.name if last and last.by else "The council"
    is_sent = last is not None and last.kind == Happening.Kind.CHECKING
    return CheckPage(
        head=plan_head(access),
        sent=f"{name} sent it to be checked on {long_date(last.on)}." if last and is_sent else "",
        returned=returned.reason if returned else "",
        has_passed=last is not None and last.kind == Happening.Kind.CHECKED,
        why_not=TWO_PERSONS if is_own_draft(access, sent_by=sent_to_check_by(access.plan)) else "",
    )
