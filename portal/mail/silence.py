"""Let nothing leave about a plan that was silenced: the child has died. Asked when a message is written, again when it is carried, and swept when it is recorded."""

import re
from datetime import datetime, timedelta

from django.db.models import Q

from permissions.models import Circle
from plans.models import Plan
from portal.models import Notice, OutgoingMail

State = OutgoingMail.State
_REFERENCE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")
# How far the time of a letter and that of the notices in it can lie apart: they are written in one transaction.
ONE_ACT = timedelta(minutes=1)


def circles_of(circle: int | None, words: str) -> frozenset[int]:
    """Say which plans a message is about: that which is said, and those that its words name. No query where they name none, otherwise one."""
    references = {found.replace("-", "") for found in _REFERENCE.findall(words)}
    named = Circle.objects.filter(reference__in=references).values_list("pk", flat=True) if references else ()
    return frozenset((*named, *((circle,) if circle is not None else ())))


def is_silenced(circles: frozenset[int]) -> bool:
    """Say whether one of these plans was silenced. No query for none, otherwise one."""
    return bool(circles) and Plan.objects.filter(circle__in=circles, silenced_on__isnull=False).exists()


def stop_waiting(circle: Circle, *, now: datetime) -> int:
    """Stop every message about a plan that has not left yet, and every notice of it, in the transaction that silences the plan; give the number of messages.

    A letter that tells of other plans as well is stopped too; what it told of those is told again.
    """
    unsent = OutgoingMail.objects.filter(state__in=(State.WAITING, State.FAILED, State.UNKNOWN))
    about = unsent.filter(Q(circle=circle) | Q(body__contains=circle.shown_reference) | Q(subject__contains=circle.shown_reference))
    stopped = list(about.values_list("pk", "key", "written_at"))
    for _, key, written_at in stopped:
        _tell_the_rest_again(key or "", written_at, circle, now)
    # Without its key, so that what it told of other plans can be written under the same one.
    OutgoingMail.objects.filter(pk__in=[number for number, _, _ in stopped]).update(state=State.STOPPED, next_try_at=None, key=None)
    Notice.objects.filter(circle=circle, seen_at=None).delete()
    return len(stopped)


def _tell_the_rest_again(key: str, written_at: datetime, circle: Circle, now: datetime) -> None:
    found = re.fullmatch(r"notices (\d+) (\d+)", key)
    if found:
        rows = Notice.objects.filter(person=int(found[1]), pk__lte=int(found[2]), seen_at=None).exclude(circle=circle)
        rows.filter(mailed_at__range=(written_at - ONE_ACT, written_at + ONE_ACT)).update(mailed_at=None, mail_at=now)
