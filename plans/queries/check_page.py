"""Read where a draft stands in the check, for whoever sends it there and whoever checks it."""

from dataclasses import dataclass

from plans.access import PlanAccess
from plans.access.deciding import TWO_PERSONS, is_own_draft
from plans.models import Happening
from plans.queries.items import plan_url
from plans.queries.last_decision import last_check, sent_to_check_by
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.quality import findings_of
from plans.saying import count, long_date
from plans.statute.quality import Moment


@dataclass(frozen=True, kw_only=True)
class CheckPage:
    """The check of a draft. `returned` is what had to change the last time it came back; `why_not` says why this person can't pass it, "" where they can."""

    head: PlanHead
    sent: str
    returned: str
    has_passed: bool
    why_not: str
    stops: tuple[str, ...]
    warnings: str
    checks_url: str


def read_check(access: PlanAccess) -> CheckPage:
    """Read the page. Ten queries, nearly all for the checks."""
    found = findings_of(access, moment=Moment.FIRST_DRAFT)
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
        stops=tuple(f"Section {one.section}: {one.wrong}" if one.section else one.wrong for one in found.blocks),
        warnings=count(len(found.unreasoned_warnings), "warning has", "warnings have") if found.unreasoned_warnings else "",
        checks_url=f"{plan_url(access)}checks/",
    )
