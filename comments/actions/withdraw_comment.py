"""Withdraw a comment."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from comments.actions.say import note, open_own_comment
from comments.models import Comment
from permissions.models import User


@transaction.atomic
def withdraw_comment(*, reference: str, comment: UUID, by: User, today: date, now: datetime) -> Comment:
    """Withdraw one's own comment: its words are shown to nobody any more, and a trace says who withdrew it and when. Once withdrawn it stays so.

    Raises NotFound for anybody else's comment, and in a thread that this person does not read any more.
    """
    opened, row = open_own_comment(by, reference, comment, today=today)
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        note(opened, "withdraw_comment", now=now)
    return row
