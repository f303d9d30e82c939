"""One of the family chooses somebody to support them."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from permissions import access as circles
from permissions import grants, ledger
from permissions.ledger import Act
from permissions.models import LedgerEntry, Membership, User
from permissions.refusals import Invalid
from permissions.vocabulary import PARTIES, ROLE_NAMES, Party, Role
from plans.access import PlanAccess, open_plan
from plans.access.circle import require_chooser
from plans.actions.circle import note

VERB = "choose_supporter"
MOST_A_DAY = 5
TOO_MANY = f"You can choose {MOST_A_DAY} people in a day. Try again tomorrow, or ask your coordinator."


@transaction.atomic
def choose_supporter(person: User, reference: str, *, email: str, name: str, today: date, now: datetime) -> Membership | None:
    """Take a supporter into the plan who sees at most what this person sees; nobody is asked for leave, and the other parent never learns.

    None where nothing was done and the page must not say why: this person would learn of somebody who is in the plan on the other parent's side. Chosen
    again before they have come in, they are the same supporter. Raises NotFound, NotPermitted, Invalid.
    Law: Children and Families Act 2014 s.32 (advice and support for the family).
    """
    ledger.lock_named(circles.normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require_chooser(access)
    _check_how_many(access, now)
    address = email.strip().lower()
    if address == person.email.lower():
        raise Invalid({"email": "That is your own address. Choose somebody else."})
    found = User.objects.filter(email=address).first()
    own = _open_rows(access, found).filter(stands_for=Role.SUPPORTER, chosen_by=person).first() if found else None
    if own is not None:
        return _again(own, access, now)
    if found is not None and not _can_support(access, found):
        _write_down(access, now)
        return None
    supporter = found or User.objects.create_user(address, name.strip())
    membership = grants.give_role(
        circle=access.plan.circle, person=supporter, role=Role.SUPPORTER, from_on=today, basis="Chosen by the family", chosen_by=person
    )
    note(VERB, access, supporter, now=now)
    return membership


def _check_how_many(access: PlanAccess, now: datetime) -> None:
    entries = LedgerEntry.objects.filter(circle=access.plan.circle_id, actor=access.person, verb=VERB, at__gt=now - timedelta(days=1))
    if entries.count() >= MOST_A_DAY:
        raise Invalid({"email": TOO_MANY})


def _open_rows(access: PlanAccess, person: User) -> QuerySet[Membership]:
    still = Q(until_on=None) | Q(until_on__gte=access.today)
    return Membership.objects.select_related("user", "content_object").filter(
        still, content_object=access.plan.circle_id, user=person, ended_at=None
    )


def _again(own: Membership, access: PlanAccess, now: datetime) -> Membership:
    if own.user.joined_at is not None:
        raise Invalid({"email": "This person supports you already."})
    note(VERB, access, own.user, now=now)
    return own


def _can_support(access: PlanAccess, found: User) -> bool:
    """Say whether somebody known can be taken in. Whom the family sees in the plan is named; of anybody else not a word is said."""
    if not found.is_active:
        return False
    roles = {Role(row.stands_for) for row in _open_rows(access, found).filter(until_at=None)}
    seen = roles - PARTIES[Party.FAMILY]
    if seen and not roles & PARTIES[Party.FAMILY]:
        named = ROLE_NAMES[sorted(seen)[0]]
        raise Invalid({"email": f"This person is in the plan already, as: {named}. They can’t be your supporter as well."})
    return not roles and not grants.roles_in(access.plan.circle_id, [found.pk], today=access.today)


def _write_down(access: PlanAccess, now: datetime) -> None:
    act = Act(actor=access.person, role=access.role, verb=VERB, object_kind="membership")
    ledger.record(act, circle=ledger.lock(access.plan.circle_id), now=now)
