"""Run every check on a plan. Law: domain.md 6."""

from plans.statute.quality import identity, issuing, naming, outcomes, provision, structure, voices, wording
from plans.statute.quality.facts import Finding, PlanToCheck, Severity
from plans.statute.quality.table import Rule, one_each

RULES: tuple[Rule, ...] = tuple(
    rule for part in (structure, naming, provision, issuing, outcomes, voices, identity, wording) for rule in part.RULES
)

_ORDER = list(Severity)


def check(plan: PlanToCheck) -> tuple[Finding, ...]:
    """Find what is wrong with a plan at one moment: what stops it first, then in the order of the table. Law: domain.md 6."""
    found = one_each(one for rule in RULES for one in rule(plan))
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.severity), one.id)))
