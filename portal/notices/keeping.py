"""Do what is due by the clock for notices: plans whose ledger was not read to the end, stages that end by a date, dates that are near, letters, old rows."""

from datetime import date, datetime, timedelta

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django_tasks_db.models import DBTaskResult

from permissions.models import Circle
from permissions.vocabulary import Stage
from plans.models import Plan
from portal.models import Notice, NoticedUpTo
from portal.notices.mailing import send_due
from portal.notices.making import SEVEN_DAYS, make, make_notices, mark_of, tell_deadline
from portal.notices.reminding import remind
from portal.notices.showing import due_of

MOST_AT_ONCE = 1000
SEEN_ARE_KEPT = timedelta(days=90)
ALL_ARE_KEPT = timedelta(days=180)
JOBS_ARE_KEPT = timedelta(days=1)


def keep_up(*, now: datetime, today: date) -> int:
    """Bring notices up to date and send what is due; give the number of letters."""
    for circle in sorted({*_behind(), *_ended_by_a_date(today)}):
        make(circle, now=now, today=today)
    for circle in _near(today):
        tell_deadline(circle, now=now, today=today)
    remind(now=now, today=today)
    _forget_passed(today)
    _forget_old(now)
    return send_due(now=now, today=today)


def _behind() -> list[int]:
    """Find the plans whose ledger was not read to the end: a job was lost, or the worker was away."""
    read = Subquery(NoticedUpTo.objects.filter(circle=OuterRef("pk")).values("number"))
    rows = Circle.objects.annotate(read=Coalesce(read, 0)).filter(ledger_number__gt=F("read")).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE])


def _ended_by_a_date(today: date) -> list[int]:
    """Find the plans whose stage a date has moved since it was last looked at: the window of the answers, and the end of the plan."""
    at = Subquery(NoticedUpTo.objects.filter(circle=OuterRef("circle")).values("stage"))
    window = Q(at=Stage.CONSULTING, closes_on__lt=today)
    ended = Q(ended_on__lte=today) & ~Q(at=Stage.ENDED) & ~Q(at="")
    return list(Plan.objects.annotate(at=at).filter(window | ended).values_list("circle", flat=True)[:MOST_AT_ONCE])


def _near(today: date) -> list[int]:
    """Find the plans with a date that is near and was not told yet."""
    told = Subquery(NoticedUpTo.objects.filter(circle=OuterRef("circle")).values("due_told"))
    near = Plan.objects.filter(next_due_on__range=(today, today + timedelta(days=SEVEN_DAYS)), silenced_on=None).annotate(told=told)
    rows = near.order_by("next_due_on", "pk").values_list("circle", "next_due_on", "told")
    return [circle for circle, due, already in rows if already != mark_of(due, today)]


def _forget_passed(today: date) -> None:
    """Take away what says that a date is near once the date has passed: it would be counted and never shown."""
    new = Notice.objects.filter(kind=Notice.Kind.DEADLINE, seen_at=None)
    passed = [row.pk for row in new if (due_of(row) or today) < today]
    new.filter(pk__in=passed).delete()


def _forget_old(now: datetime) -> None:
    Notice.objects.filter(Q(seen_at__lt=now - SEEN_ARE_KEPT) | Q(at__lt=now - ALL_ARE_KEPT)).delete()
    jobs = DBTaskResult.objects.filter(task_path=make_notices.module_path)
    jobs.finished().filter(finished_at__lt=now - JOBS_ARE_KEPT).delete()
