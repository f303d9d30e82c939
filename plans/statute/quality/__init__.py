"""The checks of a plan's quality that a rule can decide: a plan in, findings out. Law: domain.md 6 (Q01 to Q53)."""

from plans.statute.quality.checking import check
from plans.statute.quality.facts import (
    BudgetFacts,
    ChildToCheck,
    EvidenceFacts,
    Finding,
    ItemToCheck,
    LaterFacts,
    Moment,
    NeedFacts,
    OutcomeFacts,
    PlacementFacts,
    PlanToCheck,
    ProvisionFacts,
    SectionToCheck,
    Severity,
    VoiceFacts,
)
from plans.statute.quality.table import CHECKS, NEVER_OVERRIDDEN, NOT_BY_RULE, Check, may_override

__all__ = [
    "CHECKS",
    "NEVER_OVERRIDDEN",
    "NOT_BY_RULE",
    "BudgetFacts",
    "Check",
    "ChildToCheck",
    "EvidenceFacts",
    "Finding",
    "ItemToCheck",
    "LaterFacts",
    "Moment",
    "NeedFacts",
    "OutcomeFacts",
    "PlacementFacts",
    "PlanToCheck",
    "ProvisionFacts",
    "SectionToCheck",
    "Severity",
    "VoiceFacts",
    "check",
    "may_override",
]
