"""Say who reads what the checks found, who gives a reason for it, and who is shown it where they write (domain.md 6)."""

from permissions.refusals import NotNow, NotPermitted
from permissions.vocabulary import Code, Role, Stage, Verb
from plans.access.decision import PlanAccess

READERS = frozenset({Role.COORDINATOR, Role.WRITER, Role.MANAGER, Role.LEADER})
# What is to be sent is written at these stages; before that there is no draft, and what is in force is not written in.
WRITTEN_AT = frozenset({Stage.DRAFTING, Stage.CHECKING, Stage.FINALISING, Stage.AMENDING})

NOT_A_READER = "What the checks found is for those who write and check this plan for the council: the coordinator, the writer, the manager and a service leader."
NOT_YOURS = "A reason is given by whoever writes this section for the council. Ask the coordinator of this plan."
ONLY_A_LEADER = "Only a service leader lets a plan go out although a check stops it. Ask them, or put right what was found."
NEVER = "Nobody overrides this one, a service leader neither. It has to be put right before the plan goes out."
IS_OVER = "This plan has ended. Nothing is sent any more, so there is nothing to give a reason for."


def require_reader(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever doesn't read what the checks found."""
    if not READERS & set(access.circle.roles):
        raise NotPermitted(NOT_A_READER)


def may_reason(access: PlanAccess, section: Code | None) -> bool:
    """Say whether this person gives reasons in a section: whoever edits it for the council, also while the stage keeps its words as they are.

    What is about the whole plan, and Section A, which nobody of the council edits, is for those who put the plan together.
    """
    if not access.circle.is_council:
        return False
    if section in (None, Code.A):
        return access.cuts_versions
    return section is not None and Verb.EDIT in access.sections[section].by_role


def require_reason(access: PlanAccess, section: Code | None) -> None:
    """Raise NotPermitted for whoever gives no reasons here, NotNow when the plan has ended."""
    require_reader(access)
    if not may_reason(access, section):
        raise NotPermitted(NOT_YOURS)
    require_open(access)


def require_open(access: PlanAccess) -> None:
    """Raise NotNow for a plan that has ended."""
    if access.stage is Stage.ENDED:
        raise NotNow(IS_OVER, source="Children and Families Act 2014 s.45")


def is_shown_while_writing(access: PlanAccess) -> bool:
    """Say whether this person is shown, in the section where they write, what was found there: the council and the professionals, never the family."""
    return access.stage in WRITTEN_AT and not access.circle.is_family
