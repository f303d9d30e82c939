"""The words of one text by themselves: from the small form of a page without JavaScript."""

import uuid
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import WRITES_SECTION, declare
from permissions.refusals import Invalid, Stale
from permissions.vocabulary import Code, Verb
from plans.access import facts_of, open_item
from plans.actions.save_words import save_words
from plans.actions.writing import Saved
from plans.forms.sections import WordsForm
from plans.queries.plan_page import plan_head
from plans.queries.section_page import SectionPage, section_code
from plans.queries.texts import TextBox, returned
from plans.views.doors import done, open_for, person_of
from plans.views.sections import edit_page, open_to_write


@declare(WRITES_SECTION, "POST")
def section_words(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Save a section's own words, merged into what others wrote meanwhile."""
    return _save(request, reference, section_code(code))


@declare(WRITES_SECTION, "POST")
def item_words(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Save an item's words, merged into what others wrote meanwhile."""
    return _save(request, reference, uid)


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
        return returned(box, form.data.get("words", ""), n=n, errors=form.errors.get("words", ()))

    if isinstance(where, uuid.UUID):
        return replace(page, items=tuple(replace(one, box=put(one.box)) if one.box and one.uid == where else one for one in page.items))
    return replace(page, box=put(page.box)) if page.box else page
