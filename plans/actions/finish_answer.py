"""Say that one has finished answering: everything is sent, and the council can start replying."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.actions.answering import note, open_to_answer
from plans.models import Finished, Suggestion


@transaction.atomic
def finish_answer(person: User, reference: str, *, today: date, now: datetime) -> None:
    """Write that the person has finished, and send what was not sent yet. Twice is once. Raises NotFound, NotPermitted, NotNow.

    Law: it shortens nothing. No plan is final before the day after the last day of the window (SEND Regs 2014 reg 13).
    """
    opened = open_to_answer(person, reference, today=today)
    if opened.answering.is_finished:
        return
    Suggestion.objects.filter(service=opened.service, sent_at=None, withdrawn_at=None).update(sent_at=now)
    Finished.objects.create(service=opened.service, is_finished=True, by_id=opened.access.person, at=now)
    whose = opened.service.recipient_id
    note(opened.access, opened.circle, "finish_answer", uid=opened.service.uid, code=None, on_behalf_of=whose, now=now)
