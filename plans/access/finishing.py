"""Say who answers what was said to a draft, and who agrees its provision (domain.md 3.1, 4.3)."""

from permissions.refusals import NotNow, NotPermitted
from permissions.vocabulary import Code, Role, Stage, Verb
from plans.access.decision import PlanAccess
from plans.models import Agreement
from plans.statute.lifecycle import Phase

REPLIERS = frozenset({Role.COORDINATOR, Role.WRITER, Role.MANAGER})
SENDERS = frozenset({Role.COORDINATOR, Role.MANAGER})
# While a draft, or what is proposed to change a plan in force, is answered, and after: then it is replied to, agreed and made final.
ANSWERED_OR_AFTER = frozenset({Phase.WINDOW, Phase.AFTER})

AGREES_IN: dict[str, tuple[Code, ...]] = {
    Agreement.Kind.HEALTH: (Code.G,),
    Agreement.Kind.SOCIAL_CARE: (Code.H1, Code.H2),
}

NOT_A_REPLIER = "What people said to the draft is answered by the EHC coordinator, the writer and the manager. Ask the coordinator."
NOT_A_SENDER = "Replies are sent, and schools are asked, by the EHC coordinator or the manager. Ask them."
NOT_SERVED_YET = "No draft has been sent to the family yet."
CHANGES_NOT_SERVED_YET = "No proposed changes have been sent to the family yet."
IS_FINAL = "The plan is final. It changes only after a review or by an amendment notice."
NOT_FOR_FAMILY = "This is agreed between the council, health and social care. Ask the EHC coordinator what was said."


def writes_replies(access: PlanAccess) -> bool:
    """Say whether this person writes the council's replies."""
    return bool(REPLIERS & set(access.circle.roles))


def sends_replies(access: PlanAccess) -> bool:
    """Say whether this person sends replies and consults schools for the council."""
    return bool(SENDERS & set(access.circle.roles))


def require_replier(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever does not write replies, NotNow where there is nothing to reply to."""
    if not writes_replies(access):
        raise NotPermitted(NOT_A_REPLIER)
    require_being_finished(access)


def require_sender(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever does not send replies or consult schools, NotNow at another stage."""
    if not sends_replies(access):
        raise NotPermitted(NOT_A_SENDER)
    require_being_finished(access)


def is_being_finished(access: PlanAccess) -> bool:
    """Say whether something was served and is being answered or finished: a draft, or proposed changes."""
    return access.phase in ANSWERED_OR_AFTER


def require_being_finished(access: PlanAccess) -> None:
    """Raise NotNow unless a served draft is being answered or finished."""
    if is_being_finished(access):
        return
    if access.stage is Stage.AMENDING:
        raise NotNow(CHANGES_NOT_SERVED_YET, source="SEND Regulations 2014, regulation 22(2)")
    is_final = access.stage in (Stage.FINAL, Stage.CEASING, Stage.ENDED)
    raise NotNow(IS_FINAL if is_final else NOT_SERVED_YET, source="SEND Regulations 2014, regulations 13 and 14")


def agrees(access: PlanAccess, kind: str) -> bool:
    """Say whether this person's agreement is the one that is asked for: health's for G, social care's for H1 and H2."""
    return all(Verb.APPROVE in access.sections[code].by_role for code in AGREES_IN[kind])


def sees_agreements(access: PlanAccess) -> bool:
    """Say whether this person sees what was agreed: the council, and whoever agrees one of the two."""
    return access.circle.is_council or any(agrees(access, kind) and not access.circle.is_family for kind in AGREES_IN)
