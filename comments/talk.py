"""Put together what stands beside a section or about a version: its threads with a form under each, and the form that opens one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.http import QueryDict

from comments.access import Audience, ThreadFacts, require_opening, require_raiser
from comments.forms import Choice, CommentForm, Offered, OpenThreadForm, audience_choices, choice_of, choice_with
from comments.models import Thread
from comments.narrowing import narrower_choices
from comments.people import People, named_readers, people_around
from comments.queries import find_thread, section_threads, threads_named, version_threads
from comments.showing import CommentView, ThreadView
from permissions.access import NOTHING_HERE
from permissions.refusals import NotFound
from permissions.vocabulary import Code
from plans.access import PlanAccess, facts_of
from plans.models import Item, PlanVersion
from plans.queries.items import ItemWriter, VisibleItems, plan_url, rows_with_specs, section_said
from plans.queries.versions import VersionPage, VersionRow, read_version

Titles = tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class Spoken:
    """One thread, and the form to answer in it (None where this person does not)."""

    thread: ThreadView
    form: CommentForm | None
    is_open: bool


@dataclass(frozen=True)
class Talk:
    """The input of templates/comments/threads.html: what stands beside one section, or about one version, for one person.

    `action` is where the form that opens a thread is sent; `resolved` are the threads that were resolved, apart from the others.
    """

    reference: str
    key: str
    region: str
    action: str
    threads: tuple[Spoken, ...]
    resolved: tuple[Spoken, ...]
    form: OpenThreadForm | None
    all_url: str
    is_of_version: bool = False

    @property
    def views(self) -> tuple[ThreadView, ...]:
        """Give all the threads that are shown."""
        return tuple(one.thread for one in (*self.threads, *self.resolved))

    @property
    def unread(self) -> int:
        """Count the comments that are new to this person."""
        return sum(view.unread for view in self.views)

    @property
    def number(self) -> int:
        """Count the threads."""
        return len(self.threads) + len(self.resolved)


def region_of(code: Code) -> str:
    """Name the part of the page that holds the threads of a section."""
    return f"threads-{code}"


def region_of_thread(uid: UUID) -> str:
    """Name the part of a page that holds one thread."""
    return f"thread-{uid}"


def talk_beside(
    access: PlanAccess, code: Code, *, now: datetime, bound: CommentForm | None = None, about: str = "", titles: Titles | None = None
) -> Talk:
    """Read the talk beside a section; `bound` is the form that came back with errors, `about` the item that stands chosen. At most nine queries."""
    people = people_around(access)
    offered = offered_beside(access, code, people, titles=titles, about=about)
    threads = section_threads(access, code, people, now=now)
    return _talk(access, str(code), f"sections/{code}/comments/", offered, threads, people, bound, region_of(code))


def talk_about(
    access: PlanAccess,
    version: VersionRow,
    *,
    titles: Mapping[Code, Titles],
    now: datetime,
    bound: CommentForm | None = None,
    about: str = "",
) -> Talk:
    """Read the talk about a version that this person sees; `titles` are those of its items. At most nine queries."""
    people = people_around(access)
    offered = offered_about(access, version, people, titles=titles, about=about)
    threads = version_threads(access, version.uid, people, now=now)
    talk = _talk(access, "version", f"versions/{version.uid}/comments/", offered, threads, people, bound, f"threads-{version.uid}")
    return replace(talk, is_of_version=True)


def _talk(
    access: PlanAccess,
    key: str,
    action: str,
    offered: Offered,
    threads: tuple[ThreadView, ...],
    people: People,
    bound: CommentForm | None,
    region: str,
) -> Talk:
    form = bound if isinstance(bound, OpenThreadForm) else OpenThreadForm(offered=offered)
    spoke = [spoken(access, thread, people, bound) for thread in threads]
    return Talk(
        reference=access.circle.circle.shown_reference,
        key=key,
        region=region,
        action=f"{plan_url(access)}{action}",
        threads=tuple(one for one in spoke if one.thread.status != Thread.Status.RESOLVED),
        resolved=tuple(one for one in spoke if one.thread.status == Thread.Status.RESOLVED),
        form=form if offered.choices else None,
        all_url=f"{plan_url(access)}talk/",
    )


def spoken(access: PlanAccess, thread: ThreadView, people: People, bound: CommentForm | None = None) -> Spoken:
    """Give a thread with the form to answer in it. No query."""
    if not thread.may_answer:
        return Spoken(thread, None, is_open=False)
    if bound is not None and bound.key == str(thread.uid):
        return Spoken(thread, bound, is_open=True)
    return Spoken(thread, CommentForm(key=str(thread.uid), callable=named_readers(access, thread.facts, people)), is_open=False)


def offered_beside(access: PlanAccess, code: Code, people: People, *, titles: Titles | None = None, about: str = "") -> Offered:
    """Say what somebody may choose who opens a thread beside a section. One query where the titles of its items are not known."""
    choices = audience_choices(access, code, people)
    items = (titles_of(access, code) if titles is None else titles) if choices else ()
    listed = tuple((str(uid), title) for uid, title in items)
    return Offered(
        place=f"{access.circle.circle.shown_reference}-{code}",
        choices=choices,
        parts=listed,
        callable=named_readers(access, ThreadFacts(code, Audience.EVERYONE), people),
        about=about if about in dict(listed) else "",
    )


def offered_about(access: PlanAccess, version: VersionRow, people: People, *, titles: Mapping[Code, Titles], about: str = "") -> Offered:
    """Say what somebody may choose who opens a thread about a version: the whole, one of its sections, or one of its items. No query."""
    parts = [part for code, found in titles.items() for part in _parts_of(code, found)]
    return Offered(
        place=f"{access.circle.circle.shown_reference}-{version.uid}",
        choices=audience_choices(access, None, people, version_kind=version.kind),
        label="Start a conversation about this version",
        whole="The whole version",
        parts=tuple(parts),
        callable=named_readers(access, ThreadFacts(None, Audience.EVERYONE, version_kind=version.kind), people),
        about=about if about in dict(parts) else "",
    )


def _parts_of(code: Code, titles: Titles) -> tuple[tuple[str, str], ...]:
    return ((str(code), section_said(code)), *((f"{code}:{uid}", f"{section_said(code)}: {title}") for uid, title in titles))


def titles_of(access: PlanAccess, code: Code) -> Titles:
    """Name the items of a section that this person sees and others may speak about. One query."""
    rows = rows_with_specs(Item.objects.filter(plan=access.plan, section__type__code=code, state=Item.State.PUT_FORWARD)).order_by(
        "position", "pk"
    )
    seen = tuple(row for row in rows if access.sees_item(code, facts_of(row)))
    writer = ItemWriter(access, VisibleItems(seen, ()))
    return tuple((row.uid, writer.strand(row).words) for row in seen)


def opening_form(access: PlanAccess, code: Code, data: QueryDict) -> OpenThreadForm:
    """Read a posted form beside a section. Four queries."""
    return OpenThreadForm(data, offered=offered_beside(access, code, people_around(access)))


def version_form(access: PlanAccess, uid: UUID, data: QueryDict) -> OpenThreadForm:
    """Read a posted form about a version; NotFound for one that this person does not see, refused where they speak of none. Six queries."""
    page = read_version(access, uid)
    first = Audience.COUNCIL if page.row.kind == PlanVersion.Kind.WORKING else Audience.EVERYONE
    require_opening(access, None, first, version_kind=page.row.kind)
    return OpenThreadForm(data, offered=offered_about(access, page.row, people_around(access), titles=version_titles(page)))


def version_titles(page: VersionPage) -> Mapping[Code, Titles]:
    """Name the items of a version as it is read, by section."""
    return {section.code: tuple((item.uid, item.title) for item in section.items) for section in page.sections}


def answering_form(access: PlanAccess, uid: UUID, data: QueryDict) -> CommentForm:
    """Read a posted answer. Three queries where somebody is to be told, otherwise none."""
    callable_ = {}
    if data.getlist("calls"):
        facts = threads_named(access, [uid])
        callable_ = named_readers(access, facts[0].facts, people_around(access)) if facts else {}
    return CommentForm(data, key=str(uid), callable=callable_)


@dataclass(frozen=True)
class OneThread:
    """A page about one thread: narrowing who may see it."""

    thread: ThreadView
    choices: tuple[Choice, ...]
    back_url: str


@dataclass(frozen=True)
class OneComment:
    """A page about one's own comment: changing or withdrawing it."""

    thread: ThreadView
    comment: CommentView
    back_url: str


