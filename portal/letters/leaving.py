"""Let a person leave or be covered for, with the letters that tell whoever takes over, in one transaction."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from permissions.models import User
from plans.actions.arrange_cover import Cover, arrange_cover
from plans.actions.leave_service import Left, leave_service
from plans.saying import count, long_date
from portal import mail
from portal.sessions.use import end_sessions_of

COVER_SUBJECT = "You have been asked to cover for a colleague"
COVER_BODY = """Hello

You have been asked to cover for a colleague from {since} until {until}, in {plans}.

Sign in with this e-mail address at {origin}/ and you find them in your list from the first day. The cover ends by itself.
"""
TAKE_SUBJECT = "A colleague’s work was handed over to you"
TAKE_BODY = """Hello

A colleague has left, and {plans} they coordinated came to you.

Sign in with this e-mail address at {origin}/ to find them in your list.
"""


@transaction.atomic
def see_off(person: User, number: int, *, successor: int | None, today: date, now: datetime) -> Left:
    """Do everything that a leaving takes, and end every session: open pages follow within five seconds. Raises what `leave_service` raises."""
    left = leave_service(person, number, successor=successor, today=today, now=now)
    end_sessions_of(left.person.pk)
    if left.handed_over and successor:
        to = User.objects.values_list("email", flat=True).get(pk=successor)
        plans = count(left.handed_over, "plan", "plans")
        mail.write(to=to, subject=TAKE_SUBJECT, body=TAKE_BODY.format(plans=plans, origin=settings.ORIGIN))
    return left


@transaction.atomic
def cover(person: User, number: int, *, covering: int, from_on: date, until_on: date, today: date, now: datetime) -> Cover:
    """Arrange a cover and write to whoever covers. Raises what `arrange_cover` raises."""
    arranged = arrange_cover(person, number, covering=covering, from_on=from_on, until_on=until_on, today=today, now=now)
    words = {"since": long_date(from_on), "until": long_date(until_on), "plans": count(arranged.plans, "plan", "plans")}
    mail.write(to=arranged.covering.email, subject=COVER_SUBJECT, body=COVER_BODY.format(**words, origin=settings.ORIGIN))
    return arranged
