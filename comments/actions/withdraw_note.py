"""Withdraw a note; it leaves a trace, and its row stays."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from comments.access_notes import open_to_write, own_note
from comments.models import Note
from permissions import ledger
from permissions.ledger import Act
from permissions.models import User


@transaction.atomic
def withdraw_note(*, reference: str, note: UUID, by: User, today: date, now: datetime) -> Note:
    """Withdraw one's own note: its words are shown to nobody any more, its trace says who withdrew it and when.

    Raises NotFound for outsiders and for a note that this person does not read, NotPermitted for somebody else's, NotNow for one that was withdrawn before
    or once the plan has ended.
    """
    access, circle = open_to_write(by, reference, today=today)
    row = own_note(access, note)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    ledger.record(Act(actor=by.pk, role=access.role, verb="withdraw_note", object_kind="note", object_uid=row.uid), circle=circle, now=now)
    return row
