"""Read what a letter about a decision says to one adult of the family: each adult's own letter, with nothing of anybody else in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from permissions.models import Contact
from permissions.vocabulary import ROLE_NAMES
from plans.access import PlanAccess
from plans.access.rights import is_addressed
from plans.models import ServiceConsent
from plans.queries.details import Holder, read_holders
from plans.queries.letters import Sender
from plans.saying import long_date
from plans.statute.clock_rules import NO_FACTS
from plans.statute.clocks import last_day
from plans.statute.notices import NOTICE_NAMES, Block, Notice, Written, compose

NOBODY = "our EHC team"
POST, HAND = "post", "hand"


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """One adult to whom a letter goes. `address` is empty unless post is their safe way; `is_electronic`: they agreed to be served in the portal, and come in here.

    `is_at_work`: somebody of the school or of health, who reads it here as a part of their work.
    """

    email: str
    name: str
    role: str
    address: tuple[str, ...]
    is_electronic: bool
    is_at_work: bool = False

    @property
    def by_hand(self) -> str:
        """Say by which way a person has to bring the letter: by post where that is their safe way, else by hand; "" where the portal brings it."""
        return "" if self.is_electronic else POST if self.address else HAND


@dataclass(frozen=True, kw_only=True)
class NoticeLetter:
    """A letter about a decision as one adult reads it."""

    to: str
    address: tuple[str, ...]
    day: str
    about: str
    title: str
    blocks: tuple[Written, ...]
    signed: tuple[str, ...]
    sender: Sender


@dataclass(frozen=True, kw_only=True)
class Case:
    """What every letter of one plan says the same: whose it is, its reference, who coordinates it, when the request came."""

    child: str
    reference: str
    coordinator: str
    received_on: date


def case_of(access: PlanAccess) -> Case:
    """Give what letters say of a plan. No query."""
    circle, coordinator = access.circle.circle, access.plan.coordinator
    return Case(
        child=f"{circle.child.first_name} {circle.child.last_name}",
        reference=circle.shown_reference,
        coordinator=coordinator.name if coordinator else "",
        received_on=access.plan.request_received_on,
    )


def read_recipients(access: PlanAccess) -> tuple[Recipient, ...]:
    """List the adults to whom a letter about a decision goes: the parents; once the rights have moved the young person, or whoever acts for them where a draft
    is answered. Four queries."""
    agreed = set(
        ServiceConsent.objects.filter(plan=access.plan, channel=ServiceConsent.Channel.PORTAL, withdrawn_on=None).values_list(
            "person", flat=True
        )
    )
    holders = read_holders(access)
    here = [holder for holder in holders if is_addressed(access, holder.person.pk, holder.role)]
    return tuple(_recipient(holder, holder.person.pk in agreed) for holder in here)


def _recipient(holder: Holder, has_agreed: bool) -> Recipient:
    return Recipient(
        email=holder.person.email,
        name=holder.person.name,
        role=ROLE_NAMES[holder.role],
        address=address_of(holder.contact),
        is_electronic=has_agreed and holder.person.joined_at is not None,
    )


def address_of(contact: Contact) -> tuple[str, ...]:
    """Give the lines of an address to which it is safe to write; none where post is not the safe way."""
    lines = contact.address.splitlines() if contact.channel == Contact.Channel.POST else []
    return tuple(line.strip() for line in lines if line.strip())


def facts_of_case(
    case: Case,
    sender: Sender,
    *,
    sendiass: str,
    today: date,
    decided_on: date | None = None,
    next_by: str = "",
    more: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Give what stands in the place of each name in braces, `more` of one kind of letter besides; "" for what is not known."""
    return {
        "child": case.child,
        "reference": case.reference,
        "council": sender.name,
        "council_phone": sender.phone,
        "council_email": sender.email,
        "council_reach": " or ".join(way for way in (sender.phone, sender.email) if way),
        "coordinator": case.coordinator or NOBODY,
        "sendiass": sendiass,
        "portal": sender.origin,
        "received_on": long_date(case.received_on),
        "decided_on": long_date(decided_on) if decided_on else "",
        "assess_by": _due("CK1", request_received=case.received_on),
        "no_plan_by": _due("CK5", request_received=case.received_on),
        "final_by": _due("CK10", request_received=case.received_on),
        "appeal_by": _due("CK15", decision_notice_sent=today),
        "next_by": next_by,
        "closes_on": "",
        **(more or {}),
    }


def _due(clock: str, **events: date) -> str:
    day = last_day(clock, NO_FACTS, **events)
    return long_date(day) if day else ""


def letters_of(
    notice: Notice,
    texts: Mapping[Block, str],
    facts: Mapping[str, str],
    recipients: Sequence[Recipient],
    *,
    case: Case,
    sender: Sender,
    today: date,
) -> tuple[NoticeLetter, ...]:
    """Make the letter of each recipient. Raises Incomplete where a part that the law asks for has no words, also where there is nobody to write to."""
    blocks = compose(notice, texts, facts)
    signed = tuple(line for line in (case.coordinator, "EHC coordinator" if case.coordinator else "", sender.name) if line)
    return tuple(
        NoticeLetter(
            to=one.name,
            address=one.address,
            day=long_date(today),
            about=f"Reference {case.reference}",
            title=NOTICE_NAMES[notice],
            blocks=blocks,
            signed=signed,
            sender=sender,
        )
        for one in recipients
    )
