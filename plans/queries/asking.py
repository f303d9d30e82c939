"""Read requests for an assessment that are made here: one's own, and for the council those that wait for a plan."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permissions.models import User
from plans.access.asking import open_waiting, own_askings, waiting_askings
from plans.models import Asking, Request
from plans.queries.asking_words import facts_of_asking
from plans.saying import day_in_london, days_from, long_date
from plans.statute.clocks import last_day


@dataclass(frozen=True, kw_only=True)
class OwnRow:
    """One request of one's own: what to call it, where it is gone on with (nowhere once it is sent), and what comes next."""

    name: str
    about: str
    url: str
    drop_url: str
    is_sent: bool


@dataclass(frozen=True, kw_only=True)
class WaitingRow:
    """One request that waits for the council: whose, since when, and by when it is decided."""

    name: str
    by: str
    sent_on: str
    decide_by: str
    in_days: str
    url: str


@dataclass(frozen=True, kw_only=True)
class WaitingPage:
    """One request as it was sent. `facts` are (what, words), those that were left empty not among them."""

    uid: UUID
    name: str
    by: str
    sent_on: str
    decide_by: str
    facts: tuple[tuple[str, str], ...]
    open_url: str


def decide_by(sent_on: date) -> date:
    """Give the last day for saying whether there will be an assessment (SEND Regs 2014 reg 5(1))."""
    return last_day("CK1", request_received=sent_on) or sent_on


def read_own(person: User) -> tuple[OwnRow, ...]:
    """List one's own requests, those that are not sent first. One query."""
    rows = own_askings(person).select_related("plan__circle").order_by("sent_at", "-pk")
    return tuple(_own(row) for row in sorted(rows, key=lambda row: row.sent_at is not None))


def _own(row: Asking) -> OwnRow:
    name = row.first_name or "A child"
    if row.sent_on is None:
        about = f"Begun on {day_in_london(row.begun_at)}. Not sent yet: the council knows nothing of it."
        return OwnRow(name=name, about=about, url=f"/ask/{row.uid}/child/", drop_url=f"/ask/{row.uid}/throw-away/", is_sent=False)
    said = f"Sent, and received by the council, on {long_date(row.sent_on)}."
    if row.plan is not None:
        said = f"{said} The council keeps it under the reference {row.plan.circle.shown_reference}."
    about = f"{said} It tells the family by {long_date(decide_by(row.sent_on))} whether it carries out an assessment."
    return OwnRow(name=name, about=about, url="", drop_url="", is_sent=True)


def count_waiting(person: User) -> int:
    """Count the requests that wait for the council. One query; none for whoever does not open plans."""
    return waiting_askings(person).count() if person.may_open_plans else 0


def read_waiting(person: User, *, today: date) -> tuple[WaitingRow, ...]:
    """List the requests that wait for the council, the oldest first. Raises NotPermitted. One query."""
    return tuple(_waiting(row, row.sent_on, today) for row in waiting_askings(person).order_by("sent_at") if row.sent_on)


def _waiting(row: Asking, sent_on: date, today: date) -> WaitingRow:
    due = decide_by(sent_on)
    return WaitingRow(
        name=f"{row.first_name} {row.last_name}",
        by=f"{row.by.name} ({Request.MadeBy(row.made_by).label.lower()})",
        sent_on=long_date(sent_on),
        decide_by=long_date(due),
        in_days=days_from(due, today),
        url=f"/requests/{row.uid}/",
    )


def read_one_waiting(person: User, uid: UUID, *, today: date) -> WaitingPage:
    """Read one of them whole. Raises NotPermitted, NotFound. One query."""
    row = open_waiting(person, uid)
    shown = _waiting(row, row.sent_on or today, today)
    born = (("Date of birth", long_date(row.born_on)),) if row.born_on else ()
    return WaitingPage(
        uid=row.uid,
        name=shown.name,
        by=shown.by,
        sent_on=shown.sent_on,
        decide_by=f"{shown.decide_by}, {shown.in_days}",
        facts=(*born, *facts_of_asking(row)),
        open_url=f"/plans/new/?request={row.uid}",
    )
