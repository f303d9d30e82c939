"""Read which schools and other places were asked about a served draft, what they answered, and the form that one of them answers on (CFA 2014 s.39(2)).

Invariant: who was asked and what they said is the council's alone. The family reads in the council's reply what became of the place that they asked for.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permissions.access import NOTHING_HERE
from permissions.models import Organisation
from permissions.refusals import NotFound, NotPermitted
from plans.access import PlanAccess
from plans.access.finishing import ANSWERED_OR_AFTER, is_being_finished, sends_replies
from plans.models import SchoolConsultation, Suggestion
from plans.queries.items import plan_url
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.replying import asked_of, being_answered
from plans.saying import days_from, in_london, long_date, pounds
from plans.statute.lifecycle import phase

COUNCIL_ONLY = "Which places are asked, and what they answer, is read by the council. Ask the EHC coordinator."
CanMeet, Ground = SchoolConsultation.CanMeet, SchoolConsultation.Ground


@dataclass(frozen=True)
class SchoolRow:
    """One place that was asked. `facts` are what it answered, by label; the addresses are empty where there is nothing to do."""

    uid: UUID
    name: str
    asked: str
    due: str
    state: str
    tone: str
    is_requested: bool
    facts: tuple[tuple[str, str], ...]
    record_url: str
    lapse_url: str


@dataclass(frozen=True)
class SchoolsPage:
    """All that were asked about the drafts being answered, and which places the family asked for."""

    head: PlanHead
    rows: tuple[SchoolRow, ...]
    requested: tuple[str, ...]
    ask_url: str
    people_url: str


@dataclass(frozen=True)
class ReplyDesk:
    """What the reply form of a place shows: the council's reference and the last day, and no name or word of a plan."""

    reference: str
    due: str
    name: str
    is_over: bool
    is_answered: bool


def new_key() -> str:
    """Draw the key of a reply form's link: 32 random bytes."""
    return secrets.token_urlsafe(32)


def hash_of_key(key: str) -> str:
    """Hash the key of a link: what stands in the database opens no form."""
    return hashlib.sha256(f"school reply {key}".encode()).hexdigest()


def require_council(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever is not of the council."""
    if not access.circle.is_council:
        raise NotPermitted(COUNCIL_ONLY)


def read_schools(access: PlanAccess) -> SchoolsPage:
    """Read the page of the council. Raises NotPermitted. Four queries."""
    require_council(access)
    rows = SchoolConsultation.objects.filter(plan=access.plan, version__in=being_answered(access)).select_related("organisation")
    base = f"{plan_url(access)}schools/"
    acts = sends_replies(access) and is_being_finished(access)
    return SchoolsPage(
        head=plan_head(access),
        rows=tuple(_row(access, row, base if acts else "") for row in rows.order_by("pk")),
        requested=requested_places(access),
        ask_url=f"{base}ask/" if acts else "",
        people_url=f"{plan_url(access)}people/add/" if acts else "",
    )


def requested_places(access: PlanAccess) -> tuple[str, ...]:
    """List the places that the family asked for, as they wrote them."""
    rows = asked_of(access).filter(kind=Suggestion.Kind.PREFERENCE)
    return tuple(dict.fromkeys(row.proposed.strip() for row in rows if row.proposed.strip()))


def settings_offered(access: PlanAccess) -> tuple[tuple[int, str], ...]:
    """List the places that can be asked. One query."""
    rows = Organisation.objects.filter(kind=Organisation.Kind.SETTING).order_by("name")
    return tuple(rows.values_list("pk", "name"))


def find_consultation(access: PlanAccess, uid: UUID) -> SchoolConsultation:
    """Find one for somebody of the council; NotFound for every other."""
    require_council(access)
    found = SchoolConsultation.objects.filter(plan=access.plan, uid=uid).select_related("organisation").first()
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found


def consultation_by_key(key: str) -> SchoolConsultation:
    """Find the consultation that a link opens; NotFound for a link that is none."""
    rows = SchoolConsultation.objects.select_related("plan__circle", "organisation").filter(key_hash=hash_of_key(key))
    found = rows.first()
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found


def read_desk(key: str, *, today: date) -> ReplyDesk:
    """Read what the holder of a link is shown. One query; NotFound for a link that is none."""
    row = consultation_by_key(key)
    return ReplyDesk(
        reference=row.plan.circle.shown_reference,
        due=f"{long_date(row.due_on)}, {days_from(row.due_on, today)}",
        name=row.organisation.name,
        is_over=is_over(row, today=today),
        is_answered=row.replied_at is not None,
    )


def is_over(row: SchoolConsultation, *, today: date) -> bool:
    """Say whether an answer comes too late to be weighed: the plan is final or ended, or nothing is taken about it any more. One after the due day is taken."""
    return row.plan.silenced_on is not None or phase(row.plan.dates, today=today) not in ANSWERED_OR_AFTER


def _row(access: PlanAccess, row: SchoolConsultation, base: str) -> SchoolRow:
    state, tone = _state(access, row)
    is_open = row.replied_at is None
    may_lapse = is_open and row.lapsed_on is None and access.today > row.due_on
    return SchoolRow(
        uid=row.uid,
        name=row.organisation.name,
        asked=long_date(row.sent_on),
        due=long_date(row.due_on),
        state=state,
        tone=tone,
        is_requested=row.is_requested,
        facts=tuple(_facts(row)) if row.replied_at else (),
        record_url=f"{base}{row.uid}/answer/" if base and is_open else "",
        lapse_url=f"{base}{row.uid}/lapse/" if base and may_lapse else "",
    )


def _state(access: PlanAccess, row: SchoolConsultation) -> tuple[str, str]:
    if row.replied_at:
        return (f"Answered: {CanMeet(row.can_meet).label}", "done")
    if row.lapsed_on:
        return (f"No answer came: written down on {long_date(row.lapsed_on)}", "done")
    return ("No answer yet, and the 15 days are over", "late") if access.today > row.due_on else ("Waiting for an answer", "soon")


def _facts(row: SchoolConsultation) -> list[tuple[str, str]]:
    said = [
        ("Answered", in_london(row.replied_at) if row.replied_at else ""),
        ("Why not", Ground(row.ground).label if row.ground else ""),
        ("What it cannot meet", row.cannot_meet),
        ("Evidence", row.evidence),
        ("How full it is", row.capacity),
        ("Cost a year", pounds(row.yearly_cost_pence) if row.yearly_cost_pence is not None else ""),
        ("Could start", long_date(row.start_on) if row.start_on else ""),
        ("Visited", long_date(row.visited_on) if row.visited_on else ""),
        ("Decided by", row.decided_by),
    ]
    return [(label, words) for label, words in said if words]
