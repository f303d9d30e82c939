"""Commit what people typed into live texts: many updates of many people in one transaction."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from plans.livetext.committing import Outcome, Write, write_locked


@transaction.atomic
def write_texts(writes: Sequence[Write], *, today: date, now: datetime) -> tuple[Outcome, ...]:
    """Commit updates as `write_locked` says. Raises django.db.Error when nothing, or nobody knows what, was committed: whoever sent it sends it again."""
    return write_locked(writes, today=today, now=now)
