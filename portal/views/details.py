"""The personal details of a plan: read them, change one thing a page, open a fact to others and take that back."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.access import NOTHING_HERE
from permissions.policy import FAMILY_IN_CIRCLE, IN_CIRCLE, KEEPS_CIRCLE, declare
from permissions.refusals import Clash, Invalid, NotFound, Stale
from plans.access import PlanAccess
from plans.access.childs_page import opens_childs_page
from plans.access.details import require_change_child, require_keeps_cards, require_own_card
from plans.actions.release_fact import release_fact
from plans.actions.save_childs_details import save_childs_details
from plans.actions.save_details import Saved, save_details
from plans.actions.take_back_release import take_back_release
from plans.forms.details import CardForm, ChildForm, OneThing, ReleaseForm
from plans.forms.fields import put_in
from plans.queries.detail_forms import card_values, childs_values, release_page
from plans.queries.details import CARD_PAGES, CHILD_PAGES, LABELS, RELEASABLE, mark_of, read_details
from plans.saying import long_date
from plans.views.doors import done, open_for, person_of
from plans.views.sections import ClashPage
from portal.forms.fields import add_errors
from portal.letters.told import save_and_tell

RELEASED = "Others may read this now. You can take it back at any time."


@declare(IN_CIRCLE, "GET")
def details(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the personal details that this person may read, and who else reads each."""
    access = open_for(request, reference)
    context = {
        "page": read_details(access),
        "opens_childs_page": opens_childs_page(access),
        "reference": access.circle.circle.shown_reference,
    }
    return render(request, "details/details.html", context)


@declare(FAMILY_IN_CIRCLE, "GET", "POST")
def change_own(request: HttpRequest, reference: str, what: str) -> HttpResponse:
    """Change one thing on one's own card."""
    access = open_for(request, reference)
    require_own_card(access)
    form = _card_form(request, access, what, None)
    if not form.is_bound or not form.is_valid():
        return _card_page(request, access, what, form, None)
    try:
        saved = save_details(
            person_of(request), reference, form.facts(), of=None, seen=form.cleaned_data["seen"], today=clock.today(), now=clock.now()
        )
    except (Invalid, Stale) as refused:
        return _card_page(request, access, what, form, None, refused)
    return done(request, _saved_words(saved), f"/plans/{reference}/details/#{CARD_PAGES[what][0]}")


@declare(KEEPS_CIRCLE, "GET", "POST")
def change_card(request: HttpRequest, reference: str, number: int, what: str) -> HttpResponse:
    """Change one thing on the card of an adult, who is told that something was changed."""
    access = open_for(request, reference)
    require_keeps_cards(access)
    form = _card_form(request, access, what, number)
    if not form.is_bound or not form.is_valid():
        return _card_page(request, access, what, form, number)
    try:
        facts, seen = form.facts(), form.cleaned_data["seen"]
        saved = save_and_tell(person_of(request), reference, facts, of=number, seen=seen, today=clock.today(), now=clock.now())
    except (Invalid, Stale) as refused:
        return _card_page(request, access, what, form, number, refused)
    told = f"Saved. {saved.owner.name} is told by e-mail that something was changed." if saved.is_changed else "Nothing was changed."
    return done(request, told, f"/plans/{reference}/details/")


def _saved_words(saved: Saved) -> str:
    if saved.taken_back:
        return "Saved. You had let others read this. The new one is for you and the council only, until you choose again."
    return "Saved." if saved.is_changed else "Nothing was changed."


def _card_form(request: HttpRequest, access: PlanAccess, what: str, number: int | None) -> CardForm:
    """Give the form of one page of a card, as it was sent or with what stands there."""
    facts = CARD_PAGES.get(what)
    if facts is None:
        raise NotFound(NOTHING_HERE)
    data = request.POST if request.method == "POST" else None
    there = card_values(access, number, facts)
    return CardForm(data, asked=facts, theirs=number is not None, initial={**there.values, "seen": mark_of(there.values)})


def _card_page(
    request: HttpRequest, access: PlanAccess, what: str, form: CardForm, number: int | None, refused: Invalid | Stale | None = None
) -> HttpResponse:
    there = card_values(access, number, CARD_PAGES[what])
    clash = _refused(form, refused, there.values)
    context = {"head": there.head, "card": there, "form": form, "stale": clash, "title": _title(form, what), "what": what}
    return render(request, "details/change.html", context, status=_status(form, clash))


