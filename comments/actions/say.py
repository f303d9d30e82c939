"""What the acts of a conversation share: its words, its turns, whom they call, and the entry in the ledger; inside the caller's transaction."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from comments.access import ThreadFacts, Where, facts_of_thread, reads_thread
from comments.models import Comment, Mention, Thread, Turn
from comments.people import named_readers, people_around
from comments.text import fault_in, tidied
from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.ledger import Act
from permissions.models import Circle, User
from permissions.refusals import Invalid, NotFound
from permissions.vocabulary import CODES, Code
from plans.access import PlanAccess, open_plan

NOT_A_READER = "Somebody whom you chose would not read this. Choose again, or choose another way for who can see it."
THREAD = "thread"


@dataclass(frozen=True)
class Opened:
    """A thread that somebody reads, opened to act in it: the circle's row is locked."""

    access: PlanAccess
    circle: Circle
    row: Thread
    facts: ThreadFacts


def open_to_act(by: User, reference: str, uid: UUID, *, today: date) -> Opened:
    """Lock the circle, ask who this person is, and find the thread; NotFound for an outsider and for a thread that they do not read. Five queries."""
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(by, reference, today=today)
    row = Thread.objects.select_related("section", "version").filter(uid=uid, circle=circle).first()
    facts = facts_of_thread(row) if row else None
    if circle is None or row is None or facts is None or not reads_thread(access, facts):
        raise NotFound(NOTHING_HERE)
    return Opened(access, circle, row, facts)


def open_own_comment(by: User, reference: str, uid: UUID, *, today: date) -> tuple[Opened, Comment]:
    """Open the thread of somebody's own comment, as `open_to_act`; NotFound for anybody else's. Six queries."""
    comment = Comment.objects.select_related("thread").filter(uid=uid, author=by).first()
    opened = open_to_act(by, reference, comment.thread.uid if comment else UUID(int=0), today=today)
    return opened, Comment.objects.select_related("thread__section", "thread__version").get(uid=uid)


def taken(words: str) -> str:
    """Take the words of a comment; Invalid with a sentence where something is wrong with them."""
    words = tidied(words)
    if fault := fault_in(words):
        raise Invalid({"text": fault})
    return words


def said_before(person: int, post_key: UUID | None) -> Comment | None:
    """Find the comment that the same form made when it was posted the first time."""
    if post_key is None:
        return None
    return Comment.objects.select_related("thread__section", "thread__version").filter(author=person, post_key=post_key).first()


def say(row: Thread, words: str, *, opened: Opened, calls: Iterable[UUID] = (), post_key: UUID | None, now: datetime) -> Comment:
    """Append the comment, call whom it calls, and write it down."""
    access = opened.access
    comment = Comment.objects.create(thread=row, author_id=access.person, author_role=access.role, text=words, at=now, post_key=post_key)
    call(comment, opened, calls)
    note(opened, "comment", now=now)
    return comment


def call(comment: Comment, opened: Opened, chosen: Iterable[UUID]) -> None:
    """Call people into a comment: those chosen, and those whose full name stands behind an @ in the words.

    Invariant: only who reads the thread is called, and only who may be named to whoever writes. No query where nobody is called.
    """
    wanted = set(chosen)
    if not wanted and "@" not in comment.text:
        return
    readers = named_readers(opened.access, opened.facts, people_around(opened.access))
    if wanted - {around.uid for around in readers.values()}:
        raise Invalid({"calls": NOT_A_READER})
    called = [person for person, around in readers.items() if around.uid in wanted or _is_typed(around.name, comment.text)]
    Mention.objects.bulk_create([Mention(comment=comment, person_id=person) for person in called], ignore_conflicts=True)


def _is_typed(name: str, words: str) -> bool:
    return re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", words, re.IGNORECASE) is not None


def turn(opened: Opened, status: str, *, now: datetime) -> None:
    """Turn a thread to a status, with who turned it and when. Two queries."""
    Turn.objects.create(thread=opened.row, status=status, by_id=opened.access.person, role=opened.access.role, at=now)
    Thread.objects.filter(pk=opened.row.pk).update(status=status)


def note(opened: Opened, verb: str, *, kind: str = THREAD, now: datetime) -> None:
    """Write an act in a thread into the ledger, with the sections in which it is heard of."""
    access = opened.access
    act = Act(
        actor=access.person,
        role=access.role,
        verb=verb,
        sections=sections_of(opened.facts.code),
        object_kind=kind,
        object_uid=opened.row.uid,
    )
    ledger.record(act, circle=opened.circle, now=now)


def sections_of(code: Where) -> tuple[Code, ...]:
    """Name the sections of a thread for the ledger: all of them where it is about a whole version."""
    return CODES if code is None else (code,)
