"""Put threads into the words that a page prints, each as one person may read it. No query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from comments.access import Audience, ThreadFacts, Where, facts_of_thread, may_answer, may_close, may_still_edit, narrower
from comments.models import Comment, Thread, Turn
from comments.people import People, is_named_to, listed, readers_of
from comments.quoting import is_same
from comments.strands import is_apart
from permissions.clock import LONDON
from permissions.vocabulary import ROLE_NAMES, Code, Role
from plans.access import PlanAccess, When
from plans.models import Item, PlanVersion
from plans.queries.facts import title_said
from plans.queries.items import plan_url, section_said
from plans.rendering import first_sentence
from plans.saying import day_in_london, in_london, long_date, start_of_day

NO_TIME = datetime.max.replace(tzinfo=LONDON)


@dataclass(frozen=True)
class CommentView:
    """One comment as this person reads it; `when` and `iso` are empty where the hour is nobody's business.

    `withdrawn` is the trace of one that was withdrawn, which has no words any more; `called` names who was called into it, of those who may be named here.
    """

    uid: UUID
    who: str
    role: str
    when: str
    iso: str
    text: str
    is_own: bool
    is_new: bool = False
    is_edited: bool = False
    withdrawn: str = ""
    called: tuple[str, ...] = ()
    may_edit: bool = False
    may_withdraw: bool = False


@dataclass(frozen=True)
class About:
    """What a thread is about, beside its section: an item, a passage, a version; what does not apply is empty.

    `quote` is the passage as it was, `now` as it reads today where that differs; `is_earlier`: it stands there no more. `note` says that the item has gone.
    """

    place: str
    url: str
    item: str = ""
    note: str = ""
    version: str = ""
    quote: str = ""
    now: str = ""
    is_earlier: bool = False
    stood_at: str = ""


@dataclass(frozen=True)
class ThreadView:
    """One conversation as this person reads it; `audience` says first who else does.

    `status_words` say who last turned it ("Answered by Lena Novak"), `status_when` when, within what this person may know. `key` and `newest` are the numbers
    of the thread and of the newest comment shown, for the mark of what was read; they are on no page.
    """

    uid: UUID
    audience: str
    is_private: bool
    may_answer: bool
    is_own: bool
    comments: tuple[CommentView, ...]
    code: Where
    about: About
    kind: str
    kind_words: str
    status: str
    status_words: str
    status_when: str
    is_closable: bool
    is_narrowable: bool
    unread: int
    key: int
    newest: int
    is_unmarked: bool
    place_in_list: tuple[bool, datetime, int, str]
    place_by_news: tuple[bool, datetime, int, str]
    facts: ThreadFacts


@dataclass(frozen=True)
class Loaded:
    """A thread with what of it one person may read: never what the other parent's supporter said or did (design, invariant 11)."""

    row: Thread
    comments: tuple[Comment, ...]
    turns: tuple[Turn, ...]
    called: Mapping[int, tuple[int, ...]]
    read_to: int


@dataclass(frozen=True)
class Around:
    """What is read once for all threads of a page: the versions that this person sees, newest first, and how items stood before they were taken out."""

    versions: tuple[PlanVersion, ...] = ()
    stood: Mapping[int | None, str] = field(default_factory=dict)


def is_hidden(access: PlanAccess, row: Comment | Turn) -> bool:
    """Say whether a comment or a turn is not there for this person: what the other parent's supporter did would tell who supports the other."""
    actor, role = (row.author_id, row.author_role) if isinstance(row, Comment) else (row.by_id, row.role)
    if role != Role.SUPPORTER:
        return False
    chosen_by: int | None = row.chosen_by  # type: ignore[union-attr]
    return is_apart(access.circle, actor=actor, role=role, chosen_by=chosen_by)


def is_unread(access: PlanAccess, comment: Comment, read_to: int) -> bool:
    """Say whether a comment that this person may read is new to them.

    Invariant: what the other parent's side wrote is found, undated; it is never counted as new, which would tell when it was written.
    """
    if comment.author_id == access.person or comment.withdrawn_at is not None or comment.pk <= read_to:
        return False
    chosen_by: int | None = comment.chosen_by  # type: ignore[attr-defined]
    return not is_apart(access.circle, actor=comment.author_id, role=comment.author_role, chosen_by=chosen_by)


