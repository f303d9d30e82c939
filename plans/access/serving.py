"""Say on whom a version is served, and who gives and records consent to be served electronically."""

from collections.abc import Iterable, Mapping

from permissions.refusals import NotNow, NotPermitted
from permissions.vocabulary import Role, Stage
from plans.access.deciding import require_decider
from plans.access.decision import PlanAccess
from plans.access.details import CARD_HOLDERS, has_card, keeps_cards
from plans.access.rights import is_addressed
from plans.statute.lifecycle import Phase

NOT_A_RECIPIENT = "A plan is served on a parent, the young person or their representative. Ask the EHC coordinator of this plan."
NOT_A_RECORDER = "Consent to be sent the plan is recorded by its EHC coordinator and the manager. Ask them."


def recipients_among(everyone: Mapping[int, PlanAccess]) -> dict[int, Role]:
    """Name those on whom a version is served, each with the part in which they are: the parents, or the young person once the rights are theirs.

    Law: SEND Regs 2014 reg 13(1): "the child's parent or the young person"; reg 64 for whoever represents a young person.
    """
    held = {person: _part(access.circle.roles) for person, access in everyone.items()}
    return {person: role for person, role in held.items() if role and is_addressed(everyone[person], person, role)}


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


FIRST_SERVED_AT = frozenset({Stage.DRAFTING, Stage.CHECKING})
ANSWERED = frozenset({Phase.WINDOW, Phase.AFTER})
NOT_AT_THIS_STAGE = "A draft is served once it is written and until the plan is final. This plan is at another stage."
SILENCED = "Nothing is sent about this plan any more."


def require_may_serve(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever does not serve drafts, NotNow where none is served at this stage or nothing leaves any more.

    Law: SEND Regs 2014 reg 13(1) with reg 14(1): until the plan is final the council may send the draft, and send it again; reg 22(2) for proposed changes.
    """
    require_decider(access)
    if access.plan.silenced_on:
        raise NotNow(SILENCED)
    if access.stage not in FIRST_SERVED_AT | {Stage.AMENDING} and not is_served_again(access):
        raise NotNow(NOT_AT_THIS_STAGE, source="SEND Regulations 2014, regulation 13")


def is_served_again(access: PlanAccess) -> bool:
    """Say whether a draft is out already, so that the next one is served in its place."""
    return access.phase in ANSWERED


def require_answered(access: PlanAccess) -> None:
    """Raise NotNow unless a draft is out and the plan is not final: then its time to answer can be made longer. Law: SEND Regs 2014 reg 13(1)(a)."""
    if not is_served_again(access):
        raise NotNow("There is no draft to answer now.", source="SEND Regulations 2014, regulation 13")
