"""Say at which stage a plan stands, and what each stage takes away from everybody's rights.

Source: domain.md 3.1 to 3.3 (stages) and 4.4 (actions by state). Each rule can only take away from the matrix (`permissions.matrix`), never add.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from permissions.refusals import Decision
from permissions.vocabulary import EVERY_SECTION, PARTY_OF, Code, Party, Role, Stage, Verb

ALL_BUT_I = EVERY_SECTION - {Code.I}
ONLY_I = frozenset({Code.I})
ONLY_K = frozenset({Code.K})
NOWHERE: frozenset[Code] = frozenset()

Rule = Callable[[Role], frozenset[Code]]


def _everyone_everywhere(role: Role) -> frozenset[Code]:
    return EVERY_SECTION


def _everyone_but_in_i(role: Role) -> frozenset[Code]:
    return ALL_BUT_I


def _nobody(role: Role) -> frozenset[Code]:
    return NOWHERE


def _council_but_in_i(role: Role) -> frozenset[Code]:
    return ALL_BUT_I if PARTY_OF[role] is Party.COUNCIL else NOWHERE


def _council_everywhere(role: Role) -> frozenset[Code]:
    return EVERY_SECTION if PARTY_OF[role] is Party.COUNCIL else NOWHERE


def _council_only_in_i(role: Role) -> frozenset[Code]:
    return ONLY_I if PARTY_OF[role] is Party.COUNCIL else NOWHERE


def _family_evidence(role: Role) -> frozenset[Code]:
    return ONLY_K if PARTY_OF[role] is Party.FAMILY or role is Role.BUSINESS_SUPPORT else NOWHERE


@dataclass(frozen=True)
class StageRule:
    """Which sections each verb keeps at a stage, and why the rest is off. Law: its own `source`."""

    comment: Rule
    suggest: Rule
    add: Rule
    edit: Rule
    approve: Rule
    because: str
    source: str
    instead: str


_BEFORE_SERVICE = StageRule(
    comment=_everyone_everywhere,
    suggest=_everyone_everywhere,
    add=_everyone_but_in_i,
    edit=_council_but_in_i,
    approve=_everyone_but_in_i,
    because="A school or other place is not named before the family has answered the draft.",
    source="Children and Families Act 2014 s.38(5)",
    instead="Tell the coordinator which school you would like",
)
_WINDOW_OPEN = StageRule(
    comment=_everyone_everywhere,
    suggest=_everyone_everywhere,
    add=_family_evidence,
    edit=_nobody,
    approve=_everyone_but_in_i,
    because="The draft has been sent. Its words stay as they are while the family answers.",
    source="SEND Regulations 2014, regulation 13",
    instead="Propose a change",
)
_AFTER_ANSWERS = StageRule(
    comment=_everyone_everywhere,
    suggest=_everyone_everywhere,
    add=_family_evidence,
    edit=_council_only_in_i,
    approve=_everyone_everywhere,
    because="The family has answered. The words change only because of what the family said, or the draft is sent again.",
    source="SEND Regulations 2014, regulation 14(1)",
    instead="Propose a change",
)
_IN_FORCE = StageRule(
    comment=_everyone_everywhere,
    suggest=_nobody,
    add=_nobody,
    edit=_nobody,
    approve=_nobody,
    because="The plan is final. It changes only after a review or by an amendment notice.",
    source="SEND Regulations 2014, regulations 22 and 28",
    instead="Ask for a review",
)
_AMENDING = StageRule(
    comment=_everyone_everywhere,
    suggest=_everyone_everywhere,
    add=_family_evidence,
    edit=_council_everywhere,
    approve=_everyone_everywhere,
    because="The council is writing the changes that it proposes to this plan. Nobody else writes in it now.",
    source="SEND Regulations 2014, regulation 22",
    instead="Propose a change",
)
_CHANGES_ANSWERED = replace(
    _WINDOW_OPEN,
    because="The proposed changes have been sent. The words stay as they are while the family answers.",
    source="SEND Regulations 2014, regulation 22(2)",
)
_AFTER_CHANGES_ANSWERED = replace(
    _AFTER_ANSWERS,
    because="The family has answered the proposed changes. The words change only because of what the family said, or the changes are sent again.",
    source="SEND Regulations 2014, regulation 22(3)",
)
_REFUSED = StageRule(
    comment=_everyone_everywhere,
    suggest=_nobody,
    add=_nobody,
    edit=_nobody,
    approve=_nobody,
    because="The council decided not to go on. Nothing is written in this plan unless that decision changes.",
    source="SEND Regulations 2014, regulations 5 and 10",
    instead="Read about your right to appeal",
)
_ENDED = StageRule(
    comment=_nobody,
    suggest=_nobody,
    add=_nobody,
    edit=_nobody,
    approve=_nobody,
    because="This plan has ended. It is kept as a record.",
    source="Children and Families Act 2014 s.45",
    instead="Ask the council",
)

STAGE_RULES: dict[Stage, StageRule] = {
    Stage.REQUESTED: _BEFORE_SERVICE,
    Stage.ASSESSING: _BEFORE_SERVICE,
    Stage.REFUSED: _REFUSED,
    Stage.DRAFTING: _BEFORE_SERVICE,
    Stage.CHECKING: _BEFORE_SERVICE,
    Stage.CONSULTING: _WINDOW_OPEN,
    Stage.FINALISING: _AFTER_ANSWERS,
    Stage.FINAL: _IN_FORCE,
    Stage.AMENDING: _AMENDING,
    Stage.CEASING: _IN_FORCE,
    Stage.ENDED: _ENDED,
}


class Phase(StrEnum):
    """How far a draft, or a proposed change of a plan in force, has come. Law: SEND Regs 2014 regs 13 and 22: written, then answered, then finished."""

    WRITING = "writing"
    WINDOW = "window"
    AFTER = "after"


_PHASES: dict[Stage, Phase] = {
    Stage.REQUESTED: Phase.WRITING,
    Stage.ASSESSING: Phase.WRITING,
    Stage.DRAFTING: Phase.WRITING,
    Stage.CHECKING: Phase.WRITING,
    Stage.CONSULTING: Phase.WINDOW,
    Stage.FINALISING: Phase.AFTER,
}
# The three parts of the stage in which a plan in force is changed, by its dates.
_AMENDING_RULES: dict[Phase | None, StageRule] = {
    Phase.WRITING: _AMENDING,
    Phase.WINDOW: _CHANGES_ANSWERED,
    Phase.AFTER: _AFTER_CHANGES_ANSWERED,
}

AFTER_FINAL = frozenset({Stage.FINAL, Stage.AMENDING, Stage.CEASING, Stage.ENDED})
WHILE_CONSULTED = frozenset({Stage.CONSULTING, Stage.FINALISING, Stage.AMENDING})

STAGE_NAMES: dict[Stage, str] = {
    Stage.REQUESTED: "Request received",
    Stage.ASSESSING: "Needs assessment",
    Stage.REFUSED: "Not going on",
    Stage.DRAFTING: "Writing the draft",
    Stage.CHECKING: "Checking the draft",
    Stage.CONSULTING: "The family answers the draft",
    Stage.FINALISING: "Finishing the plan",
    Stage.FINAL: "Plan in force",
    Stage.AMENDING: "Changing the plan",
    Stage.CEASING: "Ending the plan",
    Stage.ENDED: "Ended",
}


@dataclass(frozen=True, kw_only=True)
class PlanDates:
    """The dates that decide the stage, each None until it has happened; all civil dates in Europe/London.

    `amending_because` is one of `plans.statute.amending.Because`, and "" unless a plan in force is being changed.
    Law: SEND Regs 2014 regs 4, 5, 10, 13, 22 and 31: each is the day of an act that one of them asks for.
    """

    request_received_on: date
    assess_yes_on: date | None = None
    refused_on: date | None = None
    plan_yes_on: date | None = None
    checking_on: date | None = None
    served_on: date | None = None
    closes_on: date | None = None
    final_on: date | None = None
    amending_on: date | None = None
    amending_because: str = ""
    met_on: date | None = None
    noticed_on: date | None = None
    made_on: date | None = None
    review_met_on: date | None = None
    reviewed_on: date | None = None
    considering_on: date | None = None
    ceasing_on: date | None = None
    ended_on: date | None = None
    handed_over_on: date | None = None
    taken_over_on: date | None = None
    made_before_on: date | None = None
    transfer_told_on: date | None = None


def stage(dates: PlanDates, *, today: date) -> Stage:
    """Find the stage from the dates alone.

    Law: SEND Regs 2014 reg 13(1)(a): the window ends with its last day, `closes_on`; finalising begins the day after. Nothing else moves by time.
    """
    if dates.ended_on and dates.ended_on <= today:
        return Stage.ENDED
    if dates.ceasing_on:
        return Stage.CEASING
    if dates.final_on:
        return Stage.AMENDING if dates.amending_on else Stage.FINAL
    if dates.refused_on:
        return Stage.REFUSED
    if dates.served_on and dates.closes_on:
        return Stage.CONSULTING if today <= dates.closes_on else Stage.FINALISING
    return _before_service(dates)


def phase(dates: PlanDates, *, today: date) -> Phase | None:
    """Find how far what is proposed has come: a draft, or the changes of a plan in force; None where nothing is proposed.

    Law: SEND Regs 2014 regs 13(1)(a) and 22(2)(c): whoever is served has at least 15 days; what follows begins the day after the last of them.
    """
    at = stage(dates, today=today)
    if at is not Stage.AMENDING:
        return _PHASES.get(at)
    if not dates.served_on or not dates.closes_on:
        return Phase.WRITING
    return Phase.WINDOW if today <= dates.closes_on else Phase.AFTER


def rule_of(at: Stage, part: Phase | None = None) -> StageRule:
    """Give the rule of a stage; while a plan in force is changed, of the part (`phase`) that it has come to, writing where none is named.

    Law: the `source` of the rule.
    """
    return _AMENDING_RULES[part or Phase.WRITING] if at is Stage.AMENDING else STAGE_RULES[at]


def _before_service(dates: PlanDates) -> Stage:
    if dates.checking_on:
        return Stage.CHECKING
    if dates.plan_yes_on:
        return Stage.DRAFTING
    return Stage.ASSESSING if dates.assess_yes_on else Stage.REQUESTED


def allows(role: Role, code: Code, verb: Verb, at: Stage, part: Phase | None = None) -> Decision:
    """Decide whether the stage, and the part of it that a change of a plan in force has come to, leaves a role its verb in a section.

    Law: the `source` of the stage's rule; for viewing, domain.md 4.3 (consulted settings while they are consulted, teachers and Section I after the final).
    """
    rule = rule_of(at, part)
    if verb is Verb.VIEW:
        return _view(role, code, at)
    kept: Rule = getattr(rule, verb.value)
    if code in kept(role) and _view(role, code, at):
        return Decision(allowed=True)
    return Decision(allowed=False, because=rule.because, source=rule.source)


def _view(role: Role, code: Code, at: Stage) -> Decision:
    if role is Role.CONSULTED_SETTING and at not in WHILE_CONSULTED:
        return Decision(
            allowed=False, because="Your setting is not being consulted at this stage.", source="Children and Families Act 2014 s.39(2)"
        )
    if role is Role.TEACHER and at not in AFTER_FINAL:
        return Decision(allowed=False, because="Teachers read the plan once it is final.", source="SEND Regulations 2014, regulation 17")
    if role is Role.SENCO and code is Code.I and at not in AFTER_FINAL:
        return Decision(
            allowed=False,
            because="Section I is read by the school once the plan is final.",
            source="Children and Families Act 2014 s.38(5)",
        )
    return Decision(allowed=True)
