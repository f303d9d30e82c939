"""Say the typed fields of an item in words: labels and values, times added up, a kind sentence where the law expects more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.models import BudgetSpec, EvidenceSpec, HopeSpec, Item, NeedSpec, OutcomeSpec, PlacementSpec, ProvisionSpec, VoiceSpec
from plans.models.specs import Area
from plans.saying import count, hours_and_minutes, how_often, long_date, minutes_a_week, pounds
from plans.statute.sections import Kind

Fact = tuple[str, str]


@dataclass(frozen=True)
class Time:
    """How much help, added up. Law: "normally be quantified" (Code of Practice 9.69): what is missing is said kindly, never refused."""

    how_often: str
    weeks: str
    a_week: str
    a_year: str
    missing: str

    @classmethod
    def of(cls, spec: ProvisionSpec) -> "Time":
        """Add up a piece of provision."""
        weekly = minutes_a_week(spec.sessions, spec.per, spec.minutes)
        weeks = spec.weeks_a_year
        return cls(
            how_often=how_often(spec),
            weeks=f"{weeks} weeks a year" if weeks else "",
            a_week=f"{hours_and_minutes(weekly)} a week" if weekly else "",
            a_year=f"{hours_and_minutes(weekly * weeks)} a year" if weekly and weeks else "",
            missing=_missing(spec),
        )


def _missing(spec: ProvisionSpec) -> str:
    gaps = {
        "who does it": spec.delivered_by,
        "how often": spec.sessions and spec.per,
        "how long each time": spec.minutes,
        "over which weeks": spec.weeks_a_year or spec.starts_on,
    }
    named = [name for name, value in gaps.items() if not value]
    if not named or spec.flexibility_reason:
        return ""
    return f"Not said yet: {', '.join(named)}. The law expects help to be specific."


def title_said(row: Item) -> str:
    """Give the title that an item's kind has of its own, or nothing: then the first sentence of its words is the title."""
    kind = Kind(row.kind)
    if kind is Kind.VOICE:
        return f"{row.voice.speaker_name} says"
    if kind is Kind.EVIDENCE:
        return row.evidence.title
    if kind is Kind.PLACEMENT:
        return row.placement.name or PlacementSpec.Type(row.placement.type).label
    return ""


def facts_said(row: Item) -> list[Fact]:
    """Say an item's typed fields, those that are filled."""
    kind = Kind(row.kind)
    return [(label, words) for label, words in _SAYERS[kind](getattr(row, kind.value)) if words]


def _day(value: date | None) -> str:
    return long_date(value) if value else ""


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value else ""


def _voice(spec: VoiceSpec) -> list[Fact]:
    return [
        ("How this was gathered", spec.how_gathered),
        ("By", spec.gathered_by),
        ("On", _day(spec.gathered_on)),
        ("These are", "their own words" if spec.verbatim else "what someone understood, not the exact words"),
    ]


def _hope(spec: HopeSpec) -> list[Fact]:
    return [("Whose hope", _label(VoiceSpec.Speaker, spec.whose)), ("For", _label(HopeSpec.Horizon, spec.horizon))]


def _need(spec: NeedSpec) -> list[Fact]:
    return [("Area", _label(Area, spec.area)), ("What it means day to day", spec.impact)]


def _outcome(spec: OutcomeSpec) -> list[Fact]:
    return [
        ("Now", spec.baseline),
        ("We will know by", spec.measure),
        ("What we want to see", spec.target),
        ("By when", ", ".join(part for part in (_day(spec.by_on), spec.by_phase) if part)),
        ("Steps on the way", spec.steps),
        ("Looked at by", spec.monitored_by),
    ]


def _provision(spec: ProvisionSpec) -> list[Fact]:
    together = [_label(ProvisionSpec.Grouping, spec.grouping)]
    if spec.children_max and spec.children_max > 1:
        together.append(f"at most {count(spec.children_max, 'child', 'children')}")
    if spec.adults:
        together.append(f"with {count(spec.adults, 'adult', 'adults')}")
    dates = " to ".join(part for part in (_day(spec.starts_on), _day(spec.ends_on)) if part)
    return [
        ("Who", spec.delivered_by),
        ("Trained or qualified as", spec.qualification),
        ("With how many", ", ".join(part for part in together if part)),
        ("Where", spec.where),
        ("When", dates),
        ("Looked at again", spec.review),
        ("Why this is flexible", spec.flexibility_reason),
    ]


def _placement(spec: PlacementSpec) -> list[Fact]:
    return [("Type", _label(PlacementSpec.Type, spec.type)), ("From", _day(spec.from_on))]


def _budget(spec: BudgetSpec) -> list[Fact]:
    return [
        ("Part", _label(BudgetSpec.Part, spec.part)),
        ("Amount", f"{pounds(spec.amount_pence)} a year" if spec.amount_pence is not None else ""),
        ("How it is paid", _label(BudgetSpec.How, spec.how)),
        ("What it is for", spec.purpose),
    ]


def _evidence(spec: EvidenceSpec) -> list[Fact]:
    return [
        ("Kind of advice", _label(EvidenceSpec.Advice, spec.advice_type)),
        ("By", ", ".join(part for part in (spec.author_name, spec.author_role) if part)),
        ("Dated", _day(spec.dated_on)),
        ("Not obtained, because", "" if spec.obtained else spec.not_obtained_reason),
    ]


_SAYERS: dict[Kind, Callable[[Any], list[Fact]]] = {
    Kind.VOICE: _voice,
    Kind.ASPIRATION: _hope,
    Kind.NEED: _need,
    Kind.OUTCOME: _outcome,
    Kind.PROVISION: _provision,
    Kind.PLACEMENT: _placement,
    Kind.BUDGET: _budget,
    Kind.EVIDENCE: _evidence,
}
