"""Read the personal details of a plan, fact by fact as `plans.access.details` lets one person read them: the page, the cover of a copy."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from permissions import grants
from permissions.models import Child, Contact, Membership, Release, User
from permissions.vocabulary import ROLE_NAMES, Role
from plans.access import PlanAccess
from plans.access.details import CARD_HOLDERS, REACH, ChildsFact, Fact, Released, keeps_cards, may_change_child, reads, reads_child
from plans.access.rights import YOUNG, role_on
from plans.queries.items import plan_url
from plans.queries.plan_page import PlanHead, plan_head
from plans.saying import long_date

# The pages on which details are changed, by their address: what stands on each.
CARD_PAGES: dict[str, tuple[Fact, ...]] = {
    "relationship": (Fact.RELATIONSHIP,),
    "address": (Fact.ADDRESS, Fact.CHILD_LIVES_HERE),
    "phone": (Fact.PHONE,),
    "safe-way": (Fact.CHANNEL,),
    "safe-times": (Fact.SAFE_TIMES,),
    "safe-words": (Fact.SAFE_WORDING,),
    "first-language": (Fact.FIRST_LANGUAGE,),
    "interpreter": (Fact.INTERPRETER,),
    "access-needs": (Fact.ACCESS_NEEDS,),
}
CHILD_PAGES: dict[str, tuple[ChildsFact, ...]] = {
    "name": (ChildsFact.FIRST_NAME, ChildsFact.LAST_NAME),
    "called": (ChildsFact.CALLED,),
    "born": (ChildsFact.BORN_ON,),
    "first-language": (ChildsFact.FIRST_LANGUAGE,),
    "interpreter": (ChildsFact.INTERPRETER,),
    "communication": (ChildsFact.COMMUNICATION,),
    "access-needs": (ChildsFact.ACCESS_NEEDS,),
}
LABELS: dict[str, str] = {
    Fact.RELATIONSHIP: "Who they are to the child",
    Fact.ADDRESS: "Address",
    Fact.CHILD_LIVES_HERE: "The child lives at this address",
    Fact.PHONE: "Phone number",
    Fact.EMAIL: "E-mail address",
    Fact.CHANNEL: "Safe way to reach them",
    Fact.SAFE_TIMES: "Safe times",
    Fact.SAFE_WORDING: "What to say, and what not",
    Fact.FIRST_LANGUAGE: "First language",
    Fact.INTERPRETER: "Interpreter",
    Fact.ACCESS_NEEDS: "What they need to take part",
    ChildsFact.CALLED: "What people call them",
    ChildsFact.BORN_ON: "Date of birth",
    ChildsFact.COMMUNICATION: "How they communicate",
}
OWN_LABELS = {
    Fact.RELATIONSHIP: "Who you are to the child",
    Fact.CHILD_LIVES_HERE: "The child lives at this address",
    Fact.CHANNEL: "Safe way to reach you",
    Fact.ACCESS_NEEDS: "What you need to take part",
}
RELEASABLE: dict[str, Release.Fact] = {fact.value: fact for fact in Release.Fact}


@dataclass(frozen=True, kw_only=True)
class DetailLine:
    """One fact as one person reads it. `readers` says who else does; an address that this person has no use for is empty."""

    name: str
    label: str
    value: str
    readers: str
    is_released: bool = False
    change_url: str = ""
    release_url: str = ""
    take_back_url: str = ""


@dataclass(frozen=True, kw_only=True)
class AdultCard:
    """One adult of the family: the facts that this person reads of them."""

    name: str
    role: str
    is_self: bool
    lines: tuple[DetailLine, ...]


@dataclass(frozen=True, kw_only=True)
class DetailsPage:
    """The personal details that this person reads. `ask_for_names` tells a family that the council changes names."""

    head: PlanHead
    child: tuple[DetailLine, ...]
    own: AdultCard | None
    others: tuple[AdultCard, ...]
    is_council: bool
    letters_url: str


@dataclass(frozen=True, kw_only=True)
class Holder:
    """One adult with a card today, and what was written on it and released; `contact` is a new row, not saved, where nothing was written yet."""

    person: User
    role: Role
    membership: int
    contact: Contact
    released: Released

    def value(self, fact: Fact) -> Any:
        """Give a fact as it is stored."""
        return self.person.email if fact is Fact.EMAIL else getattr(self.contact, fact)

    def said(self, fact: Fact) -> str:
        """Give a fact in words, "" where it is not known."""
        value = self.value(fact)
        if fact is Fact.CHANNEL:
            return str(Contact.Channel(value).label)
        return {True: "Yes", False: ""}[value] if isinstance(value, bool) else str(value)


@dataclass(frozen=True, kw_only=True)
class CoverAdult:
    """One adult on a cover: the name, and the facts that this reader reads."""

    name: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Cover:
    """The front of one reader's copy. `warns`: it holds how to reach somebody else, which not everyone may know."""

    child: tuple[tuple[str, str], ...]
    childs_addresses: tuple[str, ...]
    adults: tuple[CoverAdult, ...]
    warns: bool


