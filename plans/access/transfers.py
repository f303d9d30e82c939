"""Say who has the file of a plan that another council made: whoever may read every section of a plan, whole."""

from permissions.refusals import NotPermitted
from permissions.vocabulary import CODES, Part, Verb
from plans.access.decision import PlanAccess

NOT_WHOLE = "This file is the whole plan, and you read parts of it. Ask the EHC coordinator for what you need."


def reads_whole_plan(access: PlanAccess) -> bool:
    """Say whether every section is open to this person whole, names and all: a file can't be taken apart."""
    sections = [access.sections[code] for code in CODES]
    return access.sees_names and all(Verb.VIEW in section.verbs and Part.WHOLE in section.parts for section in sections)


def require_whole_plan(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever reads only parts of a plan."""
    if not reads_whole_plan(access):
        raise NotPermitted(NOT_WHOLE)
