"""Tell families that a leader opened the plan, once the hour is over."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from permissions.models import BrokenGlass, User
from plans.actions.tell_of_glass import tell_of_glass
from portal import mail

SUBJECT = "Somebody at the council looked at a plan"
BODY = """Hello

A service leader of the council, who has no part in the plan {reference}, opened it for up to one hour.

Who it was, and the reason they gave, is written under “Who has looked at this plan”. Sign in to read it: {origin}/

If you have questions, ask the council. Whom to ask is at the foot of every page.
"""


def tell_families(*, today: date, now: datetime) -> int:
    """Write to the family of every plan that was opened so, where it is time; give the number of letters."""
    due = BrokenGlass.objects.filter(told_at=None, membership__until_at__lte=now).exclude(delayed_until__gt=today)
    waiting = list(due.values_list("pk", "membership__content_object__reference"))
    return sum(_tell(number, f"{reference[:4]}-{reference[4:]}", today, now) for number, reference in waiting)


@transaction.atomic
def _tell(number: int, reference: str, today: date, now: datetime) -> int:
    family: list[User] = tell_of_glass(number, today=today, now=now)
    for person in family:
        mail.write(to=person.email, subject=SUBJECT, body=BODY.format(reference=reference, origin=settings.ORIGIN))
    return len(family)
