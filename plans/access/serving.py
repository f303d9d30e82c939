"""Say on whom a version is served, and who gives and records consent to be served electronically."""

from collections.abc import Iterable, Mapping

from permissions.refusals import NotPermitted
from permissions.vocabulary import Role
from plans.access.decision import PlanAccess
from plans.access.details import CARD_HOLDERS, has_card, keeps_cards

NOT_A_RECIPIENT = "A plan is served on a parent, the young person or their representative. Ask the EHC coordinator of this plan."
NOT_A_RECORDER = "Consent to be sent the plan is recorded by its EHC coordinator and the manager. Ask them."


def recipients_among(everyone: Mapping[int, PlanAccess]) -> dict[int, Role]:
    """Name those on whom a version is served, each with the part in which they are: the parents, or the young person once the rights are theirs.

    Law: SEND Regs 2014 reg 13(1): "the child's parent or the young person"; reg 64 for whoever represents a young person.
    """
    held = {person: _part(access.circle.roles) for person, access in everyone.items()}
    found = {person: role for person, role in held.items() if role}
    if Role.YOUNG_PERSON in found.values():
        return {person: role for person, role in found.items() if role is not Role.PARENT}
    return found


def _part(roles: Iterable[Role]) -> Role | None:
    return next((role for role in roles if role in CARD_HOLDERS), None)


def require_recipient(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever nothing is ever served on."""
    if not has_card(access):
        raise NotPermitted(NOT_A_RECIPIENT)


def require_recorder(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever does not record other people's consent."""
    if not keeps_cards(access):
        raise NotPermitted(NOT_A_RECORDER)
