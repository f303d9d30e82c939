"""What deciding about more time and giving it unasked share: the guard, the new last day, and what is written down."""

from datetime import date, datetime

from permissions import ledger
from permissions.ledger import Act
from permissions.models import Circle, User
from permissions.refusals import Invalid
from plans.access import PlanAccess
from plans.actions.happen import happen
from plans.models import Happening, Service
from plans.queries.serving import window_of
from plans.saying import long_date

LONGEST_ANSWER = 500


def checked_answer(answer: str, *, needed: bool) -> str:
    """Take what the council says to it. Raises Invalid where it is needed and missing, or too long."""
    words = answer.strip()
    if needed and not words:
        raise Invalid({"answer": "Say why there is no more time. The person reads this."})
    if len(words) > LONGEST_ANSWER:
        raise Invalid({"answer": f"This can hold {LONGEST_ANSWER} characters."})
    return words


def check_last_day(service: Service, closes_on: date, *, today: date) -> None:
    """Raise Invalid for a last day that takes time away, or lies behind. Law: SEND Regs 2014 reg 13(1)(a): "at least": more, never less."""
    least = max(window_of(service).last_day, today)
    if closes_on <= least:
        raise Invalid({"closes_on": f"Choose a day after {long_date(least)}. Nobody’s time is ever made shorter."})


def write_down(
    access: PlanAccess, service: Service, *, circle: Circle, closes_on: date | None, verb: str, person: User, now: datetime
) -> None:
    """Move the last day of the plan where the person's lies later, and enter it in the ledger; a refusal moves nothing."""
    if closes_on is not None:
        happen(access.plan, Happening.Kind.MORE_TIME, on=access.today, by=person, today=access.today, now=now, closes_on=closes_on)
    act = Act(actor=access.person, role=access.role, verb=verb, object_kind="service", object_uid=service.uid)
    ledger.record(act, circle=circle, now=now)
