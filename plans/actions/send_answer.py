"""Send to the council what somebody has said to the draft so far."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.actions.answering import note, open_to_answer
from plans.models import Suggestion


@transaction.atomic
def send_answer(person: User, reference: str, *, today: date, now: datetime) -> int:
    """Send what was not sent yet, and give how much that was. The person may go on. Raises NotFound, NotPermitted, NotNow."""
    opened = open_to_answer(person, reference, today=today)
    unsent = Suggestion.objects.filter(service=opened.service, sent_at=None, withdrawn_at=None)
    number = unsent.update(sent_at=now)
    if number:
        whose = opened.service.recipient_id
        note(opened.access, opened.circle, "send_answer", uid=opened.service.uid, code=None, on_behalf_of=whose, now=now)
    return number
