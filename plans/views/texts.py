"""The words of one text by themselves: from the small form of a page without JavaScript, and as they are typed where no socket opens."""

import uuid
from dataclasses import replace

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import WRITES_SECTION, declare
from permissions.refusals import Invalid, Stale
from permissions.vocabulary import Code, Verb
from plans.access import PlanAccess, facts_of, open_item
from plans.actions.exchange_text import exchange_text
from plans.actions.save_words import save_words
from plans.actions.writing import Saved
from plans.forms.sections import WordsForm
from plans.livetext.posted import read_posted
from plans.livetext.wire import Malformed, TooLarge
from plans.queries.plan_page import plan_head
from plans.queries.section_page import SectionPage, section_code
from plans.queries.texts import TextBox, returned
from plans.views.doors import done, note_reading, open_for, person_of
from plans.views.sections import edit_page, open_to_write

# Below what the portal reads of a body into memory (DATA_UPLOAD_MAX_MEMORY_SIZE).
LARGEST_BODY = 900_000


@declare(WRITES_SECTION, "POST")
def section_words(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Save a section's own words, merged into what others wrote meanwhile."""
    return _save(request, reference, section_code(code))


@declare(WRITES_SECTION, "POST")
def item_words(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Save an item's words, merged into what others wrote meanwhile."""
    return _save(request, reference, uid)


@declare(WRITES_SECTION, "GET", "POST")
def section_text(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Bring and send a section's own words as they are typed; asked without words of one's own (GET), say whether one may write them."""
    letter = section_code(code)
    access = open_for(request, reference)
    if request.method == "GET":
        access.require(Verb.EDIT, letter)
        return HttpResponse(status=204)
    return _exchange(request, access, letter, letter)


@declare(WRITES_SECTION, "GET", "POST")
def item_text(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Bring and send an item's words as they are typed; asked without words of one's own (GET), say whether one may write them."""
    access, item = open_item(person_of(request), reference, uid, today=clock.today())
    if request.method == "GET":
        access.require_change(item.section.code, facts_of(item))
        return HttpResponse(status=204)
    return _exchange(request, access, item.section.code, uid)


def _exchange(request: HttpRequest, access: PlanAccess, code: Code, where: Code | uuid.UUID) -> HttpResponse:
    if int(request.headers.get("Content-Length") or 0) > LARGEST_BODY:
        return render(request, "refusals/too_long.html", status=413)
    try:
        posted = read_posted(_body(request))
        note_reading(access, code)
        reference = access.circle.circle.shown_reference
        frames = exchange_text(person_of(request), reference, where, posted, today=clock.today(), now=clock.now())
    except (Malformed, TooLarge, Invalid) as wrong:
        raise BadRequest("not the frames of a live text") from wrong
    return HttpResponse(frames, content_type="application/octet-stream", headers={"Cache-Control": "no-store"})


def _body(request: HttpRequest) -> bytes:
    if request.content_type in ("multipart/form-data", "application/x-www-form-urlencoded"):
        raise Malformed  # a form, of which the body is read already
    return request.body


def _save(request: HttpRequest, reference: str, where: Code | uuid.UUID) -> HttpResponse:
    form = WordsForm(request.POST, is_item=isinstance(where, uuid.UUID))
    if not form.is_valid():
        return _again(request, reference, where, form, status=422)
    try:
        saved = save_words(person_of(request), reference, where, **form.cleaned_data, today=clock.today(), now=clock.now())
    except Invalid as wrong:
        form.add_error("words", wrong.errors["words"])
        return _again(request, reference, where, form, status=422)
    except Stale as stale:
        return _again(request, reference, where, form, status=409, stale=stale)
    return words_saved(request, reference, saved)


def words_saved(request: HttpRequest, reference: str, saved: Saved) -> HttpResponse:
    """Say that words are saved, on the page that comes next; where two people changed the same sentence, show first how it reads now."""
    back = f"/plans/{reference}/sections/{saved.section.code}/edit/" + (f"#item-{saved.item.uid}" if saved.item else "")
    if not saved.beside:
        return done(request, "Saved.", back)
    access = open_for(request, reference)
    return render(request, "plans/words_saved.html", {"head": plan_head(access), "saved": saved, "back": back})


def _again(
    request: HttpRequest, reference: str, where: Code | uuid.UUID, form: WordsForm, *, status: int, stale: Stale | None = None
) -> HttpResponse:
    """Show the section's page once more, with what was posted in the box from which it came."""
    access = open_for(request, reference)
    if isinstance(where, uuid.UUID):
        _, item = open_item(person_of(request), reference, where, today=clock.today())
        access.require_change(item.section.code, facts_of(item))
        page = open_to_write(access, item.section.code)
    else:
        access.require(Verb.EDIT, where)
        page = open_to_write(access, where)
    return edit_page(request, access, _with(page, where, form, stale), status=status, stale=stale)


def _with(page: SectionPage, where: Code | uuid.UUID, form: WordsForm, stale: Stale | None) -> SectionPage:
    def put(box: TextBox) -> TextBox:
        n = stale.words_n if stale else form.base
        return returned(box, form.data.get("words", ""), n=n, errors=[str(error) for error in form.errors.get("words", ())])

    if isinstance(where, uuid.UUID):
        return replace(page, items=tuple(replace(one, box=put(one.box)) if one.box and one.uid == where else one for one in page.items))
    return replace(page, box=put(page.box)) if page.box else page
