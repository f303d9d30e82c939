"""Answer in a thread."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from comments.access import may_answer
from comments.actions.say import Opened, open_to_act, said_before, say, taken, turn
from comments.models import Comment, Thread
from permissions.models import User
from permissions.refusals import NotNow, NotPermitted
from permissions.vocabulary import CODES, Stage, Verb

Status = Thread.Status


@transaction.atomic
def answer_thread(
    text: str, *, reference: str, thread: UUID, by: User, calls: Iterable[UUID] = (), post_key: UUID | None, today: date, now: datetime
) -> Comment:
    """Answer in a thread; the same form posted twice says it once.

    Somebody else's answer makes an open thread answered; a further word of whoever raised it opens it again. Raises NotFound for outsiders and for a thread
    that this person does not read (it is not there), NotPermitted or NotNow for a reader who does not answer, Invalid for bad words or for calling somebody
    who does not read it.
    """
    opened = open_to_act(by, reference, thread, today=today)
    if not may_answer(opened.access, opened.facts):
        _refuse(opened)
    if before := said_before(by.pk, post_key):
        return before
    comment = say(opened.row, taken(text), opened=opened, calls=calls, post_key=post_key, now=now)
    is_raiser = opened.row.opened_by_id == by.pk
    if is_raiser and opened.row.status != Status.OPEN:
        turn(opened, Status.OPEN, now=now)
    elif not is_raiser and opened.row.status == Status.OPEN:
        turn(opened, Status.ANSWERED, now=now)
    return comment


def _refuse(opened: Opened) -> None:
    code = opened.facts.code or next((one for one in CODES if Verb.COMMENT in opened.access.sections[one].by_role), None)
    if code is not None:
        opened.access.require(Verb.COMMENT, code)
    if opened.access.stage is Stage.ENDED:
        raise NotNow("This plan has ended, so nothing is said beside it any more.")
    raise NotPermitted("You can read this conversation, and others answer in it.")
