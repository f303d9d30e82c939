"""The page of notices: what is new for one person over all their plans, plan by plan."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from permissions.models import User
from plans.queries.plan_page import plan_title
from plans.statute.lifecycle import STAGE_NAMES
from portal.models import Notice
from portal.notices.knowing import SAID, threads_of_versions
from portal.notices.seeing import MOST, new_for
from portal.notices.showing import Group, OfPlan, by_plan
from portal.notices.words import day_said, on_page

Kind = Notice.Kind

# So many plans stand on one page; whoever has seen these is shown the next.
PLANS = 10
SEEN_FOR = timedelta(days=30)


@dataclass(frozen=True)
class NoticeView:
    """One notice in words. `numbers` name it in forms; `day` is empty where it is nobody's business."""

    words: str
    day: str
    url: str
    numbers: str
    is_urgent: bool


@dataclass(frozen=True)
class PlanNotices:
    """The notices of one plan."""

    title: str
    reference: str
    stage: str
    url: str
    since_url: str
    notices: tuple[NoticeView, ...]
    numbers: str


@dataclass(frozen=True)
class NoticesPage:
    """What is new for one person, or (`is_seen`) what they have seen. `has_more`: in further plans there is more."""

    plans: tuple[PlanNotices, ...]
    numbers: str
    has_more: bool
    is_seen: bool


def notices_page(person: User, *, is_seen: bool, today: date, now: datetime) -> NoticesPage:
    """Read the page: two queries, and at most eight a plan."""
    seen = Notice.objects.filter(person=person, seen_at__gt=now - SEEN_FOR)
    rows = list((seen if is_seen else new_for(person, today=today)).order_by("-at", "-pk")[:MOST])
    circles = list(dict.fromkeys(row.circle_id for row in rows))
    shown = by_plan(person, [row for row in rows if row.circle_id in circles[:PLANS]], today=today)
    plans = tuple(_of_plan(of_plan) for of_plan in shown)
    return NoticesPage(plans, ",".join(plan.numbers for plan in plans), len(circles) > PLANS, is_seen)


def _of_plan(of_plan: OfPlan) -> PlanNotices:
    access = of_plan.access
    url = f"/plans/{access.circle.circle.shown_reference}/"
    entries = [one.entry for group in of_plan.groups for one in group.told if one.entry]
    of_versions = threads_of_versions(access.plan.circle_id, entries)
    notices = tuple(_notice(of_plan, group, _place(group, url, of_versions)) for group in of_plan.groups)
    return PlanNotices(
        title=plan_title(access),
        reference=access.circle.circle.shown_reference,
        stage=STAGE_NAMES[access.stage],
        url=url,
        since_url=f"{url}since/",
        notices=notices,
        numbers=",".join(notice.numbers for notice in notices),
    )


def _notice(of_plan: OfPlan, group: Group, url: str) -> NoticeView:
    return NoticeView(
        words=on_page(of_plan.access, group),
        day=day_said(group),
        url=url,
        numbers=",".join(str(number) for number in group.rows),
        is_urgent=group.kind == Kind.DEADLINE,
    )


def _place(group: Group, url: str, of_versions: frozenset[UUID]) -> str:
    """Say where it is: the conversation, the section, all talk of the plan, or the plan."""
    if group.kind == Kind.SENT:
        return f"{url}replies/"
    threads = {one.entry.object_uid for one in group.told if one.entry and one.entry.verb == SAID}
    if group.section is None and not threads:
        return url
    anchor = f"#thread-{next(iter(threads))}" if len(threads) == 1 else f"#talk-{group.section}" if threads else ""
    is_beside = group.section is not None and not threads & of_versions
    return f"{url}sections/{group.section}/{anchor}" if is_beside else f"{url}talk/{anchor if len(threads) == 1 else ''}"
