"""Say who reads the council's own notes, and who writes there.

A note stands in no conversation: it is the council's, and the family can ask for it with the rest of their records.
"""

from datetime import date, datetime
from uuid import UUID

from comments.access import hears_talk, may_still_edit
from comments.models import Note
from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.models import Circle, User
from permissions.refusals import NotFound, NotNow, NotPermitted
from permissions.vocabulary import CODES, Code, Stage
from plans.access import PlanAccess, open_plan

NOT_YOURS = (
    "The council’s own notes are not shown here. You can ask the council for the records that it holds about you and your child, and these notes "
    "are part of them."
)
NOT_WRITTEN_BY_YOU = "Only whoever wrote a note changes or withdraws it."
TOO_LATE = "A note can be changed for 10 minutes after it was written. Write another one, or withdraw this one."
ENDED = "This plan has ended, so no more notes are written. Those that were written stay."
WITHDRAWN = "This note was withdrawn. It can’t be changed any more."

# A note about the whole plan may speak of anything, so it is for those who hear the talk about all needs and all help.
_THE_WHOLE = tuple(code for code in CODES if code not in (Code.A, Code.I, Code.J, Code.K))


def require_council(access: PlanAccess) -> None:
    """Raise NotPermitted for everybody who is not of the council here; a parent who works for the council is family in their child's plan."""
    if not access.circle.is_council:
        raise NotPermitted(NOT_YOURS)


def note_places(access: PlanAccess) -> tuple[Code | None, ...]:
    """List what this person reads and writes notes about, the whole plan (None) first; empty for everybody who is not of the council here."""
    if not access.circle.is_council:
        return ()
    whole = (None,) if all(hears_talk(access, code) for code in _THE_WHOLE) else ()
    return (*whole, *(code for code in CODES if hears_talk(access, code)))


def reads_note(access: PlanAccess, code: Code | None) -> bool:
    """Decide whether this person reads the notes about a section, or about the whole plan (None)."""
    return code in note_places(access)


def require_writing(access: PlanAccess) -> None:
    """Raise the fitting refusal unless this person writes notes at this stage."""
    require_council(access)
    if access.stage is Stage.ENDED:
        raise NotNow(ENDED)


def open_to_write(person: User, reference: str, *, today: date) -> tuple[PlanAccess, Circle]:
    """Lock the circle and open the plan for somebody who writes notes there; NotFound, NotPermitted or NotNow for everybody else."""
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    if circle is None:
        raise NotFound(NOTHING_HERE)
    require_writing(access)
    return access, circle


def find_note(access: PlanAccess, uid: UUID) -> Note:
    """Find a note that this person reads; NotPermitted for everybody who is not of the council here, NotFound for any other note. One query."""
    require_council(access)
    note = Note.objects.select_related("section", "author").filter(uid=uid, circle=access.plan.circle_id).first()
    if note is None or not reads_note(access, code_of(note)):
        raise NotFound(NOTHING_HERE)
    return note


def own_note(access: PlanAccess, uid: UUID) -> Note:
    """Find a note that this person wrote and has not withdrawn; NotPermitted for somebody else's, NotNow for one that was withdrawn."""
    note = find_note(access, uid)
    if note.author_id != access.person:
        raise NotPermitted(NOT_WRITTEN_BY_YOU)
    if note.withdrawn_at is not None:
        raise NotNow(WITHDRAWN)
    return note


def require_editing(note: Note, *, now: datetime) -> None:
    """Raise NotNow once the minutes are over in which a note can be changed."""
    if not may_still_edit(note, now=now):
        raise NotNow(TOO_LATE)


def code_of(note: Note) -> Code | None:
    """Give the section that a note is about, or None for the whole plan."""
    return note.section.code if note.section else None
