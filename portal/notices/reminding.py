"""Remind each person of their own last day to answer a draft, so many days before it as they chose; whoever has finished is left in peace."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from permissions.models import User
from plans.access import everyone_in
from plans.models import Finished, Service
from plans.queries.serving import ANSWERED, window_of
from plans.statute import lifecycle
from portal.models import Notice, NoticeChoices
from portal.notices.choices import choices_of, mail_due_at

# The days before one's last day from which to choose; None: no reminder.
DAYS = (14, 10, 7, 5, 3, 2, 1)
FARTHEST = timedelta(days=max(DAYS))


@dataclass(frozen=True)
class Due:
    """One reminder that is due: of which service, its last day, and which of the person's two it is (so many days before)."""

    service: Service
    last_day: date
    days: int

    @property
    def key(self) -> str:
        """Name the reminder, so that it is told once; a last day that moved is another one."""
        return f"{self.service.version.plan.circle_id}/due/{self.last_day.isoformat()}/own{self.days}"


@transaction.atomic
def remind(*, now: datetime, today: date) -> frozenset[int]:
    """Tell whoever's last day is near; give their numbers. Done twice, it tells nobody twice. Five queries, and three a plan in which somebody is told."""
    open_services = _answering(today)
    choices = choices_of({service.recipient_id for service in open_services})
    due = [one for service in open_services if (one := _due(service, choices[service.recipient_id], today))]
    told = set(Notice.objects.filter(key__in=[one.key for one in due]).values_list("person", "key"))
    new = [one for one in due if (one.service.recipient_id, one.key) not in told]
    made = [_notice(one, choices[one.service.recipient_id], now) for one in _who_may_know(new, today)]
    Notice.objects.bulk_create(made, ignore_conflicts=True)
    return frozenset(notice.person_id for notice in made)


def days_chosen(choices: NoticeChoices) -> tuple[int, ...]:
    """List the days before the last one on which a person is reminded."""
    return tuple(days for days in (choices.first_reminder, choices.last_reminder) if days is not None)


def _answering(today: date) -> list[Service]:
    """Find the services whose plan is being answered and whose window may be near its end, of the newest draft of each plan. Three queries at most."""
    rows = Service.objects.filter(version__kind__in=ANSWERED, closes_on__isnull=False, version__plan__closes_on__gte=today)
    rows = rows.filter(version__plan__silenced_on=None, version__plan__ended_on=None)
    rows = rows.select_related("version__plan").prefetch_related("more_time").order_by("version__number")
    newest: dict[tuple[int, int], Service] = {(row.version.plan_id, row.recipient_id): row for row in rows}
    last_number = {plan: max(row.version.number for (of, _), row in newest.items() if of == plan) for plan, _ in newest}
    kept = [row for (plan, _), row in newest.items() if row.version.number == last_number[plan]]
    kept = [row for row in kept if lifecycle.phase(row.version.plan.dates, today=today) is lifecycle.Phase.WINDOW]
    finished = dict(Finished.objects.filter(service__in=kept).order_by("pk").values_list("service", "is_finished"))
    return [row for row in kept if not finished.get(row.pk)]


def _due(service: Service, choices: NoticeChoices, today: date) -> Due | None:
    """Give the reminder that is due of a window, the nearest one only; None before the first of them and after the last day."""
    last_day = window_of(service).last_day
    left = (last_day - today).days
    reached = [days for days in days_chosen(choices) if 0 <= left <= days]
    return Due(service, last_day, min(reached)) if reached else None


def _who_may_know(new: Iterable[Due], today: date) -> list[Due]:
    """Keep the reminders of those who still have a part in the plan and come in here."""
    listed = list(new)
    here = set(
        User.objects.filter(
            pk__in={one.service.recipient_id for one in listed}, is_active=True, joined_at__isnull=False, left_at=None
        ).values_list("pk", flat=True)
    )
    inside = {one.service.version.plan_id: one.service.version.plan for one in listed}
    around = {pk: everyone_in(plan, today=today) for pk, plan in inside.items()}
    return [one for one in listed if one.service.recipient_id in here & set(around[one.service.version.plan_id])]


def _notice(due: Due, choices: NoticeChoices, now: datetime) -> Notice:
    return Notice(
        person_id=due.service.recipient_id,
        circle_id=due.service.version.plan.circle_id,
        kind=Notice.Kind.DEADLINE,
        key=due.key,
        at=now,
        mail_at=mail_due_at(choices, Notice.Kind.DEADLINE, now=now),
    )