def _title(form: OneThing, what: str) -> str:
    return "Name" if what == "name" else str(next(iter(field.label for field in form.visible_fields()), ""))


def _status(form: OneThing, clash: ClashPage | None) -> int:
    if clash:
        return 409
    return 422 if form.is_bound and form.errors else 200


def _refused(form: OneThing, refused: Invalid | Stale | None, there: Mapping[str, Any]) -> ClashPage | None:
    """Put what an action found wrong beside the fields; where somebody saved first, both values, and let the form stand on what is saved now."""
    if isinstance(refused, Invalid):
        add_errors(form, refused.errors)
    if not isinstance(refused, Stale):
        return None
    put_in(form, "seen", mark_of(there))
    typed = form.cleaned_data
    return ClashPage(
        "", tuple(Clash(one.name, _label(form, one.name), _said(typed[one.name]), _said(there[one.name])) for one in refused.clashes)
    )


def _label(form: OneThing, name: str) -> str:
    return LABELS.get(name) or str(form.fields[name].label)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return long_date(value) if hasattr(value, "year") else str(value) or "(nothing)"


@declare(IN_CIRCLE, "GET", "POST")
def change_childs(request: HttpRequest, reference: str, what: str) -> HttpResponse:
    """Change one thing of what is held of the child."""
    access = open_for(request, reference)
    facts = CHILD_PAGES.get(what)
    if facts is None:
        raise NotFound(NOTHING_HERE)
    require_change_child(access, frozenset(facts))
    form = _childs_form(request, access, what)
    if not form.is_bound or not form.is_valid():
        return _childs_page(request, access, what, form)
    try:
        seen = form.cleaned_data["seen"]
        changed = save_childs_details(person_of(request), reference, form.facts(), seen=seen, today=clock.today(), now=clock.now())
    except (Invalid, Stale) as refused:
        return _childs_page(request, open_for(request, reference), what, form, refused)
    return done(request, "Saved." if changed else "Nothing was changed.", f"/plans/{reference}/details/")


def _childs_form(request: HttpRequest, access: PlanAccess, what: str) -> ChildForm:
    there = childs_values(access, CHILD_PAGES[what])
    data = request.POST if request.method == "POST" else None
    return ChildForm(data, asked=CHILD_PAGES[what], initial={**there.values, "seen": mark_of(there.values)})


def _childs_page(
    request: HttpRequest, access: PlanAccess, what: str, form: ChildForm, refused: Invalid | Stale | None = None
) -> HttpResponse:
    there = childs_values(access, CHILD_PAGES[what])
    clash = _refused(form, refused, there.values)
    context = {"head": there.head, "card": there, "form": form, "stale": clash, "title": _title(form, what), "what": what}
    return render(request, "details/change.html", context, status=_status(form, clash))


@declare(FAMILY_IN_CIRCLE, "GET", "POST")
def release(request: HttpRequest, reference: str, what: str) -> HttpResponse:
    """Ask who else may read a fact of one's own, say what that means, and open it only when that was confirmed."""
    access = open_for(request, reference)
    require_own_card(access)
    fact = _releasable(what)
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _release_page(request, access, fact, form, 422 if form.is_bound else 200)
    readers = form.cleaned_data["readers"]
    if not form.is_sure:
        return render(request, "details/release_sure.html", {"page": release_page(access, fact), "readers": readers})
    try:
        release_fact(person_of(request), reference, fact, readers, today=clock.today(), now=clock.now())
    except Invalid as wrong:
        add_errors(form, wrong.errors)
        return _release_page(request, access, fact, form, 422)
    return done(request, RELEASED, f"/plans/{reference}/details/#{fact}")


def _release_page(request: HttpRequest, access: PlanAccess, fact: str, form: ReleaseForm, status: int) -> HttpResponse:
    return render(request, "details/release.html", {"page": release_page(access, fact), "form": form}, status=status)


@declare(FAMILY_IN_CIRCLE, "POST")
def take_back(request: HttpRequest, reference: str, what: str) -> HttpResponse:
    """Take back what was opened to others."""
    fact = _releasable(what)
    take_back_release(person_of(request), reference, fact, today=clock.today(), now=clock.now())
    return done(request, "Taken back. Only you and the council read this from now on.", f"/plans/{reference}/details/#{fact}")


def _releasable(what: str) -> str:
    if what not in RELEASABLE:
        raise NotFound(NOTHING_HERE)
    return what
