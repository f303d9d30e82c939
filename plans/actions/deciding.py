"""What every event of a request, and every end of a case, shares: the lock, who may, at which stage, on which day, and the entry in the ledger."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.ledger import Act
from permissions.models import Circle, User
from permissions.refusals import Invalid, NotFound
from plans.access import PlanAccess, open_plan
from plans.access.deciding import require_stage
from plans.actions.happen import happen
from plans.models import Happening
from plans.saying import long_date
from plans.statute.events import Event

LONGEST_REASON = 4000
IN_THE_FUTURE = "This day can't be in the future. Enter the day on which it happened."


@dataclass(frozen=True)
class Opened:
    """A plan whose circle is locked for the rest of the transaction, opened for somebody who may do this at this stage."""

    access: PlanAccess
    circle: Circle
    person: User


def open_for_event(person: User, reference: str, event: Event, require: Callable[[PlanAccess], None], *, today: date) -> Opened:
    """Lock the circle and open its plan for an event. Raises NotFound, NotPermitted, and NotNow at a stage at which it can't happen."""
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require(access)
    require_stage(access, event)
    if circle is None:
        raise NotFound(NOTHING_HERE)
    return Opened(access, circle, person)


def checked_day(on: date, *, after: date | None, what: str, today: date) -> date:
    """Take the day of an event. Raises Invalid for one that has not come, or that lies before the event it follows (`what`, on the day `after`)."""
    if on > today:
        raise Invalid({"on": IN_THE_FUTURE})
    if after is not None and on < after:
        raise Invalid({"on": f"This can’t be before {what}, {long_date(after)}."})
    return on


def checked_reasons(reasons: str, *, needed: bool) -> str:
    """Take the reasons that the family reads. Raises Invalid where they are needed and missing, or too long."""
    words = reasons.strip()
    if needed and not words:
        raise Invalid({"reasons": "Write the reasons, in plain words. The law asks for them, and the family reads them."})
    if len(words) > LONGEST_REASON:
        raise Invalid({"reasons": f"The reasons can hold {LONGEST_REASON:,} characters."})
    return words


def write_down(opened: Opened, kind: Happening.Kind, verb: str, *, on: date, reason: str = "", now: datetime, **said: Any) -> Happening:
    """Write what happened, set the plan's dates by it, and enter it in the ledger; `said` is what `happen` takes besides."""
    access = opened.access
    happening = happen(access.plan, kind, on=on, by=opened.person, today=access.today, now=now, reason=reason, **said)
    act = Act(actor=access.person, role=access.role, verb=verb, object_kind="plan", object_uid=opened.circle.uid)
    ledger.record(act, circle=opened.circle, now=now)
    return happening
