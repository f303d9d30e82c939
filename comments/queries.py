"""Read the threads beside a section, for one person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import IntegerField, QuerySet, Value

from comments.access import Audience, ThreadFacts, hears_talk, may_answer, readable
from comments.models import Comment, Thread
from comments.people import Around, readers_of
from comments.strands import chooser_of, is_apart, parents_of
from permissions.access import NOTHING_HERE
from permissions.clock import LONDON
from permissions.refusals import NotFound
from permissions.vocabulary import CODES, ROLE_NAMES, Code, Role
from plans.access import PlanAccess, When
from plans.saying import in_london, long_date, start_of_day


@dataclass(frozen=True)
class CommentView:
    """One comment as this person reads it; `when` and `iso` are empty where the hour is nobody's business."""

    uid: UUID
    who: str
    role: str
    when: str
    iso: str
    text: str
    is_own: bool


@dataclass(frozen=True)
class ThreadView:
    """One conversation as this person reads it; `audience` says first who else does."""

    uid: UUID
    audience: str
    is_private: bool
    may_answer: bool
    is_own: bool
    comments: tuple[CommentView, ...]


def section_threads(access: PlanAccess, code: Code, people: Mapping[int, Around] | None = None) -> tuple[ThreadView, ...]:
    """List the threads beside a section that this person reads, oldest first. Two queries; with `people` a private thread names who reads it."""
    if not hears_talk(access, code):
        return ()
    rows = Thread.objects.filter(readable(access, codes=[code])).order_by("opened_at", "pk")
    said = _said(access, [code]).select_related("author", "thread").order_by("thread__opened_at", "thread_id", "at", "pk")
    by_thread = {thread: _shown(access, comments) for thread, comments in groupby(said, key=lambda comment: comment.thread_id)}
    listed = sorted((row for row in rows if by_thread.get(row.pk)), key=lambda row: _place(access, by_thread[row.pk][0]))
    return tuple(_thread_view(access, row, code, _comment_views(access, by_thread[row.pk]), people or {}) for row in listed)


def thread_counts(access: PlanAccess) -> dict[Code, int]:
    """Count the threads of every section, of those that this person reads and nothing else. One query."""
    threads: dict[Code, set[int]] = {}
    for comment in _said(access, CODES).select_related("thread__section").defer("text"):
        if not _is_hidden(access, comment):
            threads.setdefault(comment.thread.section.code, set()).add(comment.thread_id)
    return {code: len(found) for code, found in threads.items()}


def code_of_thread(access: PlanAccess, uid: UUID) -> Code:
    """Find the section of a thread that this person reads; NotFound for any other."""
    code = Thread.objects.filter(readable(access), uid=uid).values_list("section__type", flat=True).first()
    if code is None:
        raise NotFound(NOTHING_HERE)
    return Code(str(code))


def _said(access: PlanAccess, codes: Iterable[Code]) -> QuerySet[Comment]:
    """Read the comments of the threads that this person reads; for a parent's side with who chose a supporter."""
    said = Comment.objects.filter(readable(access, codes=codes, prefix="thread__"))
    chooser = chooser_of("author", access.plan.circle_id) if parents_of(access.circle) else Value(None, output_field=IntegerField())
    return said.annotate(chosen_by=chooser)


def _shown(access: PlanAccess, comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """Keep the comments that one person may read.

    Invariant: what the other parent's supporter said is not there for a parent: it would tell who supports the other.
    """
    return tuple(comment for comment in comments if not _is_hidden(access, comment))


_NO_TIME = datetime.max.replace(tzinfo=LONDON)


def _place(access: PlanAccess, opening: Comment) -> tuple[bool, datetime, int, str]:
    """Say where a thread stands among the others, told by no more of its time than this person may know: by the day, or behind them in no order of time."""
    how = access.shows_when(opening.author_id, opening.author_role)
    if how is When.NEVER:
        return (True, _NO_TIME, 0, str(opening.thread.uid))
    if how is When.DAY:
        return (False, start_of_day(opening.at), 0, str(opening.thread.uid))
    return (False, opening.at, opening.thread_id, "")


def _comment_views(access: PlanAccess, comments: tuple[Comment, ...]) -> tuple[CommentView, ...]:
    """Show the comments of a thread to one person, each dated as that one of which this person may know least."""
    how = access.shows_list_when((comment.author_id, comment.author_role) for comment in comments)
    return tuple(_comment_view(access, comment, how) for comment in comments)


def _is_hidden(access: PlanAccess, comment: Comment) -> bool:
    if comment.author_role != Role.SUPPORTER:
        return False
    chosen_by: int | None = comment.chosen_by  # type: ignore[attr-defined]
    return is_apart(access.circle, actor=comment.author_id, role=comment.author_role, chosen_by=chosen_by)


def _comment_view(access: PlanAccess, comment: Comment, how: When) -> CommentView:
    is_own = comment.author_id == access.person
    who, role = ("You", "") if is_own else (comment.author.name, ROLE_NAMES[Role(comment.author_role)])
    when, iso = _when(comment, how)
    return CommentView(comment.uid, who, role, when, iso, comment.text, is_own)


def _when(comment: Comment, how: When) -> tuple[str, str]:
    """Say when a comment was written, as exactly as this person may know: in words, and for machines."""
    if how is When.NEVER:
        return "", ""
    local = comment.at.astimezone(LONDON)
    if how is When.DAY:
        return long_date(local.date()), local.date().isoformat()
    return in_london(comment.at), local.isoformat(timespec="minutes")


def _thread_view(
    access: PlanAccess, row: Thread, code: Code, comments: tuple[CommentView, ...], people: Mapping[int, Around]
) -> ThreadView:
    facts = ThreadFacts(code, row.audience, row.person_id)
    return ThreadView(
        uid=row.uid,
        audience=audience_words(access, facts, people),
        is_private=row.audience == Audience.PERSON,
        may_answer=may_answer(access, facts),
        is_own=row.opened_by_id == access.person,
        comments=comments,
    )


def audience_words(access: PlanAccess, facts: ThreadFacts, people: Mapping[int, Around]) -> str:
    """Say who can see a thread, to somebody who does."""
    if facts.audience == Audience.EVERYONE:
        return "Everyone who may see this section"
    if facts.audience == Audience.PROFESSIONALS:
        return "Professionals and the council can see this, the family can’t"
    if facts.audience == Audience.COUNCIL:
        return "Only the council’s team can see this"
    others = readers_of(facts, people, but=access.person) or _without_names(access, facts)
    return f"You and {_listed(others)} can see this"


def _without_names(access: PlanAccess, facts: ThreadFacts) -> tuple[str, ...]:
    return ("the EHC coordinator",) if facts.person == access.person else ("one person of the family",)


def _listed(names: tuple[str, ...]) -> str:
    """Name several people: "Marcus Bell", "Marcus Bell and Hana Suzuki"."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
