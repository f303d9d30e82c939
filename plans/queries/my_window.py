"""Say whose turn it is, with the last day that is this very person's: two parents may have two windows, and neither learns of the other's."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from permissions.vocabulary import Stage
from plans.access import PlanAccess
from plans.models import Service
from plans.queries.items import plan_url
from plans.queries.reviews import current_review, next_due
from plans.queries.serving import ANSWERED, Window, served_draft, service_i_speak_for, window_of
from plans.saying import count, long_date
from plans.statute.lifecycle import Phase
from plans.statute.turn import REVIEW_IS_NEXT, Turn, appealed_turn, reassessment_turn, turn


@dataclass(frozen=True, kw_only=True)
class TimeLeft:
    """One person's own time to answer, as every page of the plan says it."""

    words: str
    is_over: bool
    answer_words: str
    answer_url: str
    more_time_url: str


def my_turn(access: PlanAccess) -> Turn:
    """Say whose turn it is. While the family answers, whoever of them has a window of their own is told its last day, and the council the latest of all.

    No query but for the family while a draft is answered: then two to four; and one while a yearly review is next.
    Invariant: `Plan.closes_on` is the latest day of all; told to one parent, or to somebody of the family who was not served, it would tell that the other was
    given more time (design, invariant 11).
    """
    if access.circle.is_council and (own := _council_turn(access)):
        return own
    now = turn(access.stage, access.plan.dates, today=access.today)
    if now.next_words == REVIEW_IS_NEXT:
        return _with_review(access, now)
    if access.phase is not Phase.WINDOW or not access.circle.is_family:
        return now
    service = service_i_speak_for(access)
    if service is not None:
        return replace(now, by=window_of(service).last_day)
    return now if served_draft(access) is None else replace(now, by=None)


def _with_review(access: PlanAccess, now: Turn) -> Turn:
    """Name the day of the review meeting where one is arranged; the day of a change of phase wins over the year. One query."""
    review = current_review(access.plan)
    due = next_due(access.plan, review)
    if review is None or due is None:
        return now
    words = f"The plan is in force. Its review meeting is on {long_date(review.meeting_on)}"
    return replace(now, next_words=words, by=due.finish_by, source=due.source)


def _council_turn(access: PlanAccess) -> Turn | None:
    """Say what waits for the council alone: a request for a reassessment, or an appeal. Who asked or appealed is one person's own (invariant 11)."""
    if access.plan.reassess_asked_on and access.stage in (Stage.FINAL, Stage.AMENDING, Stage.CEASING):
        return reassessment_turn(access.plan.reassess_asked_on)
    return appealed_turn() if access.stage is Stage.CEASING and access.plan.cease_appealed_on else None


def time_left(access: PlanAccess) -> TimeLeft | None:
    """Give this person's own time to answer; None where no draft is answered or it is not theirs to answer. No query but for the family while it is."""
    if access.phase not in (Phase.WINDOW, Phase.AFTER) or not access.circle.is_family:
        return None
    service = service_i_speak_for(access)
    if service is None:
        return None
    window, base = window_of(service), plan_url(access)
    is_over = not window.is_open(access.today)
    what = "the proposed changes" if access.stage is Stage.AMENDING else "the draft"
    said = (
        f"Your time to answer {what} ended on {long_date(window.last_day)}. The council still takes what you say until the plan is final."
    )
    words = said if is_over else f"You can answer {what} until the end of {long_date(window.last_day)}: {left_words(window, access.today)}."
    return TimeLeft(
        words=words, is_over=is_over, answer_words=f"Answer {what}", answer_url=f"{base}answer/", more_time_url=f"{base}more-time/"
    )


def left_words(window: Window, today: date) -> str:
    """Say how many days are left, today counted."""
    left = window.days_left(today)
    if left == 1:
        return "today is the last day"
    return f"{count(left, 'day is', 'days are')} left, today counted" if left else "the time is over"


def own_last_days(person: int, plans: Iterable[int]) -> dict[int, date | None]:
    """Give the last day of a person's own window in each of these plans; None where the draft was served on others only, no entry where on nobody.

    Two queries; none without a plan.
    """
    wanted = list(plans)
    if not wanted:
        return {}
    rows = Service.objects.filter(version__plan__in=wanted, version__kind__in=ANSWERED, closes_on__isnull=False)
    last_days: dict[int, date | None] = {}
    for service in rows.select_related("version").prefetch_related("more_time").order_by("version__number"):
        is_own = service.recipient_id == person
        last_days[service.version.plan_id] = window_of(service).last_day if is_own else last_days.get(service.version.plan_id)
    return last_days
