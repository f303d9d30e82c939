"""Write a note of the council's own."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from comments.access_notes import open_to_write, reads_note
from comments.actions.say import taken
from comments.models import Note
from permissions import ledger
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Invalid
from permissions.vocabulary import Code
from plans.models import Section


@transaction.atomic
def add_note(text: str, *, reference: str, about: Code | None, by: User, post_key: UUID | None, today: date, now: datetime) -> Note:
    """Write a note about a section, or about the whole plan (None); the same form posted twice writes one.

    Raises NotFound for outsiders, NotPermitted for everybody who is not of the council here, NotNow once the plan has ended, Invalid for bad words or a place
    whose notes this person does not read. The ledger names no section, so that no list of what changed in one can tell of a note.
    """
    access, circle = open_to_write(by, reference, today=today)
    before = Note.objects.select_related("section").filter(author=by, post_key=post_key).first() if post_key else None
    if before is not None:
        return before
    if not reads_note(access, about):
        raise Invalid({"about": "Choose what the note is about."})
    words = taken(text)
    section = Section.objects.get(plan=access.plan, type__code=about) if about else None
    note = Note.objects.create(circle=circle, section=section, author=by, author_role=access.role, text=words, at=now, post_key=post_key)
    ledger.record(Act(actor=by.pk, role=access.role, verb="add_note", object_kind="note", object_uid=note.uid), circle=circle, now=now)
    return note
