"""Change the words of a comment, soon after it was written."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from comments.access import may_answer, may_still_edit
from comments.actions.say import call, note, open_own_comment, taken
from comments.models import Comment
from permissions.models import User
from permissions.refusals import NotNow

TOO_LATE = "A comment can be changed for ten minutes. Say the rest in a new one, or withdraw this one."


@transaction.atomic
def edit_comment(text: str, *, reference: str, comment: UUID, by: User, today: date, now: datetime) -> Comment:
    """Change one's own comment within ten minutes of writing it; it is marked as edited.

    Raises NotFound for anybody else's comment, NotNow after ten minutes, once it was withdrawn, or where this person does not answer any more; Invalid for
    bad words.
    """
    opened, row = open_own_comment(by, reference, comment, today=today)
    if not may_still_edit(row, now=now) or not may_answer(opened.access, opened.facts):
        raise NotNow(TOO_LATE)
    words = taken(text)
    if words != row.text:
        row.text, row.edited_at = words, now
        row.save(update_fields=["text", "edited_at"])
        call(row, opened, ())
        note(opened, "edit_comment", now=now)
    return row
