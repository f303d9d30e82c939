"""Change a note within ten minutes of writing it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from comments.access_notes import open_to_write, own_note, require_editing
from comments.actions.say import taken
from comments.models import Note
from permissions import ledger
from permissions.ledger import Act
from permissions.models import User


@transaction.atomic
def edit_note(text: str, *, reference: str, note: UUID, by: User, today: date, now: datetime) -> Note:
    """Change the words of one's own note; it is marked as edited. Saving what stands there changes nothing.

    Raises NotFound for outsiders and for a note that this person does not read, NotPermitted for somebody else's, NotNow after ten minutes, once it was
    withdrawn or the plan has ended, Invalid for bad words.
    """
    access, circle = open_to_write(by, reference, today=today)
    row = own_note(access, note)
    require_editing(row, now=now)
    words = taken(text)
    if words == row.text:
        return row
    row.text, row.edited_at = words, now
    row.save(update_fields=["text", "edited_at"])
    ledger.record(Act(actor=by.pk, role=access.role, verb="edit_note", object_kind="note", object_uid=row.uid), circle=circle, now=now)
    return row
