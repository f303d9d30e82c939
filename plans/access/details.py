"""Decide who reads and who changes which personal detail, of the child and of each adult of the family (design, invariant 11).

Page, cover, letter, PDF and every query ask `reads` and `reads_child`: there is no second rule.
"""

from collections.abc import Mapping
from enum import StrEnum

from permissions.models import Release
from permissions.refusals import Decision, NotNow, NotPermitted
from permissions.vocabulary import PARTIES, Party, Role, Stage
from plans.access.circle import KEEPERS, MAY_CHOOSE
from plans.access.decision import PlanAccess


class Fact(StrEnum):
    """What is held of one adult of the family, by the column that holds it (the e-mail address stands with the person)."""

    RELATIONSHIP = "relationship"
    ADDRESS = "address"
    CHILD_LIVES_HERE = "child_lives_here"
    PHONE = "phone"
    EMAIL = "email"
    CHANNEL = "channel"
    SAFE_TIMES = "safe_times"
    SAFE_WORDING = "safe_wording"
    FIRST_LANGUAGE = "first_language"
    INTERPRETER = "interpreter"
    ACCESS_NEEDS = "access_needs"


class ChildsFact(StrEnum):
    """What is held of the child, by the column that holds it."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    CALLED = "called"
    BORN_ON = "born_on"
    FIRST_LANGUAGE = "first_language"
    INTERPRETER = "interpreter"
    COMMUNICATION = "communication"
    ACCESS_NEEDS = "access_needs"


Released = Mapping[str, str]

# Adults who have a card of their own: those of the family who hold rights in the plan.
CARD_HOLDERS = MAY_CHOOSE
# The officers who write to a family; whoever else is of the council asks them, and finds no address.
OFFICERS = KEEPERS
# Whoever a release "to the professionals" means. A setting that is only consulted is none of them.
PROFESSIONALS = PARTIES[Party.PROFESSIONAL] | PARTIES[Party.TEACHER]
# Whoever arranges meetings, and so has to know of languages, interpreters and access.
ARRANGERS = OFFICERS | PROFESSIONALS | {Role.WRITER, Role.LEADER, Role.BUSINESS_SUPPORT}
# How to find or reach an adult; where the child lives is told with the address and never without it.
REACH = frozenset({Fact.ADDRESS, Fact.CHILD_LIVES_HERE, Fact.PHONE, Fact.EMAIL, Fact.CHANNEL, Fact.SAFE_TIMES, Fact.SAFE_WORDING})
_RELEASED_AS = {
    Fact.ADDRESS: Release.Fact.ADDRESS,
    Fact.CHILD_LIVES_HERE: Release.Fact.ADDRESS,
    Fact.PHONE: Release.Fact.PHONE,
    Fact.EMAIL: Release.Fact.EMAIL,
}
# The name and the day of birth carry the rights and clocks of a plan, so the council changes them when it has seen a document.
OF_THE_COUNCIL = frozenset({ChildsFact.FIRST_NAME, ChildsFact.LAST_NAME, ChildsFact.BORN_ON})

NOT_YOURS = "This card belongs to somebody else. Only they and the EHC coordinator change it."
NO_CARD = "Only a parent, carer or young person has a card of their own in this plan."
ASK_COORDINATOR = "The name and the date of birth are changed by the EHC coordinator. Ask them."
ASK_FAMILY = "The child’s details are kept by the family and the EHC coordinator. Ask one of them."
ENDED = "This plan has ended, so the child’s details in it are not changed any more."


def reads(access: PlanAccess, fact: Fact, *, owner: int, released: Released) -> bool:
    """Say whether this person reads a fact of the adult `owner`; `released` is what that adult opened, fact by fact.

    Whoever was limited to single sections reads of adults only what was released to everyone.
    """
    if access.person == owner:
        return True
    roles = _whole_roles(access)
    if roles & OFFICERS:
        return True
    if fact not in REACH:
        return bool(roles & ARRANGERS)
    readers = released.get(_RELEASED_AS.get(fact, ""), "")
    if readers == Release.Readers.EVERYONE:
        return access.sees_names
    return readers == Release.Readers.PROFESSIONALS and bool(roles & PROFESSIONALS)


def reads_child(access: PlanAccess, fact: ChildsFact) -> bool:
    """Say whether this person reads a fact of the child: everyone in the plan, but for whoever reads without names."""
    return fact in ChildsFact and access.sees_names


def keeps_cards(access: PlanAccess) -> bool:
    """Say whether this person may change the card of an adult who is somebody else."""
    return access.keeps_circle


def has_card(access: PlanAccess) -> bool:
    """Say whether this person has a card of their own in this plan."""
    return bool(CARD_HOLDERS & set(access.circle.roles))


def require_own_card(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever has no card in this plan."""
    if not has_card(access):
        raise NotPermitted(NO_CARD)


def require_keeps_cards(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever does not change the cards of others."""
    if not keeps_cards(access):
        raise NotPermitted(NOT_YOURS)


def may_change_child(access: PlanAccess, facts: frozenset[ChildsFact]) -> Decision:
    """Decide whether this person changes these facts of the child."""
    roles = set(access.circle.roles)
    if roles & KEEPERS or (roles & CARD_HOLDERS and not facts & OF_THE_COUNCIL):
        return Decision(allowed=access.stage is not Stage.ENDED, because="" if access.stage is not Stage.ENDED else ENDED)
    return Decision(allowed=False, because=ASK_COORDINATOR if roles & CARD_HOLDERS else ASK_FAMILY)


def require_change_child(access: PlanAccess, facts: frozenset[ChildsFact]) -> None:
    """Raise NotNow once the plan has ended, NotPermitted for whoever never changes these facts."""
    answer = may_change_child(access, facts)
    if answer:
        return
    if answer.because == ENDED:
        raise NotNow(ENDED, source="Children and Families Act 2014, section 45")
    raise NotPermitted(answer.because)


def _whole_roles(access: PlanAccess) -> frozenset[Role]:
    return frozenset(held.role for held in access.circle.held if not held.restricted)
