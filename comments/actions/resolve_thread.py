"""Resolve a thread."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from comments.access import require_raiser
from comments.actions.say import note, open_to_act, turn
from comments.models import Thread
from permissions.models import User


@transaction.atomic
def resolve_thread(*, reference: str, thread: UUID, by: User, today: date, now: datetime) -> Thread:
    """Resolve a thread that this person raised; one that is resolved already stays as it is.

    Raises NotFound for outsiders and for a thread that they do not read, NotPermitted for whoever did not raise it, NotNow once the plan has ended.
    """
    opened = open_to_act(by, reference, thread, today=today)
    require_raiser(opened.access, opened.facts, raised_by=opened.row.opened_by_id)
    if opened.row.status != Thread.Status.RESOLVED:
        turn(opened, Thread.Status.RESOLVED, now=now)
        note(opened, "resolve_thread", now=now)
    return opened.row
