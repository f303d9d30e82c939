"""Let a person leave the service: in one act they lose every access, and what they held goes on."""

from dataclasses import dataclass
from datetime import date, datetime

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from permissions import ledger
from permissions.actions.withdraw_invitation import withdraw_invitation
from permissions.models import ChildsHelper, Circle, Membership, User
from permissions.office import Office, fresh, leaders, open_office
from permissions.refusals import Invalid, NotPermitted
from permissions.vocabulary import Role
from plans.actions.office import FAMILY, closed_to, coordinator_rows, lock_all, make_coordinators, note_in
from plans.models import Item, Plan, SectionGrant
from plans.queries.leaving import coordinated_by

NEEDS_SUCCESSOR = "This person coordinates plans. Choose who takes them over."
NOT_YOURSELF = "You can’t end your own account here. Ask another service leader."
LAST_LEADER = "This is the last service leader. Make somebody else a leader first."
LEADERS_ONLY = "A service leader can only be ended by a service leader."


@dataclass(frozen=True)
class Left:
    """What came of it: who left, how many plans were handed over, and whether the account stays because the person is of a family in a plan."""

    person: User
    handed_over: int
    stays_as_family: bool


@transaction.atomic
def leave_service(person: User, number: int, *, successor: int | None, today: date, now: datetime) -> Left:
    """End a person's account, duties, teams and parts in plans; hand the plans they coordinate to a successor, with what they had not put forward there.

    Whoever is also of a child's family keeps that part, and the account for it: a parent is not put out of their own child's plan by changing the job.
    Raises NotFound, NotPermitted, and Invalid with a sentence a field. The same number of questions for one plan as for a hundred and fifty, and four
    writes for each.
    """
    by = fresh(person)
    office = open_office(by)
    leaving = office.person_of(number)
    heir = _heir(office, successor, leaving)
    _check(by, leaving)
    coordinated = coordinated_by(leaving)
    if coordinated and heir is None:
        raise Invalid({"successor": NEEDS_SUCCESSOR})
    rows = Membership.objects.filter(user=leaving, ended_at=None).exclude(stands_for__in=FAMILY)
    circles = lock_all({*rows.values_list("content_object", flat=True), *coordinated})
    if heir is not None:
        _hand_over([circles[circle] for circle in coordinated], leaving, heir, by, today, now)
    _end_parts(circles, leaving, by, now)
    return Left(leaving, len(coordinated), stays_as_family=_close_account(leaving, by, now))


def _heir(office: Office, successor: int | None, leaving: User) -> User | None:
    found = office.colleagues().exclude(pk=leaving.pk).filter(pk=successor).first() if successor else None
    if successor and found is None:
        raise Invalid({"successor": "Choose one of the list."})
    return found


def _check(by: User, leaving: User) -> None:
    if leaving.pk == by.pk:
        raise NotPermitted(NOT_YOURSELF)
    if leaving.is_leader and not by.is_leader:
        raise NotPermitted(LEADERS_ONLY)
    if leaving.left_at is not None or not leaving.is_active:
        raise Invalid({"successor": "This person has left already."})
    if leaving.is_leader and not leaders().exclude(pk=leaving.pk).exists():
        raise Invalid({"successor": LAST_LEADER})


def _hand_over(circles: list[Circle], leaving: User, heir: User, by: User, today: date, now: datetime) -> None:
    """Make the successor coordinator where they are not, also where they were covering until a day; and give them what was kept there."""
    numbers = [circle.pk for circle in circles]
    closed = closed_to(heir, numbers)
    if closed:
        named = ", ".join(sorted(circle.shown_reference for circle in circles if circle.pk in closed))
        raise Invalid({"successor": f"{heir.name} can’t coordinate {named}: they are of the family there or have a conflict of interest."})
    has = coordinator_rows(heir, numbers)
    for_a_time = [row.pk for row in has.values() if row.until_on or row.covers_for_id or row.from_on > today]
    Membership.objects.filter(pk__in=for_a_time).update(ended_at=now)
    stay = {circle for circle, row in has.items() if row.pk not in for_a_time}
    make_coordinators(heir, (one for one in circles if one.pk not in stay), from_on=today, basis="Took the plan over from a colleague")
    Plan.objects.filter(circle__in=numbers).update(coordinator=heir)
    Membership.objects.filter(covers_for=leaving, content_object__in=numbers, ended_at=None).exclude(user=heir).update(ended_at=now)
    kept = Item.objects.filter(plan__circle__in=numbers, state=Item.State.KEPT, author=leaving, author_role=Role.COORDINATOR)
    kept.update(author=heir)
    for circle in circles:
        note_in(circle, "take_plan_over", heir, by=by, now=now)


def _end_parts(circles: dict[int, Circle], leaving: User, by: User, now: datetime) -> None:
    rows = Membership.objects.filter(user=leaving, ended_at=None).exclude(stands_for__in=FAMILY)
    parts = list(rows.order_by("content_object").values_list("content_object", flat=True))
    rows.update(ended_at=now, reason="Left the service")
    SectionGrant.objects.filter(user=leaving, content_object__plan__circle__in=list(circles)).delete()
    ChildsHelper.objects.filter(person=leaving, ended_at=None, circle__in=list(circles)).update(ended_at=now)
    for circle in dict.fromkeys(parts):
        if circle in circles:
            note_in(circles[circle], "end_membership", leaving, by=by, now=now)


def _close_account(leaving: User, by: User, now: datetime) -> bool:
    """Take everything that is not a family's; say whether the account stays for a family's part."""
    stays = Membership.objects.filter(user=leaving, ended_at=None, stands_for__in=FAMILY).exists()
    withdraw_invitation(leaving, by=by, now=now)
    SocialAccount.objects.filter(user=leaving).delete()  # the sign-in service of where they worked
    leaving.groups.clear()
    leaving.is_leader = leaving.keeps_colleagues = leaving.may_open_plans = leaving.is_superuser = False
    leaving.is_active, leaving.left_at = stays, None if stays else now
    leaving.organisation = None if stays else leaving.organisation
    leaving.save()
    ledger.record_service("leave_service", actor=by, person=leaving, now=now)
    return stays
