"""Count what is new for somebody, and mark it as seen."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import DatabaseError
from django.db.models import F, QuerySet, Value
from django.db.models.fields import CharField, PositiveIntegerField
from django.http import HttpRequest

from permissions import clock, grants
from permissions.models import User
from portal.models import LastLook, Notice
from portal.notices.showing import place_of

# More than so many new acts are not told apart; the head of the page says "99" and means many.
MOST = 400
MANY = 99
_LOOK = "look"


def new_for(person: User, *, today: date) -> QuerySet[Notice]:
    """Give what is new for somebody in the plans that are still theirs."""
    return Notice.objects.filter(grants.is_in_circle(person, "circle", today=today), person=person, seen_at=None)


def count_new(person: User, *, today: date) -> int:
    """Count what is new, each place and day once. One query."""
    return _counted(list(_places(person, today)[:MOST]))


def count_new_and_look(person: User, circle: int, *, today: date) -> tuple[int, LastLook | None]:
    """Count what is new, and read up to where this person has looked at one plan. One query for both."""
    no_number = Value(0, PositiveIntegerField())
    looks = LastLook.objects.filter(person=person, circle=circle).annotate(
        what=Value(_LOOK, CharField()), where=F("stage"), ledger=F("ledger_number"), words=F("words_number")
    )
    notices = _places(person, today, ledger=no_number, words=no_number)
    rows: list[Any] = list(notices.union(looks.values_list("circle", "what", "where", "at", "ledger", "words"), all=True))
    look = next((row for row in rows if row[1] == _LOOK), None)
    found = (
        LastLook(person=person, circle_id=circle, stage=look[2], at=look[3], ledger_number=look[4], words_number=look[5]) if look else None
    )
    return _counted([row for row in rows if row[1] != _LOOK]), found


def new_notices(person: User, request: HttpRequest) -> int:
    """Count what is new for the head of a page, unless the page has counted it already. At most one query; a page that says what is wrong needs none."""
    counted = getattr(request, "new_notices", None)
    if counted is not None:
        return int(counted)
    try:
        return count_new(person, today=clock.today())
    except DatabaseError:
        return 0


def _places(person: User, today: date, **more: Value) -> QuerySet[Notice, tuple[Any, ...]]:
    rows = new_for(person, today=today).annotate(what=F("kind"), where=F("section"), **more)
    return rows.values_list("circle", "what", "where", "at", *more)


def _counted(rows: list[tuple[Any, ...]]) -> int:
    return min(len({(row[0], *place_of(row[1], row[2], row[3])) for row in rows}), MANY)


def mark_seen(person: User, numbers: Collection[int], *, now: datetime) -> int:
    """Mark these notices of this very person as seen; give how many were new."""
    return Notice.objects.filter(person=person, pk__in=list(numbers), seen_at=None).update(seen_at=now)


def mark_plan_seen(person: int, circle: int, *, up_to: int, now: datetime) -> None:
    """Mark as seen what is new in one plan, up to an entry of its ledger."""
    rows = Notice.objects.filter(person=person, circle=circle, seen_at=None)
    rows.filter(number__lte=up_to).update(seen_at=now)
    rows.filter(kind=Notice.Kind.STAGE, at__lte=now).update(seen_at=now)