def thread_to_narrow(access: PlanAccess, uid: UUID, *, now: datetime) -> OneThread:
    """Read what is asked before a thread is narrowed; NotFound for one that this person does not read, refused to whoever did not raise it."""
    row = find_thread(access, uid)
    people = people_around(access)
    view = _one(access, uid, people, now)
    require_raiser(access, view.facts, raised_by=row.opened_by_id)
    smaller = narrower_choices(access, row, view.facts, people)
    choices = tuple(
        choice_with(people[one.person]) if one.person and one.person_uid else choice_of(access, one.facts, people) for one in smaller
    )
    return OneThread(view, choices, place_of(view))


def own_comment(access: PlanAccess, uid: UUID, *, now: datetime) -> OneComment:
    """Read one's own comment; NotFound for anybody else's, and for one in a thread that this person does not read any more."""
    thread = (
        Thread.objects.filter(comments__uid=uid, comments__author=access.person, circle=access.plan.circle_id)
        .values_list("uid", flat=True)
        .first()
    )
    if thread is None:
        raise NotFound(NOTHING_HERE)
    view = _one(access, thread, people_around(access), now)
    comment = next(one for one in view.comments if one.uid == uid)
    return OneComment(view, comment, place_of(view))


def _one(access: PlanAccess, uid: UUID, people: People, now: datetime) -> ThreadView:
    found = threads_named(access, [uid], people, now=now)
    if not found:
        raise NotFound(NOTHING_HERE)
    return found[0]


def place_of(view: ThreadView) -> str:
    """Give the address at which a thread stands on its page."""
    return f"{view.about.url.partition('#')[0]}#thread-{view.uid}"


def home_of(row: Thread, reference: str) -> str:
    """Give the address at which a thread stands, by its row."""
    base = f"/plans/{reference}/"
    home = f"versions/{row.version.uid}/" if row.version else f"sections/{row.section.code}/" if row.section else ""
    return f"{base}{home}#thread-{row.uid}"