def read_holders(access: PlanAccess) -> tuple[Holder, ...]:
    """Read every adult with a card today, unfiltered: for other queries and actions, which ask `reads`. A young person has one from the day on which the rights
    are theirs. Three queries."""
    rows = (
        Membership.objects.select_related("user")
        .filter(grants.in_force(access.today), content_object=access.plan.circle_id, user__is_active=True)
        .order_by("user__name", "pk")
    )
    return holders_of(access, rows.filter(stands_for__in=CARD_HOLDERS | YOUNG))


def holders_of(access: PlanAccess, rows: Iterable[Membership]) -> tuple[Holder, ...]:
    """Put their cards to memberships of this circle, one a person; those without a card are left out. Two queries."""
    first = {row.user_id: row for row in reversed([row for row in rows if _part(row, access) in CARD_HOLDERS])}
    contacts = {row.person_id: row for row in Contact.objects.filter(circle=access.plan.circle_id).prefetch_related("releases")}
    return tuple(_holder(row, contacts.get(row.user_id), access) for row in reversed(first.values()))


def _part(row: Membership, access: PlanAccess) -> Role:
    return role_on(Role(row.stands_for), access.plan, access.today)


def _holder(row: Membership, contact: Contact | None, access: PlanAccess) -> Holder:
    released = {release.fact: release.readers for release in contact.releases.all()} if contact else {}
    return Holder(
        person=row.user,
        role=_part(row, access),
        membership=row.pk,
        contact=contact or Contact(circle_id=access.plan.circle_id, person=row.user, relationship=ROLE_NAMES[_part(row, access)]),
        released=released,
    )


def readable(access: PlanAccess, holder: Holder) -> tuple[Fact, ...]:
    """List the facts of an adult that this person reads."""
    return tuple(fact for fact in Fact if reads(access, fact, owner=holder.person.pk, released=holder.released))


