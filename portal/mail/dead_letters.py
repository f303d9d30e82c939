"""The mail that could not be sent, came back, or of which nobody knows: what a service leader sees of it and does about it.

Never the words of a message: its subject, which is neutral, and whom it was for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower

from permissions import ledger
from permissions.access import NOTHING_HERE
from permissions.models import User
from permissions.refusals import NotFound, NotNow
from portal.mail.carrying import carry
from portal.mail.outcome import token_of
from portal.models import OutgoingMail

State = OutgoingMail.State
DEAD = (State.FAILED, State.UNKNOWN, State.BOUNCED)
WORDS = {State.FAILED: "Could not be sent", State.UNKNOWN: "Not known whether it was sent", State.BOUNCED: "Came back"}
ON_ONE_PAGE = 50
LONG = timedelta(minutes=15)
NO_WORDS = "The words of this message are no longer kept, so it cannot be sent again."
DONE_ALREADY = "Somebody has dealt with this message already."


@dataclass(frozen=True)
class DeadLetter:
    """A message as the page shows it. `who` is a person's name, or the address where it belongs to nobody here."""

    number: int
    who: str
    subject: str
    state: str
    fault: str
    written_at: datetime
    may_arrive_twice: bool
    can_be_sent_again: bool


@dataclass(frozen=True)
class DeadLetters:
    """The page: the oldest first, and how many there are beyond it."""

    letters: list[DeadLetter]
    beyond: int


def _unsettled() -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(state__in=DEAD, seen_at=None)


def count_unsent() -> int:
    """Count the messages about which a person has to do something."""
    return _unsettled().count()


def waiting_long(*, now: datetime) -> int:
    """Count the messages that have waited, or been on their way, for more than a quarter of an hour."""
    return OutgoingMail.objects.filter(state__in=(State.WAITING, State.SENDING), written_at__lt=now - LONG).count()


def bounced_addresses(addresses: Iterable[str]) -> set[str]:
    """Say which of these addresses (in small letters) the newest mail came back from."""
    wanted = {address.lower() for address in addresses}
    rows = OutgoingMail.objects.annotate(address=Lower("to")).filter(
        address__in=wanted, state__in=(State.SENT, State.BOUNCED, State.FAILED)
    )
    newest = dict(rows.order_by("pk").values_list("address", "state"))
    return {address for address, state in newest.items() if state == State.BOUNCED}


def dead_letters(person: User) -> DeadLetters:
    """Show a leader what was not sent. Raises NotFound for anybody else."""
    _require_leader(person)
    rows = list(_unsettled().order_by("pk")[:ON_ONE_PAGE])
    names = _names({mail.to.lower() for mail in rows})
    return DeadLetters([_shown(mail, names) for mail in rows], beyond=max(0, count_unsent() - len(rows)))


@transaction.atomic
def send_again(person: User, number: int, *, now: datetime) -> str:
    """Let a message be tried again, because a leader says so. Give who it is for. Raises NotFound, NotNow when somebody was faster."""
    mail = _taken_up(person, number, verb="send_mail_again", now=now, state=State.WAITING, next_try_at=None, fault="")
    transaction.on_commit(lambda: carry.enqueue(mail.pk))
    return _who(mail)


@transaction.atomic
def put_away(person: User, number: int, *, now: datetime) -> str:
    """Take a message off the list, because a leader reached the person another way. Give who it was for. Raises NotFound, NotNow when somebody was faster."""
    return _who(_taken_up(person, number, verb="put_mail_away", now=now, seen_by=person, seen_at=now))


def _taken_up(person: User, number: int, *, verb: str, now: datetime, **facts: object) -> OutgoingMail:
    _require_leader(person)
    mail = OutgoingMail.objects.filter(pk=number).first()
    if mail is None:
        raise NotFound(NOTHING_HERE)
    if facts.get("state") == State.WAITING and not mail.body:
        raise NotNow(NO_WORDS)
    if not _unsettled().filter(pk=number, attempts=mail.attempts, state=mail.state).update(**facts):
        raise NotNow(DONE_ALREADY)
    to = User.objects.filter(email__iexact=mail.to).first()
    ledger.record_service(verb, actor=person, person=to, object_kind="mail", object_uid=UUID(hex=token_of(number)), now=now)
    return mail


def _require_leader(person: User) -> None:
    if not (person.is_active and person.is_leader):
        raise NotFound(NOTHING_HERE)


def _names(addresses: set[str]) -> dict[str, str]:
    people = User.objects.annotate(address=Lower("email")).filter(address__in=addresses)
    return dict(people.values_list("address", "name"))


def _who(mail: OutgoingMail) -> str:
    return _names({mail.to.lower()}).get(mail.to.lower(), mail.to)


def _shown(mail: OutgoingMail, names: dict[str, str]) -> DeadLetter:
    state = State(mail.state)
    who = names.get(mail.to.lower(), mail.to)
    return DeadLetter(mail.pk, who, mail.subject, WORDS[state], mail.fault, mail.written_at, state == State.UNKNOWN, bool(mail.body))
