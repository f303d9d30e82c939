"""Write one item: add, change, tie, put forward, keep, move, take out."""

import uuid
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from permissions import clock
from permissions.access import NOTHING_HERE
from permissions.policy import WRITES_SECTION, declare
from permissions.refusals import Invalid, NotFound, Stale
from permissions.vocabulary import SECTION_NAMES, Code, Verb
from plans.access import PlanAccess, facts_of, open_item
from plans.actions.add_item import add_item
from plans.actions.bring_file import bring_file
from plans.actions.keep_item import keep_item
from plans.actions.link_item import link_item
from plans.actions.move_item import move_item
from plans.actions.put_forward_item import put_forward_item
from plans.actions.retire_item import retire_item
from plans.actions.save_item import save_item
from plans.actions.writing import Saved
from plans.forms.fields import SeenNumber
from plans.forms.items import FORMS, KEEP, PUT_FORWARD, ItemForm, initial_of, uids_in
from plans.models import Item
from plans.queries.item_page import ItemPage, read_item_page, read_sources
from plans.queries.plan_page import plan_head
from plans.queries.section_page import section_code
from plans.queries.texts import box_errors, returned
from plans.statute.sections import KINDS, WITH_ARTICLE, Kind
from plans.views.doors import done, live_page, note_reading, open_for, person_of
from plans.views.sections import clash_page
from plans.views.texts import words_saved


def kind_named(text: str) -> Kind:
    """Read a kind of item from an address or a form; NotFound for anything else."""
    try:
        return Kind(text)
    except ValueError as wrong:
        raise NotFound(NOTHING_HERE) from wrong


@declare(WRITES_SECTION, "GET", "POST")
def add(request: HttpRequest, reference: str, code: str, kind: str) -> HttpResponse:
    """Ask for a new item, and add it."""
    letter, named = section_code(code), kind_named(kind)
    if named not in KINDS[letter]:
        raise NotFound(NOTHING_HERE)
    if request.method == "GET":
        return _add_page(request, open_for(request, reference), letter, named, None)
    sources = read_sources(open_for(request, reference), named) if "comes_from" in request.POST else ()
    form = FORMS[named](request.POST, request.FILES, is_new=True, sources=sources)
    item = _added(request, reference, letter, form) if form.is_valid() else None
    if item is None:
        return _add_page(request, open_for(request, reference), letter, named, form)
    return done(request, "Saved.", f"/plans/{reference}/sections/{letter}/edit/#item-{item.uid}")


def _added(request: HttpRequest, reference: str, code: Code, form: ItemForm) -> Item | None:
    """Add what the form says; None where that can't be, and the form says why."""
    facts = {"put_forward": form.cleaned_data["audience"] == PUT_FORWARD, "comes_from": form.tied()}
    times: Any = {"today": clock.today(), "now": clock.now()}
    try:
        with bring_file(person_of(request), reference, form.upload, to=code, today=times["today"]) as file:
            words = replace(form.words(), file=file)
            return add_item(person_of(request), reference, code, words, post_key=form.cleaned_data["post_key"], **facts, **times)
    except Invalid as wrong:
        form.say_again(wrong.errors)
    return None


def _add_page(request: HttpRequest, access: PlanAccess, code: Code, kind: Kind, form: ItemForm | None) -> HttpResponse:
    access.require(Verb.ADD, code)
    note_reading(access, code)
    sources = read_sources(access, kind)
    if form is None:
        form = FORMS[kind](is_new=True, sources=sources, initial=_first_guess(request, access, kind))
    form.offer_sources(sources)
    context = {
        "head": plan_head(access),
        "form": form,
        "kind": WITH_ARTICLE[kind],
        "section": {"code": code, "name": SECTION_NAMES[code], "url": f"/plans/{access.circle.circle.shown_reference}/sections/{code}/"},
        "live": live_page(access, "edit", code),
    }
    return render(request, "plans/item_add.html", context, status=422 if form.is_bound else 200)


def _first_guess(request: HttpRequest, access: PlanAccess, kind: Kind) -> dict[str, Any]:
    if kind not in (Kind.VOICE, Kind.ASPIRATION):
        return {}
    speaker = {"parent": "parent", "representative": "parent", "young_person": "young_person", "child": "child"}.get(access.role, "")
    name = person_of(request).name if speaker else ""
    return {"speaker": speaker, "whose": speaker, "speaker_name": name, "verbatim": "yes"}


