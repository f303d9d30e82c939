"""Say who may decide about a plan, sign it and check it (domain.md 3.1, "Who may do it")."""

from permissions.refusals import NotPermitted
from permissions.vocabulary import Role
from plans.access.decision import PlanAccess

DECIDERS = frozenset({Role.COORDINATOR, Role.MANAGER, Role.LEADER})
SIGNERS = frozenset({Role.MANAGER, Role.LEADER})
CHECKERS = frozenset({Role.MANAGER})
SENDERS_TO_CHECK = DECIDERS | {Role.WRITER}

NOT_A_DECIDER = "This is decided by the EHC coordinator, the manager or a service leader. Ask the coordinator of this plan."
NOT_A_SIGNER = "A plan is signed by a manager or a service leader of the council. Ask the manager."
NOT_A_CHECKER = "A draft is checked by the manager. Ask them."
NOT_A_SENDER = "A draft is sent to be checked by whoever writes it for the council: the coordinator, the writer or the manager."


def may_decide(access: PlanAccess) -> bool:
    """Say whether this person decides for the council in this plan."""
    return bool(DECIDERS & set(access.circle.roles))


def may_sign(access: PlanAccess) -> bool:
    """Say whether this person signs a plan for the council."""
    return bool(SIGNERS & set(access.circle.roles))


def may_check(access: PlanAccess) -> bool:
    """Say whether this person checks drafts; that it is not the one who sent this one, the action asks."""
    return bool(CHECKERS & set(access.circle.roles))


def may_send_to_check(access: PlanAccess) -> bool:
    """Say whether this person sends a draft to be checked."""
    return bool(SENDERS_TO_CHECK & set(access.circle.roles))


def require_decider(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever doesn't decide: coordinator, manager and leader do."""
    if not may_decide(access):
        raise NotPermitted(NOT_A_DECIDER)


def require_signer(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever doesn't sign: manager and leader do."""
    if not may_sign(access):
        raise NotPermitted(NOT_A_SIGNER)


def require_checker(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever doesn't check drafts: the manager does."""
    if not may_check(access):
        raise NotPermitted(NOT_A_CHECKER)


def require_sender_to_check(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever doesn't send drafts to be checked."""
    if not may_send_to_check(access):
        raise NotPermitted(NOT_A_SENDER)
