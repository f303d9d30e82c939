"""Let people into a live text, and ask again whether they may stay: everything about one socket in one go to the database."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from permissions import ledger
from permissions.models import User
from permissions.refusals import NotFound
from permissions.vocabulary import Code
from plans.access import ItemFacts, PlanAccess, facts_of, open_plan
from plans.access.texts import may_hear_text, may_write_text
from plans.livetext.committing import TextPlace
from plans.livetext.log import Gone, text_of
from plans.livetext.stored import Stored, read_stored
from plans.models import SPECS, Item, LiveText, Section
from plans.models.content import NARRATIVE_LIMIT, WORDS_LIMIT

log = logging.getLogger(__name__)

# Says whether a session still is a person's; the portal knows.
Holds = Callable[[str, int], bool]


@dataclass(frozen=True)
class Asked:
    """What somebody wants to be let into: whose socket it is, by which session, and the text as its address names it."""

    user: User
    session_key: str
    reference: str
    code: str = ""
    item: UUID | None = None


@dataclass(frozen=True)
class Admission:
    """What somebody may do in a text. `name` is what the others read of them ("" for the family: its presence is shown to nobody)."""

    place: TextPlace
    person: int
    role: str
    name: str
    may_write: bool
    asked_at: int
    limit: int


@dataclass(frozen=True)
class _Text:
    """What decides about a text: its section, for an item its facts and the role of its author."""

    code: Code
    section: int
    item: int | None = None
    uid: UUID | None = None
    facts: ItemFacts | None = None
    author_role: str = ""
    live: int | None = None


@dataclass(frozen=True)
class Entry:
    """An admission, with the text itself unless that is open in this process already."""

    admission: Admission
    stored: Stored | None


def admit(asked_for: Sequence[Asked], holds: Holds, *, is_open: Callable[[int], bool], today: date, now: datetime) -> list[Entry | None]:
    """Decide who is let in: None for everybody else, whatever the reason. Six queries each; where a text is not live yet, it becomes so.

    Who asks for several texts of a plan at one moment is asked about once. A text that is not open here costs three queries more.
    """
    known: dict[tuple[str, int, str], PlanAccess | None] = {}
    return [_admit(asked, _known(known, asked, holds, today=today), is_open, now=now) for asked in asked_for]


def _admit(asked: Asked, access: PlanAccess | None, is_open: Callable[[int], bool], *, now: datetime) -> Entry | None:
    text = _find(access, asked) if access else None
    if access is None or text is None or not may_hear_text(access, text.code, text.facts, text.author_role):
        return None
    live = text.live or _make_live(access, text, now=now)
    place = TextPlace(live, access.plan.circle_id, text.code, text.uid)
    name = "" if access.circle.is_family else asked.user.get_short_name()
    limit = WORDS_LIMIT if text.uid else NARRATIVE_LIMIT
    admission = Admission(place, access.person, access.role, name, _may_write(access, text), _ledger(access), limit)
    try:
        return Entry(admission, None if is_open(live) else read_stored(live))
    except Gone:
        log.error("the log of live text %s has a gap", live)
        return None


def _known(known: dict[tuple[str, int, str], PlanAccess | None], asked: Asked, holds: Holds, *, today: date) -> PlanAccess | None:
    """Ask who somebody is in a plan, once for all that they ask for at this moment."""
    key = (asked.session_key, asked.user.pk, asked.reference)
    if key not in known:
        known[key] = _access(asked, holds, today=today)
    return known[key]


def ask_again(listed: Iterable[tuple[Asked, TextPlace]], holds: Holds, *, today: date) -> list[tuple[bool, int] | None]:
    """Ask for many open sockets whether they may write, and at which number of the ledger that was asked; None for whoever may not even hear.

    Once a person, session and plan, and one query for the items of each plan: many open texts of one person are one question.
    """
    known: dict[tuple[str, int, str], PlanAccess | None] = {}
    items: dict[tuple[int, int], Mapping[UUID, _Text]] = {}
    answers: list[tuple[bool, int] | None] = []
    asked_for = list(listed)
    for asked, place in asked_for:
        access = _known(known, asked, holds, today=today)
        if access is None:
            answers.append(None)
            continue
        text: _Text | None = _Text(place.code, 0)
        if place.item is not None:
            of_plan = (place.circle, access.person)
            if of_plan not in items:
                items[of_plan] = _items(access, {other.item for _, other in asked_for if other.item and other.circle == place.circle})
            text = items[of_plan].get(place.item)
        hears = text is not None and may_hear_text(access, text.code, text.facts, text.author_role)
        answers.append((_may_write(access, text), _ledger(access)) if text and hears else None)
    return answers


def _access(asked: Asked, holds: Holds, *, today: date) -> PlanAccess | None:
    if not holds(asked.session_key, asked.user.pk):
        return None
    try:
        return open_plan(asked.user, asked.reference, today=today)
    except NotFound:
        return None


def _find(access: PlanAccess, asked: Asked) -> _Text | None:
    if asked.item is not None:
        return _items(access, {asked.item}).get(asked.item)
    if asked.code not in Code.__members__:
        return None
    rows = Section.objects.filter(plan=access.plan, type__code=asked.code)
    section = rows.values_list("pk", flat=True).first()
    if section is None:
        return None
    live = LiveText.objects.filter(section=section, item=None).values_list("pk", flat=True).first()
    return _Text(Code(asked.code), section, live=live)


def _items(access: PlanAccess, uids: set[UUID]) -> dict[UUID, _Text]:
    specs = [kind.value for kind in SPECS]
    rows = Item.objects.filter(plan=access.plan, uid__in=uids).exclude(state=Item.State.RETIRED)
    return {item.uid: _text_of(item) for item in rows.select_related("section", "live_text", *specs)}


def _text_of(item: Item) -> _Text:
    live = getattr(item, "live_text", None)
    code = Code(item.section.code)
    return _Text(code, item.section_id, item.pk, item.uid, facts_of(item), item.author_role, live.pk if live else None)


def _may_write(access: PlanAccess, text: _Text) -> bool:
    return bool(may_write_text(access, text.code, text.facts))


def _ledger(access: PlanAccess) -> int:
    return access.circle.circle.ledger_number


@transaction.atomic
def _make_live(access: PlanAccess, text: _Text, *, now: datetime) -> int:
    """Begin the log of a text with the words that stand, read again under the lock of the circle."""
    ledger.lock(access.plan.circle_id)
    section = Section.objects.get(pk=text.section)
    item = Item.objects.get(pk=text.item) if text.item else None
    return text_of(section, item, now=now).pk
