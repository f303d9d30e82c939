"""Where words stand that people wrote about a served draft: suggestions, replies, requests, agreements. As `plans.striking.places`, for those tables."""

from typing import Any

from files.models import StoredFile
from plans.access.deciding import may_decide
from plans.models import (
    Agreement,
    Asking,
    MoreTime,
    Move,
    Reply,
    Request,
    SchoolConsultation,
    ServiceConsent,
    Suggestion,
    TakenOver,
    TrackedChange,
)
from plans.striking.places import Place, Reader, Shown, columns, everybody, section_said
from plans.striking.shapes import wording
from plans.striking.spelling import Change


def _where(row: Suggestion | TrackedChange) -> str:
    return section_said(row.section.code) if row.section else "the plan as a whole"


def _shown(row: Suggestion | TrackedChange) -> Shown | None:
    return Shown("section", row.section.code, None) if row.section else None


def _typed(value: dict[str, Any], change: Change) -> dict[str, Any]:
    """Rewrite the typed fields that a reply would set, and what they said before."""
    return value | {name: wording(value[name], change) for name in ("set", "was") if name in value}


def _sees_suggestion(reader: Reader, row: Suggestion) -> bool:
    return row.by_id == reader.access.person or row.sent_at is not None


PLACES: tuple[Place, ...] = (
    Place(
        model=Suggestion,
        circle="version__plan__circle",
        columns=columns(Suggestion, "before", "proposed", "reason", "page"),
        said=lambda reader, row, name: f"What somebody asked for in {_where(row)}",
        is_seen=_sees_suggestion,
        shown=_shown,
        related=("section",),
    ),
    Place(
        model=Reply,
        circle="suggestion__version__plan__circle",
        columns=columns(Reply, "reason", "words", "stands_on") | {"typed": _typed},
        said=lambda reader, row, name: f"The council’s reply to what was asked for in {_where(row.suggestion)}",
        is_seen=everybody,
        shown=lambda row: _shown(row.suggestion),
        related=("suggestion__section",),
    ),
    Place(
        model=TrackedChange,
        circle="version__plan__circle",
        columns=columns(TrackedChange, "before", "after"),
        said=lambda reader, row, name: f"A change after the draft was sent, in {_where(row)}",
        is_seen=everybody,
        shown=_shown,
        related=("section",),
    ),
    Place(
        model=Request,
        circle="plan__circle",
        columns=columns(Request, "words", "missing"),
        said=lambda reader, row, name: "The request, as it came in",
        is_seen=everybody,
    ),
    Place(
        model=ServiceConsent,
        circle="plan__circle",
        columns=columns(ServiceConsent, "how"),
        said=lambda reader, row, name: "How somebody agreed to be sent the plan through the portal",
        is_seen=everybody,
    ),
    Place(
        model=MoreTime,
        circle="service__version__plan__circle",
        columns=columns(MoreTime, "reason", "answer"),
        said=lambda reader, row, name: "What was said about more time to answer",
        is_seen=everybody,
    ),
    Place(
        model=Agreement,
        circle="plan__circle",
        columns=columns(Agreement, "note"),
        said=lambda reader, row, name: f"The note beside “{Agreement.Kind(row.kind).label}”",
        is_seen=everybody,
    ),
    Place(
        model=SchoolConsultation,
        circle="plan__circle",
        columns=columns(SchoolConsultation, "cannot_meet", "evidence", "capacity", "decided_by"),
        said=lambda reader, row, name: f"What {row.organisation.name} answered when it was consulted",
        is_seen=everybody,
        related=("organisation",),
    ),
    Place(
        model=Asking,
        circle="plan__circle",
        columns=columns(Asking),
        said=lambda reader, row, name: "The request as it was sent here",
        is_seen=everybody,
    ),
    Place(
        model=Move,
        circle="plan__circle",
        columns=columns(Move, "council"),
        said=lambda reader, row, name: "The council to which the child moves",
        is_seen=lambda reader, row: may_decide(reader.access),
    ),
    Place(
        model=TakenOver,
        circle="plan__circle",
        columns=columns(TakenOver, "council"),
        said=lambda reader, row, name: "The council that made the plan before",
        is_seen=everybody,
    ),
    *(
        Place(
            model=StoredFile,
            circle=f"{way}__circle",
            columns=columns(StoredFile, "name"),
            said=lambda reader, row, name: "The name of a file that came in by post or e-mail",
            is_seen=everybody,
        )
        for way in ("request__plan", "suggestions__version__plan", "taken_over__plan")
    ),
)
