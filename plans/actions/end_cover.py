"""End a cover early."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE
from permissions.models import Membership, User
from permissions.office import fresh, open_office
from permissions.refusals import NotFound
from plans.actions.office import lock_all, note_in


@transaction.atomic
def end_cover(person: User, number: int, *, covering: int, today: date, now: datetime) -> int:
    """End every part that a colleague holds because they cover for this person; give their number. Raises NotFound where nobody covers."""
    by = fresh(person)
    away = open_office(by).person_of(number)
    rows = Membership.objects.filter(covers_for=away, user=covering, ended_at=None)
    circles = lock_all(rows.values_list("content_object", flat=True))
    colleague = User.objects.filter(pk=covering).first()
    if not circles or colleague is None:
        raise NotFound(NOTHING_HERE)
    ended = rows.update(ended_at=now, reason="The cover ended early")
    for circle in circles.values():
        note_in(circle, "end_cover", colleague, by=by, now=now)
    ledger.record_service("end_cover", actor=by, person=away, object_kind="person", object_uid=colleague.uid, now=now)
    return ended
