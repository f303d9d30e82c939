"""Carry mail out: claim a message, hand it over, write down what came of it. No lock is held while the other side is waited for."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from permissions import clock
from portal.mail import notify, smtp
from portal.mail.outcome import Outcome, What, token_of
from portal.mail.silence import circles_of, is_silenced
from portal.models import OutgoingMail

log = logging.getLogger(__name__)

State = OutgoingMail.State
TRANSPORTS = {"smtp": smtp, "notify": notify}
# How long to wait after each try, in minutes; after the last of these tries a person is asked.
WAITS = (1, 5, 15, 30, 60, 120, 240, 480, 720)
MOST_TRIES = len(WAITS) + 1
A_WHILE = timedelta(minutes=5)
# Longer than any conversation with a mail server takes: what is still being sent then belongs to a worker that died.
LEASE = timedelta(minutes=15)
NOTIFY_REMEMBERS = timedelta(days=6)
WORDS_ARE_KEPT = timedelta(days=30)
JOBS_ARE_KEPT = timedelta(days=1)
DIED = "The service stopped while it was being sent."
MOST_AT_ONCE = 1000


@task(priority=10)  # before whatever else waits: somebody may be waiting for a code
def carry(number: int) -> None:
    """Send one message. It is claimed and committed first: two workers don't send it twice, and one that dies leaves it where nobody sends it again."""
    transport = TRANSPORTS.get(settings.MAIL_TRANSPORT)
    mail = claim(number, now=clock.now()) if transport else None
    if transport is None or mail is None:
        return
    outcome = transport.hand_over(mail)
    settle(mail, outcome, now=clock.now())
    if outcome.fault:
        log.warning("mail %s was not sent at try %s: %s", number, mail.attempts, outcome.fault)


def claim(number: int, *, now: datetime) -> OutgoingMail | None:
    """Take a message that waits and is due, for this worker alone; None when it is not to be sent now."""
    with transaction.atomic(durable=True):
        due = OutgoingMail.objects.filter(Q(next_try_at=None) | Q(next_try_at__lte=now), pk=number, state=State.WAITING)
        if not due.update(state=State.SENDING, claimed_at=now, attempts=F("attempts") + 1, provider_id=token_of(number)):
            return None
    mail = OutgoingMail.objects.get(pk=number)
    if is_silenced(circles_of(mail.circle_id, f"{mail.subject}\n{mail.body}")):
        OutgoingMail.objects.filter(pk=number, state=State.SENDING).update(state=State.STOPPED, next_try_at=None)
        return None
    return mail


def settle(mail: OutgoingMail, outcome: Outcome, *, now: datetime) -> None:
    """Write down what came of a try, where it is still this try's to say; what may be tried again is asked for when it is due."""
    facts = _after(mail, outcome, now)
    tried = OutgoingMail.objects.filter(pk=mail.pk, claimed_at=mail.claimed_at, state__in=(State.SENDING, State.UNKNOWN))
    with transaction.atomic():
        if tried.update(**facts) and facts["state"] == State.WAITING:
            carry.using(run_after=facts["next_try_at"]).enqueue(mail.pk)


def _after(mail: OutgoingMail, outcome: Outcome, now: datetime) -> dict[str, Any]:
    if outcome.what is What.TAKEN:
        return {"state": State.SENT, "sent_at": now, "next_try_at": None, "fault": ""}
    ended = {What.UNSURE: State.UNKNOWN, What.CAME_BACK: State.BOUNCED}.get(outcome.what, State.FAILED)
    tries = mail.attempts % MOST_TRIES
    if outcome.what is What.LATER and tries:
        return {"state": State.WAITING, "next_try_at": now + timedelta(minutes=WAITS[tries - 1]), "fault": outcome.fault}
    return {"state": ended, "next_try_at": None, "fault": outcome.fault}


def settle_lost(*, now: datetime) -> int:
    """Own up to what a worker left half done: nobody knows whether it was sent. GOV.UK Notify is asked; a mail server cannot be. Give the number that is lost."""
    over = now - LEASE
    lost = OutgoingMail.objects.filter(state=State.SENDING, claimed_at__lt=over).update(state=State.UNKNOWN, fault=DIED)
    if settings.MAIL_TRANSPORT == "notify":
        asked = OutgoingMail.objects.filter(state=State.UNKNOWN, seen_at=None, claimed_at__lt=over, claimed_at__gt=now - NOTIFY_REMEMBERS)
        for mail in asked.order_by("pk")[:100]:
            outcome = notify.look_up(mail)
            if outcome is not None:
                settle(mail, outcome, now=now)
    return lost


def carry_waiting(*, now: datetime) -> int:
    """Ask the worker again for every message that is due and has no job: the worker fell over, or the job was lost. Give their number."""
    if settings.MAIL_TRANSPORT not in TRANSPORTS:
        return 0
    jobs = DBTaskResult.objects.filter(task_path=carry.module_path)
    jobs.running().filter(started_at__lt=now - JOBS_ARE_KEPT).delete()
    jobs.finished().filter(finished_at__lt=now - JOBS_ARE_KEPT).delete()
    asked = {job["args"][0] for job in jobs.exclude(status__in=("SUCCESSFUL", "FAILED", "RUNNING")).values_list("args_kwargs", flat=True)}
    due = Q(next_try_at=None, written_at__lt=now - A_WHILE) | Q(next_try_at__lte=now)
    waiting = OutgoingMail.objects.filter(due, state=State.WAITING).order_by("pk").values_list("pk", flat=True)
    numbers = [number for number in waiting[: MOST_AT_ONCE + len(asked)] if number not in asked]
    for number in numbers:
        carry.enqueue(number)
    return len(numbers)


def forget_words(*, now: datetime) -> int:
    """Empty what was sent long ago: codes and links are no longer of use to anybody, and nobody reads old letters here. Give the number."""
    if settings.MAIL_TRANSPORT not in TRANSPORTS:
        return 0
    return OutgoingMail.objects.filter(state=State.SENT, sent_at__lt=now - WORDS_ARE_KEPT).exclude(body="").update(body="")
