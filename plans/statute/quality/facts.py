"""Say what is checked and what comes of it: a plan as plain values in, findings out. Law: domain.md 2.1, 2.2 and 6 (Q01 to Q53)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from permissions.vocabulary import Code, Party
from plans.statute.sections import Kind


class Severity(StrEnum):
    """How much a finding weighs. Law: domain.md 6: BLOCK stops, WARN needs a reason and never stops a plan on its due day, INFO is a hint."""

    BLOCK = "block"
    WARN = "warn"
    INFO = "info"


class Moment(StrEnum):
    """What the plan is checked for. Law: SEND Regs 2014 regs 13 (draft, final), 22 (amendment), 27 (reassessment)."""

    FIRST_DRAFT = "first_draft"
    REASSESSMENT = "reassessment"
    AMENDMENT = "amendment"
    FINAL = "final"
    AMENDED_FINAL = "amended_final"

    @property
    def is_final(self) -> bool:
        """Say whether the plan is to be issued and not only proposed. Law: SEND Regs 2014 reg 14."""
        return self in (Moment.FINAL, Moment.AMENDED_FINAL)


@dataclass(frozen=True, kw_only=True)
class VoiceFacts:
    """Whose words a voice is, and how they were gathered. Law: Code of Practice 9.69, if first person, whose words."""

    speaker: str = ""
    speaker_name: str = ""
    how_gathered: str = ""


@dataclass(frozen=True, kw_only=True)
class NeedFacts:
    """The area of a need and what it means day to day. Law: Code of Practice 6.28 (areas)."""

    area: str = ""
    impact: str = ""


@dataclass(frozen=True, kw_only=True)
class OutcomeFacts:
    """What an outcome is measured by, and by when. Law: Code of Practice 9.66 (specific, measurable, achievable, realistic, time-bound)."""

    measure: str = ""
    baseline: str = ""
    target: str = ""
    by_on: date | None = None
    by_phase: str = ""
    steps: str = ""
    monitored_by: str = ""


@dataclass(frozen=True, kw_only=True)
class ProvisionFacts:
    """Who does it, how often, how long, with how many, where, over which weeks. Law: Code of Practice 9.69, "normally be quantified"."""

    delivered_by: str = ""
    qualification: str = ""
    sessions: int | None = None
    per: str = ""
    minutes: int | None = None
    grouping: str = ""
    children_max: int | None = None
    adults: int | None = None
    where: str = ""
    weeks_a_year: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    review: str = ""
    flexibility_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PlacementFacts:
    """The name and type of a school or other place. Law: Children and Families Act 2014 s.40(2)."""

    name: str = ""
    type: str = ""


@dataclass(frozen=True, kw_only=True)
class BudgetFacts:
    """One line of a personal budget. Law: SEND Regs 2014 reg 12(1)(j)."""

    part: str = ""
    how: str = ""
    purpose: str = ""


@dataclass(frozen=True, kw_only=True)
class EvidenceFacts:
    """One report behind the plan. Law: SEND Regs 2014 regs 6(1), 12(4)."""

    advice_type: str = ""
    title: str = ""
    author_name: str = ""
    author_role: str = ""
    dated_on: date | None = None
    obtained: bool = True
    not_obtained_reason: str = ""
    has_file: bool = False


@dataclass(frozen=True, kw_only=True)
class ItemToCheck:
    """One item that was put forward. `side` is whose words it is. Law: SEND Regs 2014 reg 12(1)."""

    uid: UUID
    section: Code
    kind: Kind
    text: str
    side: Party = Party.COUNCIL
    source: str = ""
    title: str = ""
    comes_from: frozenset[UUID] = frozenset()
    leads_to: frozenset[UUID] = frozenset()
    voice: VoiceFacts | None = None
    need: NeedFacts | None = None
    outcome: OutcomeFacts | None = None
    provision: ProvisionFacts | None = None
    placement: PlacementFacts | None = None
    budget: BudgetFacts | None = None
    evidence: EvidenceFacts | None = None

    @property
    def facts(self) -> object | None:
        """Give the typed fields of its kind. Law: SEND Regs 2014 reg 12(1)."""
        return self.voice or self.need or self.outcome or self.provision or self.placement or self.budget or self.evidence

    @property
    def is_familys(self) -> bool:
        """Say whether these are words of the family. Law: Children and Families Act 2014 s.19(a)."""
        return self.side is Party.FAMILY or self.kind in (Kind.VOICE, Kind.ASPIRATION)


@dataclass(frozen=True, kw_only=True)
class SectionToCheck:
    """One section: its own words, and whether it is stated that there is nothing to say. Law: SEND Regs 2014 reg 12(1)."""

    code: Code
    narrative: str = ""
    none_identified: bool = False


@dataclass(frozen=True, kw_only=True)
class ChildToCheck:
    """What the checks need to know of the child; nothing of it is printed in a finding. Law: SEND Regs 2014 reg 12(1)."""

    first_name: str
    last_name: str = ""
    called: str = ""
    born_on: date
    communication: str = ""
    formats_asked: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LaterFacts:
    """What only later steps and records know. None means that nobody has said it: at the final it counts as not done, it is never passed over.

    Law: SEND Regs 2014 regs 12(2), 13, 14, 22; Children and Families Act 2014 s.39.
    """

    changes_without_origin: tuple[Code, ...] | None = None
    answers_open: int | None = None
    notice_missing: tuple[str, ...] | None = None
    signed: bool | None = None
    dated: bool | None = None
    says_version: bool | None = None
    says_what_it_replaces: bool | None = None
    review_due_on: date | None = None
    setting_consulted: bool | None = None
    reply_or_lapse: bool | None = None
    educated_otherwise: bool = False
    health_agreed: bool | None = None
    care_agreed: bool | None = None
    consent_to_details: bool | None = None
    changes_without_evidence: tuple[Code, ...] | None = None
    altered_after_approval: frozenset[UUID] = frozenset()
    formats_made: frozenset[str] | None = None
    need_codes: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class PlanToCheck:
    """Everything that the checks look at: the words put forward, the links, the child, and what the council has set.

    `settings` are the names of known schools and other settings, `present_setting` where the child is now; `other_children` first names of other cases,
    `practitioners` names of people who work in this plan, `addresses` lines of the family's addresses. `issue_on` is the day of the issue, mostly today.
    `in_force` are the items of Section I that stand in the final plan in force. Law: domain.md 6.
    """

    moment: Moment
    today: date
    child: ChildToCheck
    sections: Mapping[Code, SectionToCheck]
    items: tuple[ItemToCheck, ...] = ()
    year_group: int | None = None
    issue_on: date | None = None
    settings: frozenset[str] = frozenset()
    present_setting: str = ""
    other_children: frozenset[str] = frozenset()
    practitioners: frozenset[str] = frozenset()
    addresses: tuple[str, ...] = ()
    in_force: frozenset[UUID] = frozenset()
    bans_place_in_amendments: bool = True
    severity_words_defined: bool = False
    taught_minutes_a_week: int = 1500
    later: LaterFacts = field(default_factory=LaterFacts)

    def of(self, *codes: Code) -> tuple[ItemToCheck, ...]:
        """Give the items of some sections, in their order. Law: SEND Regs 2014 reg 12(1)."""
        return tuple(item for item in self.items if item.section in codes)

    def kinds(self, *kinds: Kind) -> tuple[ItemToCheck, ...]:
        """Give the items of some kinds. Law: SEND Regs 2014 reg 12(1)."""
        return tuple(item for item in self.items if item.kind in kinds)

    def narrative(self, code: Code) -> str:
        """Give a section's own words. Law: SEND Regs 2014 reg 12(1)."""
        return self.sections[code].narrative if code in self.sections else ""

    @cached_property
    def named(self) -> Mapping[UUID, ItemToCheck]:
        """Find items by their number. Law: SEND Regs 2014 reg 12(1)."""
        return {item.uid: item for item in self.items}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that a rule found: what is wrong in plain words, and what to do. At most one a check, section and item.

    `stands_on` are the words it was found in; `for_council` is kept from everybody outside the council. Law: `source`.
    """

    id: str
    severity: Severity
    source: str
    wrong: str
    do: str
    section: Code | None = None
    item: UUID | None = None
    stands_on: str = ""
    overridable: bool = True
    for_council: bool = False
    moment: Moment = Moment.FIRST_DRAFT

    @property
    def key(self) -> str:
        """Name the finding: its check, and what it is about; no word of the plan is in it. Law: domain.md 6."""
        return "-".join(str(part) for part in (self.id, self.section, self.item) if part)

    @property
    def words_hash(self) -> str:
        """Name the words for which a reason is given: it ends with them. An override holds for this one issue alone. Law: domain.md 6."""
        issue = self.moment if self.severity is Severity.BLOCK else ""
        return hashlib.sha256("\x1f".join((self.key, issue, self.stands_on)).encode()).hexdigest()
