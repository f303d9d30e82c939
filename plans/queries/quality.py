"""Read what the checks find in a plan, with the reasons that were given and what a leader let pass."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from permissions.vocabulary import Stage
from plans.access import PlanAccess
from plans.models import Item, QualityReason
from plans.queries.plan_to_check import read_plan_to_check
from plans.statute.amending import Because
from plans.statute.lifecycle import Phase
from plans.statute.quality import Finding, LaterFacts, Moment, PlanToCheck, Severity, check


@dataclass(frozen=True)
class ReasonGiven:
    """Why something may go out although a check found it: whose reason, and when."""

    words: str
    by: str
    at: datetime
    is_override: bool


@dataclass(frozen=True)
class Judged:
    """A finding with the reason that holds for the words as they stand, or None."""

    finding: Finding
    reason: ReasonGiven | None = None

    @property
    def stops(self) -> bool:
        """Say whether the plan can't go out because of it."""
        return self.finding.severity is Severity.BLOCK and not (self.reason and self.reason.is_override and self.finding.overridable)

    @property
    def needs_reason(self) -> bool:
        """Say whether a reason is still to be given; the plan goes out on its day all the same."""
        return self.finding.severity is Severity.WARN and self.reason is None

    @property
    def is_hint(self) -> bool:
        """Say whether it is only shown."""
        return self.finding.severity is Severity.INFO


@dataclass(frozen=True)
class Findings:
    """Everything that the checks found in a plan at one moment."""

    moment: Moment
    judged: tuple[Judged, ...]
    plan: PlanToCheck
    rows: Mapping[UUID, Item]

    @cached_property
    def blocks(self) -> tuple[Finding, ...]:
        """List what stops the plan, after what a leader overrode."""
        return tuple(one.finding for one in self.judged if one.stops)

    @cached_property
    def unreasoned_warnings(self) -> tuple[Finding, ...]:
        """List the warnings without a reason; they never stop a plan on its due day."""
        return tuple(one.finding for one in self.judged if one.needs_reason)

    @cached_property
    def reasoned(self) -> tuple[Judged, ...]:
        """List what goes out with a reason: warnings with theirs, and what a leader overrode."""
        return tuple(one for one in self.judged if one.reason and not one.stops and not one.is_hint)

    @cached_property
    def hints(self) -> tuple[Finding, ...]:
        """List what is only shown."""
        return tuple(one.finding for one in self.judged if one.is_hint)


_MOMENTS: dict[Stage, Moment] = {
    Stage.CONSULTING: Moment.FINAL,
    Stage.FINALISING: Moment.FINAL,
    Stage.FINAL: Moment.AMENDMENT,
    Stage.AMENDING: Moment.AMENDED_FINAL,
    Stage.CEASING: Moment.AMENDMENT,
    Stage.ENDED: Moment.AMENDMENT,
}


def moment_of(access: PlanAccess) -> Moment:
    """Say what is issued next from this stage: a draft until one is served, then the final plan."""
    if access.stage is Stage.AMENDING and access.phase is Phase.WRITING:
        return moment_of_changes(access)
    return _MOMENTS.get(access.stage, Moment.FIRST_DRAFT)


def moment_of_changes(access: PlanAccess) -> Moment:
    """Say for what changes of a plan in force are checked before they are proposed: after a reassessment as a draft is, whose Section I is empty by law.

    Law: SEND Regs 2014 reg 27(1), which brings Children and Families Act 2014 s.38 in.
    """
    return Moment.REASSESSMENT if access.plan.amending_because == Because.REASSESSMENT else Moment.AMENDMENT


def findings_of(access: PlanAccess, *, moment: Moment, later: LaterFacts | None = None, issue_on: date | None = None) -> Findings:
    """Check the whole plan as it stands for one moment, whatever this person sees of it. Seven queries, nine where a plan in force is amended.

    `later` is what the acts of serving, answering and signing know; what they leave out counts as not done at the final. `issue_on` is the day of the issue
    where it is not today. Pages show a person's own part of it (`plans.queries.quality_pages`), never this.
    """
    plan, rows = read_plan_to_check(access, moment=moment, later=later, issue_on=issue_on)
    found = check(plan)
    reasons = _reasons(access)
    judged = tuple(Judged(one, reasons.get((one.words_hash, one.severity is Severity.BLOCK))) for one in found)
    return Findings(moment, judged, plan, {row.uid: row for row in rows})


def _reasons(access: PlanAccess) -> dict[tuple[str, bool], ReasonGiven]:
    """Read the newest reason for each words, and whether it overrides. One query."""
    rows = QualityReason.objects.filter(plan=access.plan).select_related("by").order_by("at", "pk")
    return {(row.words_hash, row.is_override): ReasonGiven(row.reason, row.by.name, row.at, row.is_override) for row in rows}