class ThreadWriter:
    """Write the threads of a page for one person. `now` is the moment at which the page is made (None: nothing can be changed from it)."""

    def __init__(self, access: PlanAccess, around: Around, *, people: People | None = None, now: datetime | None = None) -> None:
        self.access = access
        self.around = around
        self.people = people or {}
        self.now = now

    def view(self, loaded: Loaded) -> ThreadView:
        """Write one thread."""
        access, row, facts = self.access, loaded.row, facts_of_thread(loaded.row)
        how = access.shows_list_when(_doers(loaded))
        is_raised_in_sight = any(comment.author_id == row.opened_by_id for comment in loaded.comments)
        kind = Thread.Kind(row.kind) if is_raised_in_sight else Thread.Kind.COMMENT
        status, status_words, status_when = self._status(loaded.turns, how)
        comments = tuple(self._comment(comment, loaded, how) for comment in loaded.comments)
        is_closable = may_close(access, facts, raised_by=row.opened_by_id)
        return ThreadView(
            uid=row.uid,
            audience=audience_words(access, facts, self.people),
            is_private=row.audience == Audience.PERSON,
            may_answer=may_answer(access, facts),
            is_own=row.opened_by_id == access.person,
            comments=comments,
            code=facts.code,
            about=self._about(row, how if is_raised_in_sight else When.NEVER),
            kind=kind.value,
            kind_words=kind.label,
            status=status,
            status_words=status_words,
            status_when=status_when,
            is_closable=is_closable,
            is_narrowable=is_closable and bool(narrower(access, facts)),
            unread=sum(comment.is_new for comment in comments),
            key=row.pk,
            newest=loaded.comments[-1].pk,
            is_unmarked=loaded.comments[-1].pk > loaded.read_to,
            place_in_list=_place(access.shows_when(loaded.comments[0].author_id, loaded.comments[0].author_role), loaded.comments[0]),
            place_by_news=_place(how, loaded.comments[-1]),
            facts=facts,
        )

    def _comment(self, comment: Comment, loaded: Loaded, how: When) -> CommentView:
        is_own = comment.author_id == self.access.person
        who, role = ("You", "") if is_own else (comment.author.name, ROLE_NAMES[Role(comment.author_role)])
        when, iso = said_when(comment.at, how)
        is_there = comment.withdrawn_at is None
        called = [self.people[one] for one in loaded.called.get(comment.pk, ()) if self._may_be_called(one)] if is_there else []
        is_open = is_own and is_there and self.now is not None
        return CommentView(
            uid=comment.uid,
            who=who,
            role=role,
            when=when,
            iso=iso,
            text=comment.text if is_there else "",
            is_own=is_own,
            is_new=is_unread(self.access, comment, loaded.read_to),
            is_edited=is_there and comment.edited_at is not None,
            withdrawn="" if is_there else _withdrawn(comment, who, how),
            called=tuple(around.name for around in called),
            may_edit=is_open and may_still_edit(comment, now=self.now) and may_answer(self.access, facts_of_thread(loaded.row)),  # type: ignore[arg-type]
            may_withdraw=is_open,
        )

    def _may_be_called(self, person: int) -> bool:
        return person in self.people and is_named_to(self.access, person, self.people[person])

    def _status(self, turns: tuple[Turn, ...], how: When) -> tuple[str, str, str]:
        """Say where a thread stands, by the turns that this person may know of."""
        if not turns:
            return Thread.Status.OPEN.value, "Open", ""
        last, before = turns[-1], turns[-2].status if len(turns) > 1 else Thread.Status.OPEN.value
        if last.status == Thread.Status.OPEN and before != Thread.Status.RESOLVED:
            return last.status, "Open", ""
        who = "you" if last.by_id == self.access.person else f"{last.by.name}, {ROLE_NAMES[Role(last.role)]}"
        did = {"open": "Opened again by", "answered": "Answered by", "resolved": "Settled by"}[last.status]
        return last.status, f"{did} {who}", said_when(last.at, how)[0]

    def _about(self, row: Thread, how: When) -> About:
        base = plan_url(self.access)
        section = section_said(row.section.code) if row.section else ""
        version = self._version(row.version_id)
        home = f"{base}versions/{version.uid}/" if version else f"{base}sections/{row.section.code}/" if row.section else base
        item, note = self._item(row)
        is_gone = bool(note)
        quote = "" if row.quote and self._is_kept_back(row) else row.quote
        passage = _passage(row) if quote and not is_gone else ""
        return About(
            place=section or "The whole version",
            url=f"{home}#item-{row.item.uid}"
            if row.item and not is_gone
            else f"{home}#section-{row.section.code}"
            if version and row.section
            else home,
            item=item,
            note=note,
            version=_named(version) if version else "",
            quote=quote,
            now=passage if passage and not is_same(passage, quote) else "",
            is_earlier=bool(quote) and not row.version_id and not passage,
            stood_at=self._stood_at(row, how),
        )

    def _item(self, row: Thread) -> tuple[str, str]:
        """Name the item, and say where it has gone if it has: its author may keep to themselves again what was put forward."""
        if row.item is None:
            return "", ""
        if self._is_kept_back(row):
            return "", "This was about something that its author keeps to themselves now."
        note = "This has been taken out of the plan." if row.item.state == Item.State.RETIRED else ""
        return title_said(row.item) or first_sentence(row.item.text)[0], note

    def _is_kept_back(self, row: Thread) -> bool:
        item = row.item
        if item is None or item.author_id == self.access.person:
            return False
        state = self.around.stood.get(item.pk, Item.State.KEPT) if item.state == Item.State.RETIRED else item.state
        return state != Item.State.PUT_FORWARD

    def _version(self, key: int | None) -> PlanVersion | None:
        return next((version for version in self.around.versions if version.pk == key), None)

    def _stood_at(self, row: Thread, how: When) -> str:
        """Name the newest version that this person sees of those that there were; nothing where it would tell when another parent wrote."""
        if row.stood_at is None or how is When.NEVER or row.version_id is not None:
            return ""
        newest = next((version for version in self.around.versions if version.number <= row.stood_at.number), None)
        return f"Said when {_named(newest)} was the newest version" if newest else ""


