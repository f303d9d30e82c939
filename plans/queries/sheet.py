"""Read what the checks find for what is issued next from the stage at which a plan stands, with what the steps up to there know."""

from plans.access import PlanAccess
from plans.queries.quality import Findings, findings_of, moment_of
from plans.queries.signing import read_later
from plans.statute.quality import Moment

BY_THE_FINAL = frozenset({Moment.FINAL, Moment.AMENDED_FINAL})


def findings_now(access: PlanAccess) -> Findings:
    """Check the plan for what is issued next. At the final, what was served, answered, agreed, consulted and signed is read as well (domain.md 6, Q39, Q42 to Q46)."""
    moment = moment_of(access)
    return findings_of(access, moment=moment, later=read_later(access) if moment in BY_THE_FINAL else None)
