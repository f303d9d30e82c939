"""Short ways to say something in a test."""

from typing import Any
from uuid import UUID, uuid4

from comments.actions.answer_thread import answer_thread
from comments.actions.open_thread import Opening, open_thread
from comments.models import Comment
from comments.queries import section_threads
from permissions.models import User
from permissions.vocabulary import Code
from plans.access import open_plan
from tests.world import SAM, World


def opens(
    world: World, by: User, text: str, *, audience: str, code: str = "F", person: User | None = None, key: UUID | None = None, **more: Any
) -> Comment:
    """Let somebody open a thread beside a section of Sam's plan (`more` as in `Opening`: kind, item, quote, version, calls)."""
    opening = Opening(text=text, audience=audience, person=person.uid if person else None, post_key=key or uuid4(), **more)
    return open_thread(opening, reference=SAM, code=code, by=by, today=world.today, now=world.now)


def answers(world: World, by: User, comment: Comment, text: str, *, key: UUID | None = None) -> Comment:
    """Let somebody answer in the thread of a comment."""
    return answer_thread(text, reference=SAM, thread=comment.thread.uid, by=by, post_key=key or uuid4(), today=world.today, now=world.now)


def texts_for(world: World, person: User, code: Code = Code.F) -> list[str]:
    """List what a person reads beside a section."""
    access = open_plan(person, SAM, today=world.today)
    return [comment.text for thread in section_threads(access, code) for comment in thread.comments]
