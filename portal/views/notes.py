"""The council's own notes: list and add, change within ten minutes, withdraw."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from comments.access_notes import note_places, require_council, require_writing
from comments.actions.add_note import add_note
from comments.actions.edit_note import edit_note
from comments.actions.withdraw_note import withdraw_note
from comments.forms_notes import AddNoteForm, NoteForm
from comments.notes import NotePage, anchor_of, read_notes, read_own_note
from permissions import clock
from permissions.policy import COUNCIL_IN_CIRCLE, declare
from permissions.refusals import Invalid, NotNow
from plans.access import PlanAccess
from plans.views.doors import done, note_reading, open_for, person_of


@declare(COUNCIL_IN_CIRCLE, "GET", "POST")
def notes(request: HttpRequest, reference: str) -> HttpResponse:
    """List the notes of the council, and write one."""
    access = open_for(request, reference)
    require_council(access)
    data = request.POST if request.method == "POST" else None
    form = AddNoteForm(data, places=note_places(access), place=access.circle.circle.shown_reference)
    if data is not None:
        require_writing(access)
        if form.is_valid() and (answer := _add(request, reference, form)):
            return answer
    page = read_notes(access, now=clock.now())
    note_reading(access, *page.codes)
    return render(request, "notes/notes.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)


def _add(request: HttpRequest, reference: str, form: AddNoteForm) -> HttpResponse | None:
    """Write the note; None where something is wrong with it, which then stands beside the field."""
    words, key, by = form.cleaned_data["text"], form.cleaned_data["post_key"], person_of(request)
    try:
        add_note(words, reference=reference, about=form.place, by=by, post_key=key, today=clock.today(), now=clock.now())
    except Invalid as wrong:
        form.add_errors(wrong)
        return None
    return done(request, "Your note is saved.", f"{reverse('notes', args=[reference])}#{anchor_of(form.place)}")


@declare(COUNCIL_IN_CIRCLE, "GET", "POST")
def note(request: HttpRequest, reference: str, uid: UUID) -> HttpResponse:
    """Change one's own note."""
    access = open_for(request, reference)
    page = _own(access, uid, to_edit=request.method != "POST")
    form = NoteForm(request.POST if request.method == "POST" else None, place=str(uid), initial={"text": page.note.text})
    status = 422 if form.is_bound else 200
    if form.is_valid():
        words, by = form.cleaned_data["text"], person_of(request)
        try:
            edit_note(words, reference=reference, note=uid, by=by, today=clock.today(), now=clock.now())
            return done(request, "Your note is changed.", f"{page.url}#{page.anchor}")
        except NotNow as late:
            form.add_error("text", late.because)
            status = late.status
    return render(request, "notes/edit.html", {"page": page, "form": form}, status=status)


@declare(COUNCIL_IN_CIRCLE, "GET", "POST")
def withdraw(request: HttpRequest, reference: str, uid: UUID) -> HttpResponse:
    """Ask once, then withdraw one's own note."""
    access = open_for(request, reference)
    page = _own(access, uid, to_edit=False)
    if request.method == "POST":
        withdraw_note(reference=reference, note=uid, by=person_of(request), today=clock.today(), now=clock.now())
        return done(request, "The note is withdrawn. Nobody reads its words here any more.", f"{page.url}#{page.anchor}")
    return render(request, "notes/withdraw.html", {"page": page})


def _own(access: PlanAccess, uid: UUID, *, to_edit: bool) -> NotePage:
    page = read_own_note(access, uid, to_edit=to_edit, now=clock.now())
    note_reading(access, *page.codes)
    return page
