"""Make a professional's proposal one's own: from then on it is what the person on whom the draft was served asks for."""

import uuid
from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.actions.answering import asks_in, is_replied, note, open_to_answer, say_as_own
from plans.queries.proposals import find_proposal


@transaction.atomic
def adopt_proposal(person: User, reference: str, uid: uuid.UUID, *, today: date, now: datetime) -> None:
    """Write for whom it was adopted, by whom and when; it is with the council at once. Twice is once.

    Invariant: where the other parent made it theirs before, or the council has replied to it, it becomes words of this person's own, and nothing tells the
    ways apart.
    Law: SEND Regs 2014 reg 14(1): the draft is changed because of representations of those on whom it was served. Raises NotFound, NotPermitted, NotNow.
    """
    opened = open_to_answer(person, reference, today=today)
    row = find_proposal(opened.access, opened.service.version, uid)
    opened.answering.require_open()
    if row.adopted_for_id == opened.service.pk:
        return
    if row.adopted_for_id is None and not is_replied(row):
        row.adopted_for, row.adopted_by, row.adopted_at = opened.service, person, now
        row.save(update_fields=["adopted_for", "adopted_by", "adopted_at"])
    else:
        say_as_own(row, opened.service, by=opened.access.person, role=opened.access.role, is_late=opened.answering.is_late, now=now)
    if row.section:
        asks_in(opened, row.section, now=now)
    code = row.section.code if row.section else None
    note(opened.access, opened.circle, "adopt_proposal", uid=row.uid, code=code, on_behalf_of=opened.service.recipient_id, now=now)