def mark_of(values: Mapping[str, Any]) -> str:
    """Give the mark of values as somebody saw them: a save over others is stale."""
    text = json.dumps({str(name): str(value) for name, value in values.items()}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def read_details(access: PlanAccess) -> DetailsPage:
    """Read the page. Three queries."""
    cards = [_card(access, holder) for holder in read_holders(access)]
    return DetailsPage(
        head=plan_head(access),
        child=_childs_lines(access),
        own=next((card for card in cards if card.is_self), None),
        others=tuple(card for card in cards if not card.is_self and card.lines),
        is_council=access.circle.is_council,
        letters_url=f"{plan_url(access)}letters/" if keeps_cards(access) else "",
    )


def _card(access: PlanAccess, holder: Holder) -> AdultCard:
    is_self = holder.person.pk == access.person
    lines = (_line(access, holder, fact) for fact in readable(access, holder))
    return AdultCard(name=holder.person.name, role=ROLE_NAMES[holder.role], is_self=is_self, lines=tuple(line for line in lines if line))


def _line(access: PlanAccess, holder: Holder, fact: Fact) -> DetailLine | None:
    """Write one fact; whether the child lives there stands with the address and is said only where it is so."""
    is_self = holder.person.pk == access.person
    may_change = is_self or keeps_cards(access)
    said = holder.said(fact)
    if not said and (not may_change or fact is Fact.CHILD_LIVES_HERE):
        return None
    base = f"{plan_url(access)}details/"
    slug = next((slug for slug, facts in CARD_PAGES.items() if facts[0] is fact), "")
    release = RELEASABLE.get(fact) if is_self and said else None
    is_released = fact in REACH and fact in holder.released
    return DetailLine(
        name=fact,
        label=(OWN_LABELS if is_self else {}).get(fact) or LABELS[fact],
        value=said,
        readers=_readers(holder, fact, is_self=is_self),
        is_released=is_released,
        change_url=f"{base}{'yours' if is_self else f'people/{holder.membership}'}/{slug}/" if may_change and slug else "",
        release_url=f"{base}yours/{release}/release/" if release and not is_released else "",
        take_back_url=f"{base}yours/{release}/take-back/" if release and is_released else "",
    )


def _readers(holder: Holder, fact: Fact, *, is_self: bool) -> str:
    who = "you" if is_self else holder.person.name
    if fact not in REACH:
        return f"For {who}, the council’s staff and the professionals in this plan"
    readers = holder.released.get(Release.Fact.ADDRESS if fact is Fact.CHILD_LIVES_HERE else fact.value, "")
    if readers == Release.Readers.EVERYONE:
        return "For everyone in this plan, other parents too"
    if readers == Release.Readers.PROFESSIONALS:
        return f"For {who}, the council and the professionals in this plan"
    return f"Only for {who} and the council"


def _childs_lines(access: PlanAccess) -> tuple[DetailLine, ...]:
    lines = (_childs_line(access, slug, facts) for slug, facts in CHILD_PAGES.items())
    return tuple(line for line in lines if line and (line.value or line.change_url))


def _childs_line(access: PlanAccess, slug: str, facts: tuple[ChildsFact, ...]) -> DetailLine | None:
    if not all(reads_child(access, fact) for fact in facts):
        return None
    said = _childs_words(access.circle.circle.child, facts)
    may_change = bool(may_change_child(access, frozenset(facts)))
    label = "Name" if slug == "name" else LABELS[facts[0]]
    url = f"{plan_url(access)}details/child/{slug}/" if may_change else ""
    return DetailLine(name=slug, label=label, value=said, readers="For everyone in this plan", change_url=url)


def _childs_words(child: Child, facts: Iterable[ChildsFact]) -> str:
    return " ".join(long_date(child.born_on) if fact is ChildsFact.BORN_ON else str(getattr(child, fact)) for fact in facts).strip()


def read_cover(access: PlanAccess) -> Cover:
    """Read the front of this person's copy: the child's facts, where the child lives, and the adults, each as far as this person reads it. Three queries."""
    holders = read_holders(access)
    child = tuple((line.label, line.value) for line in _childs_lines(access) if line.value)
    on_cover = {Fact.ADDRESS, Fact.PHONE, Fact.EMAIL, Fact.RELATIONSHIP, Fact.FIRST_LANGUAGE, Fact.INTERPRETER, Fact.ACCESS_NEEDS}
    adults, homes, warns = [], [], False
    for holder in holders:
        facts = readable(access, holder)
        if Fact.CHILD_LIVES_HERE in facts and holder.contact.child_lives_here and holder.contact.address:
            homes.append(holder.contact.address)
        lines = tuple((LABELS[fact], holder.said(fact)) for fact in facts if fact in on_cover and holder.said(fact))
        if lines:
            adults.append(CoverAdult(name=holder.person.name, lines=lines))
        is_reach = any(fact in REACH and fact in on_cover and holder.said(fact) for fact in facts)
        warns = warns or (holder.person.pk != access.person and is_reach)
    return Cover(child=child, childs_addresses=tuple(dict.fromkeys(homes)), adults=tuple(adults), warns=warns)
