"""Read the council's own notes, for one person of the council."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from comments.access import may_still_edit
from comments.access_notes import (
    code_of,
    note_places,
    own_note,
    require_council,
    require_editing,
    require_writing,
)
from comments.models import Note
from permissions.vocabulary import ROLE_NAMES, Code, Role, Stage
from plans.access import PlanAccess
from plans.queries.items import section_said
from plans.queries.plan_page import PlanHead, plan_head
from plans.saying import in_london

WHOLE_PLAN = "The whole plan"


@dataclass(frozen=True)
class NoteView:
    """One note. `withdrawn` says who withdrew it and when; its words are then empty. An address that this person has no use for is empty."""

    uid: UUID
    who: str
    role: str
    when: str
    text: str
    edited: str
    withdrawn: str
    edit_url: str
    withdraw_url: str


@dataclass(frozen=True)
class NotesAbout:
    """The notes about one section, or about the whole plan; `anchor` is the place of the page to which a form comes back."""

    title: str
    anchor: str
    notes: tuple[NoteView, ...]


@dataclass(frozen=True)
class NotesPage:
    """All notes that one person of the council reads, oldest first under each place. `is_ended`: nothing is written any more."""

    head: PlanHead
    url: str
    groups: tuple[NotesAbout, ...]
    codes: tuple[Code, ...]
    may_write: bool
    is_ended: bool


@dataclass(frozen=True)
class NotePage:
    """One's own note, to change or to withdraw it. `codes` name the section that it is about, if any."""

    head: PlanHead
    url: str
    about: str
    anchor: str
    codes: tuple[Code, ...]
    note: NoteView


def read_notes(access: PlanAccess, *, now: datetime) -> NotesPage:
    """Read the notes. One query; NotPermitted for everybody who is not of the council here."""
    require_council(access)
    places = note_places(access)
    found: dict[Code | None, list[NoteView]] = {}
    for row in _rows(access, places):
        found.setdefault(code_of(row), []).append(note_view(access, row, now=now))
    groups = tuple(NotesAbout(place_said(place), anchor_of(place), tuple(found[place])) for place in places if place in found)
    return NotesPage(
        head=plan_head(access),
        url=notes_url(access),
        groups=groups,
        codes=tuple(place for place in places if place in found and place is not None),
        may_write=bool(places) and access.stage is not Stage.ENDED,
        is_ended=access.stage is Stage.ENDED,
    )


def read_own_note(access: PlanAccess, uid: UUID, *, to_edit: bool, now: datetime) -> NotePage:
    """Read one's own note to change it (`to_edit`) or to withdraw it. One query; NotPermitted, NotFound, NotNow as the act itself would answer."""
    require_council(access)
    row = own_note(access, uid)
    require_writing(access)
    if to_edit:
        require_editing(row, now=now)
    place = code_of(row)
    codes = (place,) if place else ()
    return NotePage(plan_head(access), notes_url(access), place_said(place), anchor_of(place), codes, note_view(access, row, now=now))


def _rows(access: PlanAccess, places: Iterable[Code | None]) -> QuerySet[Note]:
    whole = Q(section=None) if None in places else Q(pk__in=())
    rows = Note.objects.filter(whole | Q(section__type__in=[place.value for place in places if place]), circle=access.plan.circle_id)
    return rows.select_related("section", "author").order_by("at", "pk")


def note_view(access: PlanAccess, row: Note, *, now: datetime) -> NoteView:
    """Show one note to somebody who reads it; what was withdrawn is shown to nobody."""
    url = f"{notes_url(access)}{row.uid}/"
    is_open = row.author_id == access.person and row.withdrawn_at is None and access.stage is not Stage.ENDED
    return NoteView(
        uid=row.uid,
        who="You" if row.author_id == access.person else row.author.name,
        role="" if row.author_id == access.person else ROLE_NAMES[Role(row.author_role)],
        when=in_london(row.at),
        text="" if row.withdrawn_at else row.text,
        edited=f"Edited on {in_london(row.edited_at)}" if row.edited_at and not row.withdrawn_at else "",
        withdrawn=f"{row.author.name} withdrew this note on {in_london(row.withdrawn_at)}." if row.withdrawn_at else "",
        edit_url=url if is_open and may_still_edit(row, now=now) else "",
        withdraw_url=f"{url}withdraw/" if is_open else "",
    )


def notes_url(access: PlanAccess) -> str:
    """Give the address of the notes of a plan."""
    return f"/plans/{access.circle.circle.shown_reference}/notes/"


def place_said(place: Code | None) -> str:
    """Name what notes are about."""
    return section_said(place) if place else WHOLE_PLAN


def anchor_of(place: Code | None) -> str:
    """Name the part of the page that holds the notes about a place."""
    return f"notes-{place or 'plan'}"
