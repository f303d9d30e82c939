"""Say who hands a plan over and tells of one that was taken over, and who has the file of a plan that another council made."""

from permissions.refusals import NotNow, NotPermitted
from permissions.vocabulary import CODES, Part, Verb
from plans.access.deciding import require_decider, require_stage
from plans.access.decision import PlanAccess
from plans.statute.events import WHEN, Event
from plans.statute.transfers import waits_to_be_told

NOT_WHOLE = "This file is the whole plan, and you read parts of it. Ask the EHC coordinator for what you need."
NO_MOVE = "Write down first when the child moves, and when you came to know of it: the last day for handing the plan over counts from that."


def reads_whole_plan(access: PlanAccess) -> bool:
    """Say whether every section is open to this person whole, names and all: a file can't be taken apart."""
    sections = [access.sections[code] for code in CODES]
    return access.sees_names and all(Verb.VIEW in section.verbs and Part.WHOLE in section.parts for section in sections)


def require_whole_plan(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever reads only parts of a plan."""
    if not reads_whole_plan(access):
        raise NotPermitted(NOT_WHOLE)


def require_transfer(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever doesn't decide, NotNow for a plan that is not in force and was not handed over."""
    require_decider(access)
    if access.plan.handed_over_on is None:
        require_stage(access, Event.HAND_OVER)


def require_hand_over(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever doesn't decide, NotNow for a plan that is not in force or of which no move is written down."""
    require_decider(access)
    require_stage(access, Event.HAND_OVER)
    if access.plan.hand_over_by is None:
        raise NotNow(NO_MOVE, source=WHEN[Event.HAND_OVER].source)


def require_tell(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever doesn't decide, NotNow where there is nothing to tell of a transfer, or it was told."""
    require_decider(access)
    require_stage(access, Event.TELL_TRANSFER)
    if not waits_to_be_told(access.plan.dates):
        raise NotNow(WHEN[Event.TELL_TRANSFER].because, source=WHEN[Event.TELL_TRANSFER].source)
