"""Open a thread beside a section or about a version, with its audience and its first comment."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from comments.access import Audience, ThreadFacts, reads_thread, require_opening, with_audience
from comments.actions.say import Opened, said_before, say, taken
from comments.models import QUOTE_LIMIT, Comment, Thread
from comments.quoting import Quoted, find_quote
from comments.text import fault_in, tidied
from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.models import User
from permissions.refusals import Invalid, NotFound
from permissions.vocabulary import Code
from plans.access import PlanAccess, facts_of, open_plan, open_section
from plans.livetext.log import text_of
from plans.models import SPECS, Anchor, Item, PlanVersion, Section
from plans.queries.versions import find_version, read_seen
from plans.record.project import kinds_seen

NOT_HERE = "Choose one of the people who may see this."
NOT_THIS_ITEM = "Choose something that stands in this section for others to see."
ONE_SECTION = "Choose the section in which these words stand."
TOO_LONG = f"Copy a shorter passage: {QUOTE_LIMIT:,} characters at most."


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a form asks for: the words, who may read them, and for a private thread of the coordinator's with whom (None: with oneself).

    `item` and `quote` say what in the section it is about; `before` is what stands before the quoted words, to tell two places apart. `version`: about that
    version, and not about the plan as it stands. `calls` are the people to be told.
    """

    text: str
    audience: str
    person: UUID | None = None
    post_key: UUID | None = None
    kind: str = Thread.Kind.COMMENT
    item: UUID | None = None
    quote: str = ""
    before: str = ""
    version: UUID | None = None
    calls: tuple[UUID, ...] = ()


@transaction.atomic
def open_thread(opening: Opening, *, reference: str, code: str, by: User, today: date, now: datetime) -> Comment:
    """Open a thread; the same form posted twice opens one. `code` is "" for one about the whole of a version.

    Raises NotFound for outsiders and for a version that this person does not see, NotPermitted or NotNow for whoever does not comment here (with these
    people), Invalid for bad words, for an item that is not there, or for a person who would not see the thread. The audience is never widened afterwards.
    """
    access, section = _open(reference, code, by, today)
    if before := said_before(by.pk, opening.post_key):
        return before
    version = find_version(access, opening.version) if opening.version else None
    if section is None and version is None:
        raise NotFound(NOTHING_HERE)
    quote = _quote(opening, section)
    kind = version.kind if version else ""
    facts = ThreadFacts(section.code if section else None, opening.audience, None, bool(opening.item or quote), kind)
    require_opening(access, facts.code, opening.audience, version_kind=kind, about_words=facts.about_words)
    person = _person(opening, access, facts, by, today)
    words = taken(opening.text)
    item = _item(opening.item, access, section, version) if opening.item else None
    row = Thread.objects.create(
        circle=access.circle.circle,
        section=section,
        item=item,
        anchor=_anchor(opening, section, item, now) if quote and section and version is None else None,
        quote=quote,
        version=version,
        stood_at=PlanVersion.objects.filter(plan=access.plan, kind__in=kinds_seen(access)).defer("manifest").order_by("-number").first(),
        kind=opening.kind,
        audience=opening.audience,
        person=person,
        opened_by=by,
        opened_at=now,
    )
    opened = Opened(access, access.circle.circle, row, with_audience(facts, opening.audience, person.pk if person else None))
    return say(row, words, opened=opened, calls=opening.calls, post_key=opening.post_key, now=now)


def _open(reference: str, code: str, by: User, today: date) -> tuple[PlanAccess, Section | None]:
    """Open the section, or without a code the plan, with the circle's row locked. Three queries, or four."""
    if code:
        return open_section(by, reference, code, today=today)
    ledger.lock_named(normal_reference(reference))
    return open_plan(by, reference, today=today), None


def _quote(opening: Opening, section: Section | None) -> str:
    quote = tidied(opening.quote)
    if not quote:
        return ""
    if section is None:
        raise Invalid({"about": ONE_SECTION})
    if len(quote) > QUOTE_LIMIT:
        raise Invalid({"quote": TOO_LONG})
    if fault := fault_in(quote):
        raise Invalid({"quote": fault})
    return quote


def _anchor(opening: Opening, section: Section, item: Item | None, now: datetime) -> Anchor | None:
    """Tie a passage to the place where it stands in the words as the page shows them; None where it does not stand there (any more)."""
    found = find_quote(Quoted(opening.quote, opening.before), item.text if item else section.narrative)
    if found is None:
        return None
    starts_at, ends_at = found
    return Anchor.objects.create(text=text_of(section, item, now=now), quote=tidied(opening.quote), starts_at=starts_at, ends_at=ends_at)


def _person(opening: Opening, access: PlanAccess, facts: ThreadFacts, by: User, today: date) -> User | None:
    """Find who is the one of the family in a private thread: oneself, or whom the coordinator chose, who must be here, of the family, and read it."""
    if opening.audience != Audience.PERSON:
        return None
    if access.circle.is_family:
        return by
    person = User.objects.filter(uid=opening.person).first() if opening.person else None
    if person is None or not _would_read(person, access, facts, today):
        raise Invalid({"audience": NOT_HERE})
    return person


def _would_read(person: User, access: PlanAccess, facts: ThreadFacts, today: date) -> bool:
    """Say whether somebody is of the family here and would read a private thread of theirs in this place."""
    try:
        theirs = open_plan(person, access.circle.circle.reference, today=today)
    except NotFound:
        return False
    return theirs.circle.is_family and reads_thread(theirs, with_audience(facts, Audience.PERSON, person.pk))


def _item(uid: UUID, access: PlanAccess, section: Section | None, version: PlanVersion | None) -> Item:
    """Find an item that stands in the section, or in the version, for others to see, and that this person sees; Invalid for any other."""
    rows = Item.objects.filter(uid=uid, plan=access.plan).select_related("section", *[kind.value for kind in SPECS])
    item = rows.filter(section=section).first() if section else None
    if item is None or section is None or not _is_there(item, access, section.code, version):
        raise Invalid({"about": NOT_THIS_ITEM})
    return item


def _is_there(item: Item, access: PlanAccess, code: Code, version: PlanVersion | None) -> bool:
    if version is None:
        return item.state == Item.State.PUT_FORWARD and access.sees_item(code, facts_of(item))
    seen = read_seen(access, version, version.manifest, [code])
    return code in seen and str(item.uid) in {one.record.uid for one in seen[code].items}
