"""Take back that one has finished answering."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import NotNow
from plans.actions.answering import note, open_to_answer
from plans.models import Finished
from plans.queries.answering import LAW

TOO_LATE = (
    "Your last day is over, so this can’t be taken back. You can still say something more: it is taken as late until the plan is final."
)


@transaction.atomic
def take_back_finished(person: User, reference: str, *, today: date, now: datetime) -> None:
    """Write that the person goes on answering, until the end of their last day. Twice is once. Raises NotFound, NotPermitted, NotNow."""
    opened = open_to_answer(person, reference, today=today)
    if not opened.answering.is_finished:
        return
    if opened.answering.is_late:
        raise NotNow(TOO_LATE, source=LAW)
    Finished.objects.create(service=opened.service, is_finished=False, by_id=opened.access.person, at=now)
    whose = opened.service.recipient_id
    note(opened.access, opened.circle, "take_back_finished", uid=opened.service.uid, code=None, on_behalf_of=whose, now=now)
