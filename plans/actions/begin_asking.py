"""Begin a request for an assessment."""

from datetime import datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import NotNow
from plans.access.asking import own_askings
from plans.models import Asking

MOST_BEGUN = 10
TOO_MANY = f"You have begun {MOST_BEGUN} requests that are not sent. Send one of them, or throw one away, before you begin another."


@transaction.atomic
def begin_asking(person: User, *, now: datetime) -> Asking:
    """Begin one; nobody else knows of it until it is sent. Raises NotNow for whoever has begun too many.

    Law: Children and Families Act 2014 s.36(1): a parent, a young person or a school asks for an assessment.
    """
    User.objects.select_for_update().get(pk=person.pk)
    if own_askings(person).filter(sent_at=None).count() >= MOST_BEGUN:
        raise NotNow(TOO_MANY)
    return Asking.objects.create(by=person, begun_at=now)
