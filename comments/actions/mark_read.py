"""Remember up to where somebody has read."""

from collections.abc import Iterable

from django.db import transaction

from comments.models import ReadMark
from comments.showing import ThreadView
from plans.access import PlanAccess


@transaction.atomic
def mark_read(access: PlanAccess, shown: Iterable[ThreadView]) -> None:
    """Set the marks of one person to the newest comments that were shown to them. One query, none where nothing is new.

    Invariant: a mark is its owner's alone: it is in no ledger, rings no bell, and nobody else is told.
    """
    marks = [ReadMark(thread_id=one.key, person_id=access.person, comment_id=one.newest) for one in shown if one.is_unmarked]
    if marks:
        ReadMark.objects.bulk_create(marks, update_conflicts=True, unique_fields=["thread", "person"], update_fields=["comment"])
