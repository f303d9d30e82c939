"""Pass a draft in the check: it can be served."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import NotNow, NotPermitted
from plans.access.deciding import PASSED_ALREADY, TWO_PERSONS, is_own_draft, require_checker
from plans.actions.deciding import open_for_event, write_down
from plans.models import Happening
from plans.queries.last_decision import last_check, sent_to_check_by
from plans.queries.quality import findings_of
from plans.statute.events import Event
from plans.statute.quality import Moment


@transaction.atomic
def pass_check(person: User, reference: str, *, today: date, now: datetime) -> Happening:
    """Pass the draft. Raises NotFound, NotPermitted for whoever sent it or coordinates the plan, NotNow where it passed before or a check stops it.

    Law: SEND Regs 2014 reg 13(1): what is served is the council's draft, so two people have read it.
    """
    opened = open_for_event(person, reference, Event.PASS_CHECK, require_checker, today=today)
    if is_own_draft(opened.access, sent_by=sent_to_check_by(opened.access.plan)):
        raise NotPermitted(TWO_PERSONS)
    last = last_check(opened.access.plan)
    if last and last.kind == Happening.Kind.CHECKED:
        raise NotNow(PASSED_ALREADY, source="SEND Regulations 2014, regulation 13")
    blocks = findings_of(opened.access, moment=Moment.FIRST_DRAFT).blocks
    if blocks:
        raise NotNow(f"The checks found what stops this draft. {blocks[0].wrong} {blocks[0].do}", source=blocks[0].source)
    return write_down(opened, Happening.Kind.CHECKED, "pass_check", on=today, now=now)
