"""Open a thread beside a section, with its audience and its first comment."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from comments.access import Audience, ThreadFacts, reads_thread, require_opening
from comments.actions.say import said_before, say, taken
from comments.models import Comment, Thread
from permissions.models import User
from permissions.refusals import Invalid, NotFound
from permissions.vocabulary import Code
from plans.access import PlanAccess, open_plan, open_section

NOT_HERE = "Choose one of the people who may see this."


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a form asks for: the words, who may read them, and for a private thread of the coordinator's with whom (None: with oneself)."""

    text: str
    audience: str
    person: UUID | None = None
    post_key: UUID | None = None


@transaction.atomic
def open_thread(opening: Opening, *, reference: str, code: str, by: User, today: date, now: datetime) -> Comment:
    """Open a thread; the same form posted twice opens one.

    Raises NotFound for outsiders, NotPermitted or NotNow for whoever does not comment here (with these people), Invalid for bad words or a person who would
    not see the thread. The audience is never widened afterwards.
    """
    access, section = open_section(by, reference, code, today=today)
    if before := said_before(by.pk, opening.post_key):
        return before
    require_opening(access, section.code, opening.audience)
    person = _person(opening, access, section.code, by, today)
    words = taken(opening.text)
    thread = Thread.objects.create(
        circle=access.circle.circle, section=section, audience=opening.audience, person=person, opened_by=by, opened_at=now
    )
    return say(thread, section.code, words, access=access, circle=access.circle.circle, post_key=opening.post_key, now=now)


def _person(opening: Opening, access: PlanAccess, code: Code, by: User, today: date) -> User | None:
    """Find who is the one of the family in a private thread: oneself, or whom the coordinator chose, who must be here, of the family, and read it."""
    if opening.audience != Audience.PERSON:
        return None
    if access.circle.is_family:
        return by
    person = User.objects.filter(uid=opening.person).first() if opening.person else None
    if person is None or not _would_read(person, access, code, today):
        raise Invalid({"audience": NOT_HERE})
    return person


def _would_read(person: User, access: PlanAccess, code: Code, today: date) -> bool:
    try:
        theirs = open_plan(person, access.circle.circle.reference, today=today)
    except NotFound:
        return False
    return theirs.circle.is_family and reads_thread(theirs, ThreadFacts(code, Audience.PERSON, person.pk))
