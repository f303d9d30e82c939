"""Take back one thing that one said to a draft."""

import uuid
from datetime import date, datetime

from django.db import transaction

from permissions.access import NOTHING_HERE
from permissions.models import User
from permissions.refusals import NotFound, NotNow
from plans.actions.answering import ALREADY_REPLIED, OF_A_SECTION, is_replied, note, open_to_answer
from plans.models import SectionAnswer, Suggestion
from plans.queries.answering import LAW


@transaction.atomic
def withdraw_suggestion(person: User, reference: str, uid: uuid.UUID, *, today: date, now: datetime) -> Suggestion:
    """Withdraw it; where nothing else is asked in its section, the section is one to which nothing was said. Twice is once.

    Raises NotFound for what is not in this person's answer, NotNow once the council has replied, or while the person has finished.
    """
    opened = open_to_answer(person, reference, today=today)
    row = Suggestion.objects.select_for_update().filter(service=opened.service, uid=uid).first()
    if row is None or (row.section and row.section.code not in opened.access.visible_sections):
        raise NotFound(NOTHING_HERE)
    if row.withdrawn_at:
        return row
    opened.answering.require_open()
    if is_replied(row):
        raise NotNow(ALREADY_REPLIED, source=LAW)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    left = Suggestion.objects.filter(service=opened.service, section=row.section, withdrawn_at=None, kind__in=OF_A_SECTION)
    if row.section and not left.exists():
        SectionAnswer.objects.filter(service=opened.service, section=row.section, says=SectionAnswer.Says.ASK).delete()
    code = row.section.code if row.section else None
    note(opened.access, opened.circle, "withdraw_answer", uid=row.uid, code=code, on_behalf_of=opened.service.recipient_id, now=now)
    return row
