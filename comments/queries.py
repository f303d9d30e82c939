"""Read the threads of a plan, for one person."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import BigIntegerField, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from comments.access import EVERYWHERE, ThreadFacts, Where, facts_of_thread, hears_talk, readable
from comments.models import Comment, Mention, ReadMark, Thread, Turn
from comments.people import People
from comments.showing import Around, Loaded, ThreadView, ThreadWriter, is_hidden, is_unread, place_said
from comments.strands import chooser_of, parents_of
from permissions.access import NOTHING_HERE
from permissions.refusals import NotFound
from permissions.vocabulary import CODES, Code
from plans.access import PlanAccess
from plans.models import SPECS, Item, PlanVersion, Wording
from plans.record.project import kinds_seen
from plans.saying import count


@dataclass(frozen=True)
class PlacedThread:
    """A thread in a list of the whole plan: `place` names its section with the letter, or says that it is about a whole version."""

    code: Where
    place: str
    thread: ThreadView


@dataclass(frozen=True)
class Counted:
    """How many threads of a section this person reads, and how many comments in them are new to them."""

    threads: int
    unread: int

    @property
    def words(self) -> str:
        """Say it: "3 conversations, 1 new"."""
        new = f", {self.unread} new" if self.unread else ""
        return f"{count(self.threads, 'conversation', 'conversations')}{new}"


def section_threads(access: PlanAccess, code: Code, people: People | None = None, *, now: datetime | None = None) -> tuple[ThreadView, ...]:
    """List the threads beside a section as it stands that this person reads, oldest first. Five queries; with `people` they are named."""
    if not hears_talk(access, code):
        return ()
    return _in_order(_views(access, codes=[code], where={"version": None}, people=people, now=now))


def version_threads(
    access: PlanAccess, version: UUID, people: People | None = None, *, now: datetime | None = None
) -> tuple[ThreadView, ...]:
    """List the threads about a version that this person reads, oldest first. Five queries."""
    return _in_order(_views(access, codes=EVERYWHERE, where={"version__uid": version}, people=people, now=now))


def plan_talk(
    access: PlanAccess, *, audiences: Iterable[str] | None = None, people: People | None = None, now: datetime | None = None
) -> tuple[PlacedThread, ...]:
    """List all threads of a plan that this person reads, by section, oldest first; of some `audiences` only, where they are named. Five queries."""
    where = {} if audiences is None else {"audience__in": list(audiences)}
    views = _in_order(_views(access, codes=EVERYWHERE, where=where, people=people, now=now))
    places = {code: place for place, code in enumerate(EVERYWHERE)}
    placed = sorted(views, key=lambda view: places[view.code])
    return tuple(PlacedThread(view.code, place_said(view.code), view) for view in placed)


def threads_named(
    access: PlanAccess, uids: Iterable[UUID], people: People | None = None, *, now: datetime | None = None
) -> tuple[ThreadView, ...]:
    """Read those of these threads that this person reads. Five queries."""
    return _in_order(_views(access, codes=EVERYWHERE, where={"uid__in": list(uids)}, people=people, now=now))


def thread_counts(access: PlanAccess) -> dict[Code, Counted]:
    """Count the threads of every section as it stands, of those that this person reads and nothing else. One query."""
    threads: dict[Code, set[int]] = {}
    unread: Counter[Code] = Counter()
    said = (
        _said(access, codes=CODES, where={"version": None}).annotate(read_to=_read_to(access, "thread")).select_related("thread__section")
    )
    for comment in said.defer("text"):
        section = comment.thread.section
        if section is not None and not is_hidden(access, comment):
            threads.setdefault(section.code, set()).add(comment.thread_id)
            unread[section.code] += is_unread(access, comment, comment.read_to)
    return {code: Counted(len(found), unread[code]) for code, found in threads.items()}


def count_words(access: PlanAccess) -> dict[Code, str]:
    """Say of every section with talk in it how much there is: "3 conversations, 1 new". One query."""
    return {code: counted.words for code, counted in thread_counts(access).items()}


def find_thread(access: PlanAccess, uid: UUID) -> Thread:
    """Find a thread that this person reads, with its section and version; NotFound for any other. One query."""
    row = Thread.objects.filter(readable(access), uid=uid).select_related("section", "version", "item").first()
    if row is None:
        raise NotFound(NOTHING_HERE)
    return row


def speakers(access: PlanAccess, row: Thread) -> frozenset[int]:
    """Name everybody who said something in a thread, as far as it is there for this person. One query."""
    said = Comment.objects.filter(thread=row).annotate(chosen_by=_chooser(access, "author"))
    return frozenset(comment.author_id for comment in said if not is_hidden(access, comment))


def facts_named(access: PlanAccess, uids: Iterable[UUID | None]) -> dict[UUID, ThreadFacts]:
    """Give what decides who reads these threads of the plan. One query."""
    rows = Thread.objects.filter(uid__in=set(uids), circle=access.plan.circle_id).select_related("section", "version")
    return {row.uid: facts_of_thread(row) for row in rows}


def _in_order(views: Iterable[ThreadView]) -> tuple[ThreadView, ...]:
    return tuple(sorted(views, key=lambda view: view.place_in_list))


def _views(
    access: PlanAccess, *, codes: Iterable[Where], where: dict[str, Any], people: People | None, now: datetime | None
) -> list[ThreadView]:
    loaded = _load(access, codes, where)
    writer = ThreadWriter(access, _around(access, loaded), people=people, now=now)
    return [writer.view(one) for one in loaded]


def _load(access: PlanAccess, codes: Iterable[Where], where: dict[str, Any]) -> list[Loaded]:
    """Read the threads with everything in them that this person may read; one in which nothing is left is not there. Four queries."""
    codes = tuple(codes)
    specs = [f"item__{kind.value}" for kind in SPECS]
    rows = Thread.objects.filter(readable(access, codes=codes), **where).annotate(read_to=_read_to(access, "pk"))
    rows = rows.select_related("section", "item", *specs, "anchor", "version", "stood_at")
    said = _said(access, codes=codes, where=where).select_related("author", "thread").order_by("thread_id", "at", "pk")
    turned = _of_threads(Turn.objects.all(), access, codes, where, "thread__").annotate(chosen_by=_chooser(access, "by"))
    turned = turned.select_related("by").order_by("thread_id", "at", "pk")
    called = _of_threads(Mention.objects.all(), access, codes, where, "comment__thread__").order_by("pk")
    comments = _by_thread(comment for comment in said if not is_hidden(access, comment))
    turns = _by_thread(turn for turn in turned if not is_hidden(access, turn))
    named: dict[int, tuple[int, ...]] = {}
    for comment, person in called.values_list("comment_id", "person_id"):
        named[comment] = (*named.get(comment, ()), person)
    return [Loaded(row, comments[row.pk], turns.get(row.pk, ()), named, row.read_to) for row in rows if row.pk in comments]


Said = TypeVar("Said", Comment, Turn)
Row = TypeVar("Row", Comment, Turn, Mention)


def _by_thread(rows: Iterable[Said]) -> dict[int, tuple[Said, ...]]:
    return {thread: tuple(found) for thread, found in groupby(rows, key=lambda row: row.thread_id)}


def _around(access: PlanAccess, loaded: list[Loaded]) -> Around:
    """Read once what the threads speak of: the versions that this person sees, and how items stood that were taken out since. One query, or two."""
    versions = PlanVersion.objects.filter(plan=access.plan, kind__in=kinds_seen(access)).defer("manifest").order_by("-number")
    retired = [one.row.item_id for one in loaded if one.row.item and one.row.item.state == Item.State.RETIRED]
    stood = Wording.objects.filter(item__in=retired).exclude(state=Item.State.RETIRED).order_by("at", "pk") if retired else None
    return Around(tuple(versions), dict(stood.values_list("item_id", "state")) if stood is not None else {})


def _said(access: PlanAccess, *, codes: Iterable[Where], where: dict[str, Any]) -> QuerySet[Comment]:
    """Read the comments of the threads that this person reads; for a parent's side with who chose a supporter."""
    return _of_threads(Comment.objects.all(), access, codes, where, "thread__").annotate(chosen_by=_chooser(access, "author"))


def _of_threads(rows: QuerySet[Row], access: PlanAccess, codes: Iterable[Where], where: dict[str, Any], prefix: str) -> QuerySet[Row]:
    narrowed = Q(**{f"{prefix}{name}": value for name, value in where.items()})
    return rows.filter(readable(access, codes=codes, prefix=prefix) & narrowed)


def _chooser(access: PlanAccess, person_column: str) -> Subquery | Value:
    if parents_of(access.circle):
        return chooser_of(person_column, access.plan.circle_id)
    return Value(None, output_field=IntegerField())


def _read_to(access: PlanAccess, thread: str) -> Coalesce:
    marks = ReadMark.objects.filter(person=access.person, thread=OuterRef(thread))
    return Coalesce(Subquery(marks.values("comment_id")[:1]), 0, output_field=BigIntegerField())
