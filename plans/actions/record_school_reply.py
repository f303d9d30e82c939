"""Write down what a consulted school or other place answers: it itself by its link, or the council for it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from permissions import ledger
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Invalid, NotNow
from permissions.vocabulary import Role
from plans.access import open_plan
from plans.access.finishing import require_sender
from plans.models import SchoolConsultation
from plans.queries.schools import is_over

CanMeet = SchoolConsultation.CanMeet
ANSWERED = "This answer was recorded already. To change it, ask the council."
OVER = "The council does not need an answer any more. Thank you."


@dataclass(frozen=True, kw_only=True)
class SchoolAnswer:
    """What the place says (domain.md 2.5)."""

    can_meet: str
    ground: str = ""
    cannot_meet: str = ""
    evidence: str = ""
    capacity: str = ""
    yearly_cost_pence: int | None = None
    start_on: date | None = None
    visited_on: date | None = None
    decided_by: str = ""

    def columns(self) -> dict[str, Any]:
        """Give it by the names of the columns."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@transaction.atomic
def record_school_reply(
    consultation: SchoolConsultation, answer: SchoolAnswer, *, by: User | None, today: date, now: datetime
) -> SchoolConsultation:
    """Keep the answer once; late ones too, while the plan is not final. `by` is whoever of the council writes it down; None where the place itself does.

    Raises NotPermitted, NotNow where there is an answer or none is needed; Invalid. Law: Children and Families Act 2014 s.39(2) and (4).
    """
    circle = ledger.lock(consultation.plan.circle_id)
    role: Role = Role.CONSULTED_SETTING
    if by is not None:
        access = open_plan(by, circle.reference, today=today)
        require_sender(access)
        role = access.role
    row = SchoolConsultation.objects.select_for_update(of=("self",)).select_related("plan").get(pk=consultation.pk)
    if row.replied_at:
        raise NotNow(ANSWERED)
    if is_over(row, today=today):
        raise NotNow(OVER)
    _check(answer, today)
    for name, value in answer.columns().items():
        setattr(row, name, value)
    row.replied_at = now
    row.save()
    act = Act(actor=by.pk if by else None, role=role, verb="record_school_reply", object_kind="consultation", object_uid=row.uid)
    ledger.record(act, circle=circle, now=now)
    return row


def _check(answer: SchoolAnswer, today: date) -> None:
    wrong = {}
    if answer.can_meet not in CanMeet.values:
        wrong["can_meet"] = "Choose whether you can meet the needs."
    if answer.can_meet == CanMeet.NO and not (answer.ground and answer.cannot_meet.strip()):
        wrong["cannot_meet" if answer.ground else "ground"] = "Say on which ground, and which needs or help you can’t meet."
    if answer.visited_on and answer.visited_on > today:
        wrong["visited_on"] = "A visit that was made can’t be in the future."
    if not answer.decided_by.strip():
        wrong["decided_by"] = "Say who decided this, and in what role."
    if wrong:
        raise Invalid(wrong)