def _doers(loaded: Loaded) -> Iterable[tuple[int, str]]:
    yield from ((comment.author_id, comment.author_role) for comment in loaded.comments)
    yield from ((turn.by_id, turn.role) for turn in loaded.turns)


def _named(version: PlanVersion) -> str:
    return f"{PlanVersion.Kind(version.kind).label} {version.kind_number}"


def _passage(row: Thread) -> str:
    """Read the passage of a thread as it stands in the plan today; "" where it has gone."""
    if row.anchor is None or row.section is None:
        return ""
    return row.anchor.passage_in(row.item.text if row.item else row.section.narrative)


def _withdrawn(comment: Comment, who: str, how: When) -> str:
    on = f" on {day_in_london(comment.withdrawn_at)}" if comment.withdrawn_at and how is not When.NEVER else ""
    return f"{who} withdrew this{on}."


def said_when(at: datetime, how: When) -> tuple[str, str]:
    """Say when something was done, as exactly as this person may know: in words, and for machines."""
    if how is When.NEVER:
        return "", ""
    local = at.astimezone(LONDON)
    if how is When.DAY:
        return long_date(local.date()), local.date().isoformat()
    return in_london(at), local.isoformat(timespec="minutes")


def _place(how: When, comment: Comment) -> tuple[bool, datetime, int, str]:
    """Say where a thread stands among the others, told by no more of its time than this person may know: by the day, or behind them in no order of time."""
    uid = str(comment.thread.uid)
    if how is When.NEVER:
        return (True, NO_TIME, 0, uid)
    if how is When.DAY:
        return (False, start_of_day(comment.at), 0, uid)
    return (False, comment.at, comment.thread_id, "")


def audience_words(access: PlanAccess, facts: ThreadFacts, people: People) -> str:
    """Say who can see a thread, to somebody who does."""
    if facts.audience == Audience.EVERYONE:
        return "Everyone who may see this section" if facts.code else "Everyone who may see this version"
    if facts.audience == Audience.PROFESSIONALS:
        return "Professionals and the council can see this, the family can’t"
    if facts.audience == Audience.COUNCIL:
        return "Only the council’s team can see this"
    others = readers_of(facts, people, but=access.person) or _without_names(access, facts)
    return f"You and {listed(others)} can see this"


def _without_names(access: PlanAccess, facts: ThreadFacts) -> tuple[str, ...]:
    return ("the EHC coordinator",) if facts.person == access.person else ("one person of the family",)


def place_said(code: Code | None) -> str:
    """Name the place of a thread in a list."""
    return section_said(code) if code else "Whole versions"
