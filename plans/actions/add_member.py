"""Take a person into the circle of a plan."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from permissions import grants
from permissions.models import Membership, User
from permissions.refusals import Invalid
from permissions.vocabulary import PARTY_OF, Party, Role
from plans.access import PlanAccess
from plans.access.circle import MAY_CHOOSE
from plans.actions.circle import forget_exceptions, note, open_as_keeper

TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "rev"})
BOTH_SIDES = "Nobody is of the family and of the council in one plan. End the other part first, or ask a colleague to take it over."


@dataclass(frozen=True, kw_only=True)
class MemberFacts:
    """Who comes in, as what, from when until when and why; `chosen_by` is the number of the family member who chose a supporter."""

    email: str
    name: str
    role: Role
    from_on: date
    until_on: date | None = None
    basis: str = ""
    chosen_by: int | None = None


@transaction.atomic
def add_member(person: User, reference: str, facts: MemberFacts, *, today: date, now: datetime) -> Membership:
    """Give a person a role in a plan; somebody unknown gets an account, and the name of somebody known stays as it is.

    Raises NotFound, NotPermitted, and Invalid with a sentence a field.
    Law: SEND Regs 2014 reg 17: a plan is disclosed to those to whom it is necessary, each in a role, from a day, on a basis.
    """
    access = open_as_keeper(person, reference, today=today)
    _check(access, facts, today)
    newcomer = User.objects.filter(email=facts.email.strip().lower()).first()
    if newcomer is None:
        newcomer = User.objects.create_user(facts.email.strip(), facts.name.strip(), called=_called(facts.name))
    elif not newcomer.is_active:
        raise Invalid({"email": "This account was closed. A service leader can open it again in the office."})
    _close_what_ran_out(access, newcomer, facts.role, today, now)
    _check_side(access, newcomer, facts.role)
    membership = grants.give_role(
        circle=access.plan.circle,
        person=newcomer,
        role=facts.role,
        from_on=facts.from_on,
        until_on=facts.until_on,
        basis=facts.basis.strip(),
        chosen_by=User.objects.filter(pk=facts.chosen_by or 0).first() if facts.role is Role.SUPPORTER else None,
    )
    note("add_member", access, newcomer, now=now)
    return membership


def _called(name: str) -> str:
    """Say how somebody with a title is spoken of ("Dr Okafor"); "" for everybody else, who goes by the first name."""
    words = name.split()
    return f"{words[0]} {words[-1]}" if len(words) > 1 and words[0].rstrip(".").casefold() in TITLES else ""


def _check(access: PlanAccess, facts: MemberFacts, today: date) -> None:
    errors: dict[str, str] = {}
    if facts.from_on < today:
        errors["from_on"] = "The first day can't be in the past: nobody was in this plan before they were added."
    if facts.until_on and facts.until_on < facts.from_on:
        errors["until_on"] = "The last day can't be before the first."
    if not facts.basis.strip():
        errors["basis"] = "Say why this person takes part, for example “Class teacher from September”."
    if facts.role is Role.SUPPORTER and not _may_choose(access, facts.chosen_by, today):
        errors["chosen_by"] = "Say which member of the family chose this supporter."
    if User.objects.filter(pk=access.person, email=facts.email.strip().lower()).exists():
        errors["email"] = "You are in this plan already. Somebody else has to give you another role."
    if errors:
        raise Invalid(errors)


def _may_choose(access: PlanAccess, chosen_by: int | None, today: date) -> bool:
    held = grants.roles_in(access.plan.circle_id, [chosen_by], today=today) if chosen_by else []
    return any(row.person == chosen_by and row.role in MAY_CHOOSE for row in held)


def _close_what_ran_out(access: PlanAccess, newcomer: User, role: Role, today: date, now: datetime) -> None:
    """Close a membership whose last day is over; raise Invalid for one that is still open in the same role."""
    open_ones = Membership.objects.filter(content_object=access.plan.circle_id, user=newcomer, ended_at=None)
    over = open_ones.filter(until_on__lt=today)
    if open_ones.filter(stands_for=role).exclude(pk__in=over.values("pk")).exists():
        raise Invalid({"email": "This person is in the plan in this role already."})
    over.update(ended_at=now)
    forget_exceptions(access, newcomer)


def _check_side(access: PlanAccess, newcomer: User, role: Role) -> None:
    """Raise Invalid for whoever would stand in one plan with the family and with the council."""
    both = {Party.FAMILY, Party.COUNCIL}
    there = Membership.objects.filter(content_object=access.plan.circle_id, user=newcomer, ended_at=None).values_list(
        "stands_for", flat=True
    )
    if both <= {PARTY_OF[role], *(PARTY_OF[Role(other)] for other in there)}:
        raise Invalid({"email": BOTH_SIDES})
