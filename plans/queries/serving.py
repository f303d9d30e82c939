"""Read on whom a version was served, and until when each of them answers (SEND Regs 2014 reg 13).

Invariant: `closes_on` of a service is never the whole answer, since more time may have been given; whoever asks until when asks `window_of`.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from permissions.vocabulary import Role
from plans.access import PlanAccess
from plans.models import PlanVersion, Service

# Versions that are served to be answered; a final plan is served as well, and nobody answers it.
ANSWERED = (PlanVersion.Kind.DRAFT, PlanVersion.Kind.AMENDED_DRAFT, PlanVersion.Kind.NOTICE)


@dataclass(frozen=True)
class Window:
    """The days on which one person answers, both counted."""

    first_day: date
    last_day: date

    def is_open(self, today: date) -> bool:
        """Say whether the person still has time today; before the first day (a letter in the post) too."""
        return today <= self.last_day

    def days_left(self, today: date) -> int:
        """Count the days that are left, today and the last day counted; 0 once it is over."""
        return max(0, (self.last_day - today + timedelta(days=1)).days)


def window_of(service: Service) -> Window:
    """Give one person's window: the latest of the last days that they were given. One query, none where `services_of` read the service.

    Raises ValueError for a service that opens no window (a final plan, a copy).
    """
    if service.closes_on is None:
        raise ValueError("this service opens no window")
    given = [more.closes_on for more in service.more_time.all() if more.closes_on]
    return Window(service.served_on, max([service.closes_on, *given]))


def services_of(version: PlanVersion) -> QuerySet[Service]:
    """Give the services of a version in a fixed order, each with its recipient and what more time was asked. Two queries when read."""
    return version.services.select_related("recipient").prefetch_related("more_time").order_by("pk")


def served_draft(access: PlanAccess) -> PlanVersion | None:
    """Give the newest version of this plan that was served to be answered; None where none was. One query."""
    served = Service.objects.filter(version=OuterRef("pk"))
    rows = PlanVersion.objects.filter(Exists(served), plan=access.plan, kind__in=ANSWERED)
    return rows.order_by("-number").first()


def served_on_me(access: PlanAccess) -> Service | None:
    """Give the service of the newest served draft on this very person; None for whoever it was not served on. Two queries."""
    return _newest_on(access, access.person)


def service_i_speak_for(access: PlanAccess) -> Service | None:
    """Give the service for which this person answers: their own, or, for a supporter, that of whoever chose them. None for everybody else, also
    for a parent whose rights have moved. None to four queries."""
    if any(held.by_leave for held in access.circle.held):
        return None  # what was served on a parent stays, and is answered by whoever holds the rights
    chooser = next((held.chosen_by for held in access.circle.held if held.role is Role.SUPPORTER and held.chosen_by), None)
    return served_on_me(access) or (_newest_on(access, chooser) if chooser else None)


def _newest_on(access: PlanAccess, person: int) -> Service | None:
    """Find what was served on a person of the newest draft. Nobody keeps an older one: serving again reaches everybody anew."""
    newest = (
        Service.objects.filter(version__plan=access.plan, version__kind__in=ANSWERED).order_by("-version__number").values("version")[:1]
    )
    found = Service.objects.filter(version=newest, recipient=person).select_related("version", "recipient")
    return found.prefetch_related("more_time").first()
