"""Write one comment into a thread, with its ledger entry, inside the caller's transaction."""

from datetime import datetime
from uuid import UUID

from comments.models import Comment, Thread
from comments.text import fault_in, tidied
from permissions import ledger
from permissions.ledger import Act
from permissions.models import Circle
from permissions.refusals import Invalid
from permissions.vocabulary import Code
from plans.access import PlanAccess


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
    return Comment.objects.select_related("thread__section").filter(author=person, post_key=post_key).first()


def say(thread: Thread, code: Code, words: str, *, access: PlanAccess, circle: Circle, post_key: UUID | None, now: datetime) -> Comment:
    """Append the comment and write it down; the circle's row is locked."""
    comment = Comment.objects.create(thread=thread, author_id=access.person, author_role=access.role, text=words, at=now, post_key=post_key)
    act = Act(actor=access.person, role=access.role, verb="comment", sections=(code,), object_kind="thread", object_uid=thread.uid)
    ledger.record(act, circle=circle, now=now)
    return comment