@declare(WRITES_SECTION, "GET", "POST")
def change(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Show an item in its form, and save it."""
    if request.method == "GET":
        return _change_page(request, reference, uid, None)
    form = FORMS[_kind_posted(request, reference, uid)](request.POST, request.FILES)
    try:
        saved = _changed(request, reference, uid, form) if form.is_valid() else None
    except Stale as stale:
        return _change_page(request, reference, uid, form, status=409, stale=stale)
    if saved is None:
        return _change_page(request, reference, uid, form, status=422)
    return words_saved(request, reference, saved)


def _changed(request: HttpRequest, reference: str, uid: uuid.UUID, form: ItemForm) -> Saved | None:
    """Save what the form says; None where that can't be, and the form says why."""
    person, today = person_of(request), clock.today()
    try:
        with bring_file(person, reference, form.upload, to=uid, today=today) as file:
            words = replace(form.words(), file=file)
            return save_item(person, reference, uid, words, seq=form.cleaned_data["seq"], today=today, now=clock.now())
    except Invalid as wrong:
        form.say_again(wrong.errors)
    return None


def _kind_posted(request: HttpRequest, reference: str, uid: uuid.UUID) -> Kind:
    """Read the kind that the form was made for; where it says none, ask the item."""
    if request.POST.get("kind", "") in set(Kind):
        return Kind(request.POST["kind"])
    return Kind(open_item(person_of(request), reference, uid, today=clock.today())[1].kind)


def _change_page(
    request: HttpRequest,
    reference: str,
    uid: uuid.UUID,
    form: ItemForm | None,
    *,
    status: int = 200,
    stale: Stale | None = None,
    **more: Any,
) -> HttpResponse:
    access, item = open_item(person_of(request), reference, uid, today=clock.today())
    access.require_change(item.section.code, facts_of(item))
    if form and form.kind != item.kind:
        raise NotFound(NOTHING_HERE)
    note_reading(access, item.section.code)
    page = read_item_page(access, item)
    if form and "words" in form.data:
        n = stale.words_n if stale and stale.words_n >= 0 else SeenNumber().clean(form.data.get("words_n"))
        page = replace(
            page, box=returned(page.box, form.data["words"], n=max(n, 0), errors=[str(error) for error in form.errors.get("words", ())])
        )
    clash = clash_page(form, stale) if form and stale else None
    return render(request, "plans/item_edit.html", _change_context(access, page, form, clash) | more, status=status)


def _change_context(access: PlanAccess, page: ItemPage, form: ItemForm | None, clash: object) -> dict[str, Any]:
    base = f"/plans/{access.circle.circle.shown_reference}/"
    form = form or FORMS[page.kind](initial={**initial_of(page.kind, page.values), "seq": page.seq})
    form.offer_file(stands=page.file is not None)
    return {
        "head": plan_head(access),
        "page": page,
        "form": form,
        **{"box": page.box, "errors": box_errors(page.box)},
        "kind": WITH_ARTICLE[page.kind],
        "stale": clash,
        "tied": page.tied,
        "section": {"code": page.code, "name": SECTION_NAMES[page.code], "url": f"{base}sections/{page.code}/"},
        "item_url": f"{base}items/{page.uid}/",
        "live": live_page(access, "edit", page.code),
    }


@declare(WRITES_SECTION, "POST")
def tie(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Set what an item comes from."""
    chosen = request.POST.getlist("comes_from")
    try:
        link_item(person_of(request), reference, uid, uids_in(chosen), today=clock.today(), now=clock.now())
    except Invalid as wrong:
        errors = [(wrong.errors["comes_from"], "#ties")]
        return _change_page(request, reference, uid, None, status=422, errors=errors, tied=chosen)
    return done(request, "Saved what this comes from.", f"/plans/{reference}/items/{uid}/#ties")


@declare(WRITES_SECTION, "POST")
def show(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Put an item forward, or keep it to oneself again."""
    forward = request.POST.get("state") == PUT_FORWARD
    if not forward and request.POST.get("state") != KEEP:
        raise NotFound(NOTHING_HERE)
    act = put_forward_item if forward else keep_item
    item = act(person_of(request), reference, uid, today=clock.today(), now=clock.now())
    words = "Put forward: everyone who may see this section sees it now." if forward else "Kept to yourself: only you see it now."
    return done(request, words, f"/plans/{reference}/sections/{item.section.type_id}/edit/#item-{uid}")


@declare(WRITES_SECTION, "POST")
def move(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Move an item up or down."""
    try:
        item = move_item(person_of(request), reference, uid, request.POST.get("direction", ""), today=clock.today(), now=clock.now())
    except Invalid as wrong:
        raise NotFound(NOTHING_HERE) from wrong
    return redirect(f"/plans/{reference}/sections/{item.section.type_id}/edit/#item-{uid}")


@declare(WRITES_SECTION, "GET", "POST")
def take_out(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Ask once, then take an item out; say where it stays."""
    if request.method == "POST":
        item = retire_item(person_of(request), reference, uid, today=clock.today(), now=clock.now())
        return done(
            request, "Taken out. It stays in the history of this section.", f"/plans/{reference}/sections/{item.section.type_id}/edit/"
        )
    access, item = open_item(person_of(request), reference, uid, today=clock.today())
    access.require_change(item.section.code, facts_of(item))
    note_reading(access, item.section.code)
    return render(request, "plans/item_take_out.html", _change_context(access, read_item_page(access, item), None, None))
