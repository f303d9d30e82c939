"""How somebody wants to hear of what happens, and when an e-mail about a notice is due by that."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from permissions.models import User
from portal.models import Notice, NoticeChoices
from portal.notices.hours import after_quiet, next_digest
from portal.notices.safe import Safety, Why, safety_of

How = NoticeChoices.How
Kind = Notice.Kind


def choices_of(people: Collection[int]) -> dict[int, NoticeChoices]:
    """Read the choices of these people; who made none has those to begin with. One query."""
    made = {row.person_id: row for row in NoticeChoices.objects.filter(person__in=people)}
    return {person: made.get(person) or NoticeChoices(person_id=person) for person in people}


def is_at_once(choices: NoticeChoices, kind: str) -> bool:
    """Say whether this person wants an e-mail at once about such a thing."""
    at_once = {Kind.MENTION.value: choices.mentions_at_once, Kind.DEADLINE.value: choices.deadlines_at_once}
    return at_once.get(kind, False)


def mail_due_at(choices: NoticeChoices, kind: str, *, now: datetime) -> datetime | None:
    """Say when an e-mail about something that is told now is due; None where none is wanted."""
    if choices.how == How.OFF:
        return None
    due = now if is_at_once(choices, kind) else next_digest(now)
    return after_quiet(due, choices.quiet_from, choices.quiet_until)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the form of choices gives; `keeps_to_safe_times`: the person said that, with these quiet hours, e-mails come at their safe times."""

    how: str
    mentions_at_once: bool
    deadlines_at_once: bool
    quiet_from: time | None
    quiet_until: time | None
    keeps_to_safe_times: bool = False
    first_reminder: int | None = 7
    last_reminder: int | None = 2


@dataclass(frozen=True, kw_only=True)
class ChoicesPage:
    """The page of choices: where mail goes, what stands in the way of it, and what the person said of safe times."""

    email: str
    has_details: bool
    other_channel: str
    safe_times: tuple[str, ...]
    waits_for_times: bool
    has_bounced: bool
    initial: Chosen


def choices_page(person: User) -> ChoicesPage:
    """Read what somebody chose, and whether e-mails are safe for them. Three queries."""
    choices = choices_of([person.pk])[person.pk]
    safety = safety_of([person], {person.pk: choices})[person.pk]
    return ChoicesPage(
        email=person.email,
        has_details=bool(safety.safe_times or safety.channel),
        other_channel=safety.channel,
        safe_times=safety.safe_times,
        waits_for_times=safety.why_not is Why.TIMES,
        has_bounced=safety.why_not is Why.BOUNCED,
        initial=_chosen(choices, safety),
    )


def _chosen(choices: NoticeChoices, safety: Safety) -> Chosen:
    return Chosen(
        how=choices.how,
        mentions_at_once=choices.mentions_at_once,
        deadlines_at_once=choices.deadlines_at_once,
        quiet_from=choices.quiet_from,
        quiet_until=choices.quiet_until,
        first_reminder=choices.first_reminder,
        last_reminder=choices.last_reminder,
        keeps_to_safe_times=safety.keeps_to_times,
    )


@transaction.atomic
def save_choices(person: User, chosen: Chosen, *, now: datetime) -> None:
    """Keep what somebody chose; e-mails that wait are due by it from now on."""
    safety = safety_of([person], {})[person.pk]
    keeps_to = chosen.keeps_to_safe_times and chosen.quiet_from is not None
    facts = {
        "how": chosen.how,
        "mentions_at_once": chosen.mentions_at_once,
        "deadlines_at_once": chosen.deadlines_at_once,
        "quiet_from": chosen.quiet_from,
        "quiet_until": chosen.quiet_until,
        "first_reminder": chosen.first_reminder,
        "last_reminder": chosen.last_reminder,
        "safe_for": safety.times_hash if keeps_to else "",
    }
    choices, _ = NoticeChoices.objects.update_or_create(person=person, defaults=facts)
    waiting = Notice.objects.filter(person=person, mailed_at=None, mail_at__isnull=False)
    for kind in Kind:
        waiting.filter(kind=kind).update(mail_at=mail_due_at(choices, kind, now=now))
