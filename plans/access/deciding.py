"""Say who may decide about a plan, sign it and check it (domain.md 3.1, "Who may do it")."""

from permissions.refusals import NotNow, NotPermitted
from permissions.vocabulary import Role
from plans.access.decision import PlanAccess
from plans.statute.events import WHEN, Event

DECIDERS = frozenset({Role.COORDINATOR, Role.MANAGER, Role.LEADER})
SIGNERS = frozenset({Role.MANAGER, Role.LEADER})
CHECKERS = frozenset({Role.MANAGER})
SENDERS_TO_CHECK = DECIDERS | {Role.WRITER}

NOT_A_DECIDER = "This is decided by the EHC coordinator, the manager or a service leader. Ask the coordinator of this plan."
NOT_A_SIGNER = "A plan is signed by a manager or a service leader of the council. Ask the manager."
NOT_A_CHECKER = "A draft is checked by the manager. Ask them."
NOT_AN_ENDER = "That a child moved away or has died is recorded by the EHC coordinator, the manager, a service leader or business support."
NOT_A_READER = "How the request came in is read by those of the council who work on it. Ask the coordinator of this plan."
NOT_A_KEYER = "What comes in is written down by the EHC coordinator, the manager, a service leader or business support. Tell the coordinator of this plan."
NOT_A_SENDER = "A draft is sent to be checked by whoever writes it for the council: the coordinator, the writer or the manager."
TWO_PERSONS = "A draft is checked by a second person: not by whoever sent it to be checked, nor by the coordinator of the plan."
PASSED_ALREADY = "This draft has passed the check already. It can be served."


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


def may_end_case(access: PlanAccess) -> bool:
    """Say whether this person records that a child moved away or has died: whoever decides, and the council's business support."""
    return bool((DECIDERS | {Role.BUSINESS_SUPPORT}) & set(access.circle.roles))


def require_ends_case(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever doesn't record that a child moved away or has died."""
    if not may_end_case(access):
        raise NotPermitted(NOT_AN_ENDER)


def require_stage(access: PlanAccess, event: Event) -> None:
    """Raise NotNow where an event can't happen at the plan's stage; the death of a child is recorded once, at whatever stage."""
    when = WHEN[event]
    is_out_of_turn = when.phases is not None and access.phase not in when.phases
    if access.stage not in when.stages or is_out_of_turn or (event is Event.DIED and access.plan.silenced_on):
        raise NotNow(when.because, source=when.source)
    if (when.after and getattr(access.plan, when.after) is None) or (when.before and getattr(access.plan, when.before)):
        raise NotNow(when.first, source=when.source)


def may_key_request(access: PlanAccess) -> bool:
    """Say whether this person writes down what came in on paper or by phone about a plan in force: whoever decides, and the council's business support."""
    return may_end_case(access)


def require_keys_request(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever doesn't write down what came in."""
    if not may_key_request(access):
        raise NotPermitted(NOT_A_KEYER)


def is_own_draft(access: PlanAccess, *, sent_by: int | None) -> bool:
    """Say whether a draft is too much this person's own to be passed by them: they sent it to be checked, or coordinate the plan."""
    return access.person in (sent_by, access.plan.coordinator_id) or Role.COORDINATOR in access.circle.roles


def may_read_request(access: PlanAccess) -> bool:
    """Say whether this person works on the request: whoever decides, writes, or supports the council's business. One parent's words are not the other's."""
    return bool((SENDERS_TO_CHECK | {Role.BUSINESS_SUPPORT}) & set(access.circle.roles))


def require_reads_request(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever doesn't read how the request came in."""
    if not may_read_request(access):
        raise NotPermitted(NOT_A_READER)
