"""Let a colleague cover for an EHC coordinator who is away."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from permissions import ledger
from permissions.models import Circle, Membership, User
from permissions.office import Office, fresh, open_office
from permissions.refusals import Invalid
from plans.actions.office import closed_to, coordinator_rows, lock_all, make_coordinators, note_in
from plans.queries.leaving import coordinated_by

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Cover:
    """What came of it: who covers, in how many plans, and the references of those in which they can't."""

    covering: User
    plans: int
    left_out: tuple[str, ...]


@transaction.atomic
def arrange_cover(person: User, number: int, *, covering: int, from_on: date, until_on: date, today: date, now: datetime) -> Cover:
    """Make a colleague a coordinator of every plan that this person coordinates, from a day until a day; it ends by itself.

    Plans in which the colleague is of the family or has a conflict of interest are left out, and those that they coordinate anyway need nothing.
    Raises NotFound, NotPermitted, and Invalid with a sentence a field.
    """
    by = fresh(person)
    office = open_office(by)
    away = office.person_of(number)
    colleague = _colleague(office, covering, away)
    _check_days(from_on, until_on, today)
    circles = lock_all(coordinated_by(away))
    if not circles:
        raise Invalid({"covering": f"{away.name} coordinates no plan, so there is nothing to cover."})
    closed = closed_to(colleague, circles)
    covered = _free(circles, colleague, closed, away, today, now)
    make_coordinators(colleague, covered, from_on=from_on, until_on=until_on, basis="Covers for a colleague", covers_for=away)
    for circle in covered:
        note_in(circle, "arrange_cover", colleague, by=by, now=now)
    ledger.record_service("arrange_cover", actor=by, person=away, object_kind="person", object_uid=colleague.uid, now=now)
    return Cover(colleague, len(covered), tuple(sorted(circles[circle].shown_reference for circle in closed)))


def _colleague(office: Office, covering: int, away: User) -> User:
    found = office.colleagues().exclude(pk=away.pk).filter(pk=covering).first()
    if found is None:
        raise Invalid({"covering": "Choose one of the list."})
    return found


def _check_days(from_on: date, until_on: date, today: date) -> None:
    errors: dict[str, str] = {}
    if from_on < today:
        errors["from_on"] = "The first day can’t be in the past."
    if until_on < from_on:
        errors["until_on"] = "The last day can’t be before the first."
    elif until_on - from_on > LONGEST:
        errors["until_on"] = "A cover lasts a year at most. For longer, let somebody take the plans over."
    if errors:
        raise Invalid(errors)


def _free(circles: dict[int, Circle], colleague: User, closed: set[int], away: User, today: date, now: datetime) -> list[Circle]:
    """Give the circles where a cover is to be written: not where the colleague coordinates anyway. What is over is closed first."""
    has = coordinator_rows(colleague, circles)
    over = [row.pk for row in has.values() if row.until_on and row.until_on < today]
    Membership.objects.filter(pk__in=over).update(ended_at=now)
    standing = {circle: row for circle, row in has.items() if row.pk not in over}
    if any(row.covers_for_id == away.pk for row in standing.values()):
        raise Invalid({"covering": f"{colleague.name} covers for {away.name} already. End that cover first."})
    return [circle for number, circle in circles.items() if number not in standing and number not in closed]
