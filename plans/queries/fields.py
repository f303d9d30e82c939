"""Say the typed fields of an item one by one, each with its label: what a comparison of versions prints."""

from collections.abc import Callable, Mapping
from datetime import date

from files.names import size_said
from plans.models import BudgetSpec, EvidenceSpec, HopeSpec, PlacementSpec, ProvisionSpec, VoiceSpec
from plans.models.specs import Area
from plans.record.canonical import Plain
from plans.saying import count, long_date, pounds
from plans.statute.sections import Kind

Said = Callable[[str], str]


def _as_is(value: str) -> str:
    return value


def _day(value: str) -> str:
    return long_date(date.fromisoformat(value))


def _counted(one: str, many: str) -> Said:
    return lambda value: count(int(value), one, many)


def _chosen(choices: list[tuple[str, str]]) -> Said:
    labels = dict(choices)
    return lambda value: str(labels.get(value, value))


def _yes(value: str) -> str:
    return "yes" if value == "True" else "no"


def _money(value: str) -> str:
    return f"{pounds(int(value))} a year"


def _language(value: str) -> str:
    return {"en": "English"}.get(value, value)


FIELDS: dict[Kind, dict[str, tuple[str, Said]]] = {
    Kind.VOICE: {
        "speaker": ("Whose words", _chosen(VoiceSpec.Speaker.choices)),
        "speaker_name": ("Speaker", _as_is),
        "how_gathered": ("How this was gathered", _as_is),
        "gathered_by": ("Gathered by", _as_is),
        "gathered_on": ("Gathered on", _day),
        "verbatim": ("Their exact words", _yes),
        "language": ("Language", _language),
    },
    Kind.ASPIRATION: {
        "whose": ("Whose hope", _chosen(VoiceSpec.Speaker.choices)),
        "horizon": ("For", _chosen(HopeSpec.Horizon.choices)),
    },
    Kind.NEED: {"area": ("Area", _chosen(Area.choices)), "impact": ("What it means day to day", _as_is)},
    Kind.OUTCOME: {
        "area": ("Area", _chosen(Area.choices)),
        "baseline": ("Now", _as_is),
        "measure": ("We will know by", _as_is),
        "target": ("What we want to see", _as_is),
        "by_on": ("By when", _day),
        "by_phase": ("By which stage", _as_is),
        "steps": ("Steps on the way", _as_is),
        "monitored_by": ("Looked at by", _as_is),
    },
    Kind.PROVISION: {
        "delivered_by": ("Who", _as_is),
        "qualification": ("Trained or qualified as", _as_is),
        "sessions": ("How many times", _counted("time", "times")),
        "per": ("How often", _chosen(ProvisionSpec.Per.choices)),
        "minutes": ("How long", _counted("minute", "minutes")),
        "grouping": ("Alone or with others", _chosen(ProvisionSpec.Grouping.choices)),
        "children_max": ("At most together", _counted("child", "children")),
        "adults": ("Adults", _counted("adult", "adults")),
        "where": ("Where", _as_is),
        "weeks_a_year": ("Over which weeks", _counted("week a year", "weeks a year")),
        "starts_on": ("From", _day),
        "ends_on": ("Until", _day),
        "review": ("Looked at again", _as_is),
        "flexibility_reason": ("Why this is flexible", _as_is),
    },
    Kind.PLACEMENT: {"name": ("Name", _as_is), "type": ("Type", _chosen(PlacementSpec.Type.choices)), "from_on": ("From", _day)},
    Kind.BUDGET: {
        "part": ("Part", _chosen(BudgetSpec.Part.choices)),
        "amount_pence": ("Amount", _money),
        "how": ("How it is paid", _chosen(BudgetSpec.How.choices)),
        "purpose": ("What it is for", _as_is),
    },
    Kind.EVIDENCE: {
        "title": ("Title", _as_is),
        "advice_type": ("Kind of advice", _chosen(EvidenceSpec.Advice.choices)),
        "author_name": ("By", _as_is),
        "author_role": ("In the role of", _as_is),
        "dated_on": ("Dated", _day),
        "obtained": ("Obtained", _yes),
        "not_obtained_reason": ("Not obtained, because", _as_is),
    },
}


# What is written of a report's file. Its number tells two files of one name apart; its hash is never said, since it would tell who has the same report.
FILE_FIELDS: dict[str, tuple[str, Said]] = {
    "file_name": ("The report itself", _as_is),
    "file_size": ("Size of the file", lambda value: size_said(int(value))),
    "file_uid": ("Number of the file", lambda value: value[:8]),
    "file_kind": ("Kind of file", lambda value: ""),
    "file_sha256": ("Fingerprint of the file", lambda value: ""),
}


def _of(kind: Kind) -> dict[str, tuple[str, Said]]:
    return FIELDS[kind] | FILE_FIELDS if kind is Kind.EVIDENCE else FIELDS[kind]


def field_label(kind: Kind, name: str) -> str:
    """Name a typed field as people do."""
    return _of(kind)[name][0]


def field_said(kind: Kind, name: str, value: Plain) -> str:
    """Say the value of a typed field; nothing where it is empty."""
    return "" if value is None or value == "" else _of(kind)[name][1](str(value))


def fields_said(kind: Kind, spec: Mapping[str, Plain]) -> dict[str, str]:
    """Say every typed field of an item by its label, in the order of its kind."""
    return {label: field_said(kind, name, spec.get(name)) for name, (label, _said) in _of(kind).items()}
