"""Say whether an e-mail is safe for somebody: what they, or whoever keeps their contact details, said of how and when to reach them goes before every choice."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from permissions.models import Contact, User
from portal.mail import bounced_addresses
from portal.models import NoticeChoices


class Why(Enum):
    """Why somebody gets no e-mails of notices."""

    CHANNEL = "another way than e-mail is the safe one"
    TIMES = "there are times at which it is safe, and nobody said that e-mails keep to them"
    BOUNCED = "the newest e-mail came back"


@dataclass(frozen=True)
class Safety:
    """What contact details say of e-mails to one person. `why_not` is None where they may be sent; `is_plain`: nothing but that there is a message.

    `keeps_to_times`: this person said that, with their quiet hours, e-mails keep to their safe times. `safe_times` are the words as they stand;
    `times_hash` names them without telling them.
    """

    why_not: Why | None
    is_plain: bool
    keeps_to_times: bool
    channel: str
    safe_times: tuple[str, ...]

    @property
    def times_hash(self) -> str:
        """Name the safe times as they stand now; "" where there are none."""
        return hash_of(self.safe_times)


def hash_of(times: Collection[str]) -> str:
    """Name safe times without telling them."""
    return hashlib.sha256("\n".join(sorted(times)).encode()).hexdigest() if times else ""


def safety_of(people: Collection[User], choices: Mapping[int, NoticeChoices]) -> dict[int, Safety]:
    """Say of each of these people whether an e-mail is safe. Two queries.

    The details of all plans count together, those of earlier ones too: it is one mailbox.
    """
    contacts: dict[int, list[Contact]] = {}
    for contact in Contact.objects.filter(person__in=[person.pk for person in people]):
        contacts.setdefault(contact.person_id, []).append(contact)
    bounced = bounced_addresses(person.email for person in people) if people else set()
    return {
        person.pk: _safety(contacts.get(person.pk, []), choices.get(person.pk), has_bounced=person.email.lower() in bounced)
        for person in people
    }


def _safety(contacts: list[Contact], choices: NoticeChoices | None, *, has_bounced: bool) -> Safety:
    other = next((contact for contact in contacts if contact.channel != Contact.Channel.EMAIL), None)
    times = tuple(sorted({contact.safe_times.strip() for contact in contacts} - {""}))
    keeps_to_times = bool(times) and _keeps_to(times, choices)
    why: Why | None = None
    if other is not None:
        why = Why.CHANNEL
    elif times and not keeps_to_times:
        why = Why.TIMES
    elif has_bounced:
        why = Why.BOUNCED
    is_plain = any(contact.safe_wording.strip() for contact in contacts)
    return Safety(why, is_plain, keeps_to_times, Contact.Channel(other.channel).label if other else "", times)


def _keeps_to(times: tuple[str, ...], choices: NoticeChoices | None) -> bool:
    """Say whether this person has set quiet hours and said that, with them, e-mails keep to the safe times as these stand now."""
    return choices is not None and choices.quiet_from is not None and choices.safe_for == hash_of(times)
