"""Read what a letter to one adult of the family says: with the words, the address and the copy that are that person's, and nobody else's."""

from dataclasses import dataclass

from django.db.models import F

from permissions.access import NOTHING_HERE
from permissions.models import Contact
from permissions.refusals import NotFound
from permissions.vocabulary import ROLE_NAMES
from plans.access import PlanAccess, everyone_in
from plans.access.details import Fact, reads
from plans.models import PlanVersion
from plans.queries.details import LABELS, Holder, read_holders
from plans.queries.items import plan_url
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.versions import VersionPage, read_version, seen_versions, version_row
from plans.saying import long_date

READY, TALK = "version", "talk"
LETTER_NAMES: dict[str, str] = {READY: "A version of the plan is ready to read", TALK: "We would like to talk"}
SAFETY = (Fact.CHANNEL, Fact.SAFE_TIMES, Fact.SAFE_WORDING, Fact.FIRST_LANGUAGE, Fact.INTERPRETER, Fact.ACCESS_NEEDS)


@dataclass(frozen=True, kw_only=True)
class Sender:
    """The council, as it signs its letters; `origin` is where the portal is."""

    name: str
    phone: str
    email: str
    origin: str


@dataclass(frozen=True, kw_only=True)
class LetterRow:
    """One adult to whom a letter can be made, and the kinds of letter that there are for them now, as (words, address of the page)."""

    name: str
    role: str
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class LettersPage:
    """Everybody to whom a letter can be made."""

    head: PlanHead
    rows: tuple[LetterRow, ...]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The letter itself. `address` is empty unless post is this person's safe way. Neither the child's name nor what the matter is stands in it."""

    to: str
    address: tuple[str, ...]
    day: str
    about: str
    paragraphs: tuple[str, ...]
    signed: tuple[str, ...]
    sender: Sender


@dataclass(frozen=True, kw_only=True)
class LetterPage:
    """A letter before it is made: how this person may safely be reached, and what it will say. `has_copy`: a copy of the version can go with it."""

    head: PlanHead
    letter: Letter
    safety: tuple[tuple[str, str], ...]
    by_post: bool
    channel: str
    has_copy: bool


def read_letters(access: PlanAccess) -> LettersPage:
    """List the adults and the letters that there are for each. Five queries, and one an adult."""
    everyone = everyone_in(access.plan, today=access.today, policy=access.circle.policy)
    rows = tuple(_row(access, holder, everyone[holder.person.pk]) for holder in read_holders(access) if holder.person.pk in everyone)
    return LettersPage(head=plan_head(access), rows=rows)


def _row(access: PlanAccess, holder: Holder, theirs: PlanAccess) -> LetterRow:
    kinds = [kind for kind in LETTER_NAMES if kind != READY or _newest(theirs) is not None]
    ways = tuple((LETTER_NAMES[kind], f"{plan_url(access)}letters/{holder.membership}/{kind}/") for kind in kinds)
    return LetterRow(name=holder.person.name, role=ROLE_NAMES[holder.role], ways=ways)


def read_letter(access: PlanAccess, number: int, kind: str, sender: Sender) -> LetterPage:
    """Read the letter of one kind to the adult of a membership. NotFound for anybody else, and where there is nothing yet to write about."""
    holder, theirs = recipient(access, number)
    version = _newest(theirs) if kind == READY else None
    if kind not in LETTER_NAMES or (kind == READY and version is None):
        raise NotFound(NOTHING_HERE)
    facts = [fact for fact in SAFETY if reads(access, fact, owner=holder.person.pk, released=holder.released) and holder.said(fact)]
    by_post = holder.contact.channel == Contact.Channel.POST and bool(holder.contact.address)
    address = holder.contact.address.splitlines() if by_post and _reads_own(theirs, holder, Fact.ADDRESS) else []
    return LetterPage(
        head=plan_head(access),
        letter=Letter(
            to=holder.person.name,
            address=tuple(line.strip() for line in address if line.strip()),
            day=long_date(access.today),
            about=f"Reference {access.circle.circle.shown_reference}",
            paragraphs=(*_body(access, theirs, version, sender), *_always(theirs, holder, sender)),
            signed=_signed(access, sender),
            sender=sender,
        ),
        safety=tuple((LABELS[fact], holder.said(fact)) for fact in facts),
        by_post=by_post,
        channel=Contact.Channel(holder.contact.channel).label,
        has_copy=version is not None,
    )


def read_copy(access: PlanAccess, number: int) -> tuple[VersionPage, PlanAccess, Holder]:
    """Read the newest version that was shared with the adult of a membership, exactly as that adult reads it. NotFound where there is none."""
    holder, theirs = recipient(access, number)
    version = _newest(theirs)
    if version is None or not seen_versions(access).filter(pk=version.pk).exists():
        raise NotFound(NOTHING_HERE)
    return read_version(theirs, version.uid), theirs, holder


def recipient(access: PlanAccess, number: int) -> tuple[Holder, PlanAccess]:
    """Find an adult by the number of the membership, with what that adult may read in this plan; NotFound for anybody else."""
    holder = next((one for one in read_holders(access) if one.membership == number), None)
    if holder is None:
        raise NotFound(NOTHING_HERE)
    return holder, _access_of(access, holder)


def _access_of(access: PlanAccess, holder: Holder) -> PlanAccess:
    everyone = everyone_in(access.plan, today=access.today, policy=access.circle.policy)
    if holder.person.pk not in everyone:
        raise NotFound(NOTHING_HERE)
    return everyone[holder.person.pk]


def _newest(theirs: PlanAccess) -> PlanVersion | None:
    shared = seen_versions(theirs).exclude(kind=PlanVersion.Kind.WORKING)
    return shared.order_by(F("number").desc()).first()


def _reads_own(theirs: PlanAccess, holder: Holder, fact: Fact) -> bool:
    return reads(theirs, fact, owner=holder.person.pk, released=holder.released)


def _body(access: PlanAccess, theirs: PlanAccess, version: PlanVersion | None, sender: Sender) -> tuple[str, ...]:
    reference = access.circle.circle.shown_reference
    if version is None:
        return (
            f"We would like to talk with you about the plan with the reference {reference}. You do not have to prepare anything.",
            f"Please tell us when and how we can talk. You can reach us on {sender.phone or sender.email}.",
        )
    title = version_row(theirs, version).title.lower()
    return (
        f"There is a {title} of the plan with the reference {reference} for you to read.",
        f"Your own copy may be with this letter. You can also read it at {sender.origin} when you sign in.",
        "Tell us what is right, what is wrong and what is missing: in the portal, by phone or in a letter.",
    )


def _always(theirs: PlanAccess, holder: Holder, sender: Sender) -> tuple[str, ...]:
    language = holder.contact.first_language if _reads_own(theirs, holder, Fact.FIRST_LANGUAGE) else ""
    other = f" in {language}" if language and language.casefold() != "english" else " in another language"
    return (
        f"If you would like this letter{other}, in large print or read out to you, or an interpreter when we talk, tell us.",
        "We reach you only in the way that you told us is safe. You can change that at any time.",
    )


def _signed(access: PlanAccess, sender: Sender) -> tuple[str, ...]:
    coordinator = access.plan.coordinator
    lines = [coordinator.name, "EHC coordinator"] if coordinator else []
    return tuple(line for line in (*lines, sender.name, sender.phone, sender.email) if line)
