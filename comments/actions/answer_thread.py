"""Answer in a thread."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from comments.access import ThreadFacts, may_answer, reads_thread
from comments.actions.say import said_before, say, taken
from comments.models import Comment, Thread
from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.models import User
from permissions.refusals import NotFound, NotPermitted
from permissions.vocabulary import Verb
from plans.access import open_plan


@transaction.atomic
def answer_thread(text: str, *, reference: str, thread: UUID, by: User, post_key: UUID | None, today: date, now: datetime) -> Comment:
    """Answer in a thread; the same form posted twice says it once.

    Raises NotFound for outsiders and for a thread that this person does not read (it is not there), NotPermitted or NotNow for a reader who does not answer,
    Invalid for bad words.
    """
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(by, reference, today=today)
    row = Thread.objects.select_related("section").filter(uid=thread, circle=circle).first()
    facts = ThreadFacts(row.section.code, row.audience, row.person_id) if row else None
    if circle is None or row is None or facts is None or not reads_thread(access, facts):
        raise NotFound(NOTHING_HERE)
    if not may_answer(access, facts):
        access.require(Verb.COMMENT, facts.code)
        raise NotPermitted("You can read this conversation, and others answer in it.")
    if before := said_before(by.pk, post_key):
        return before
    return say(row, facts.code, taken(text), access=access, circle=circle, post_key=post_key, now=now)
