"""Write in a section: its own words, and the list of its items; read its history."""

from dataclasses import dataclass
from functools import partial

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import SEES_SECTION, WRITES_SECTION, declare
from permissions.refusals import Clash, Invalid, NotPermitted, Stale
from permissions.vocabulary import Code, Verb
from plans.access import PlanAccess
from plans.actions.save_section import save_section
from plans.forms.fields import put_in
from plans.forms.sections import SectionForm
from plans.queries.fields import FIELDS, field_label, field_said
from plans.queries.history import read_history
from plans.queries.quality_pages import read_section_checks
from plans.queries.section_page import SectionPage, read_section_page, section_code
from plans.queries.shared_history import read_shared_history
from plans.queries.texts import box_errors
from plans.statute.sections import MAY_STATE_NONE, Kind
from plans.views.doors import done, live_page, note_reading, open_for, person_of


@declare(WRITES_SECTION, "GET", "POST")
def edit_section(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Write in a section; who may only add items sees the list and the ways to add."""
    if request.method == "POST":
        return _save(request, reference, section_code(code))
    access = open_for(request, reference)
    page = open_to_write(access, section_code(code))
    return edit_page(request, access, page)


def open_to_write(access: PlanAccess, code: Code) -> SectionPage:
    """Open a section for whoever writes anything in it."""
    if not access.may(Verb.EDIT, code):
        access.require(Verb.ADD, code)
    note_reading(access, code)
    return read_section_page(access, code)


def _save(request: HttpRequest, reference: str, code: Code) -> HttpResponse:
    form = SectionForm(request.POST, may_state_none=code in MAY_STATE_NONE)
    form.full_clean()
    facts = {"none_identified": form.cleaned_data.get("none_identified"), "seq": form.cleaned_data["seq"]}
    try:
        save_section(person_of(request), reference, code, narrative=None, **facts, today=clock.today(), now=clock.now())
    except Invalid as wrong:
        for name, sentence in wrong.errors.items():
            form.add_error(name, sentence)
        return _again(request, reference, code, form, status=422)
    except Stale as stale:
        return _again(request, reference, code, form, status=409, stale=stale)
    return done(request, "Saved.", f"/plans/{reference}/sections/{code}/edit/")


def _again(request: HttpRequest, reference: str, code: Code, form: SectionForm, *, status: int, stale: Stale | None = None) -> HttpResponse:
    access = open_for(request, reference)
    access.require(Verb.EDIT, code)
    return edit_page(request, access, open_to_write(access, code), form, status=status, stale=stale)


def edit_page(
    request: HttpRequest,
    access: PlanAccess,
    page: SectionPage,
    form: SectionForm | None = None,
    *,
    status: int = 200,
    stale: Stale | None = None,
) -> HttpResponse:
    """Show a section to write in, as it is or with a form that came back."""
    if form is None and page.may_edit:
        form = SectionForm(initial={"none_identified": page.none_identified, "seq": page.seq}, may_state_none=page.may_state_none)
    context = {
        "page": page,
        "form": form,
        "box": page.box,
        "errors": box_errors(page.box, *(item.box for item in page.items)),
        "stale": clash_page(form, stale) if stale else None,
        "checks": read_section_checks(access, page.code),
        "live": live_page(access, "edit", page.code),
    }
    return render(request, "plans/section_edit.html", context, status=status)


@dataclass(frozen=True)
class ClashPage:
    """Two people's values of the fields that differ; the form below holds the person's own, and the number on which it now stands."""

    saved_by: str
    clashes: tuple[Clash, ...]


def clash_page(form: Form | None, stale: Stale) -> ClashPage:
    """Put the labels of the form's fields to the clashes, and let the form stand on what is saved now."""
    if form and form.is_bound:
        put_in(form, "seq", str(stale.seq))
    return ClashPage(stale.saved_by, tuple(_said_as_asked(form, one) for one in stale.clashes))


def _said_as_asked(form: Form | None, clash: Clash) -> Clash:
    asked, kind = form.fields.get(clash.name) if form else None, getattr(form, "kind", None)
    label, say = str(asked.label) if asked else clash.label, _flag
    if isinstance(kind, Kind) and clash.name in FIELDS[kind]:
        label, say = str(asked.label) if asked else field_label(kind, clash.name), partial(field_said, kind, clash.name)
    return Clash(clash.name, label, say(clash.yours) or "(nothing)", say(clash.theirs) or "(nothing)")


def _flag(value: str) -> str:
    return {"True": "Yes", "False": "No"}.get(value, value)


@declare(SEES_SECTION, "GET")
def section_history(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Show who changed what and when; a family sees what changed between the versions that were shared with it."""
    access = open_for(request, reference)
    letter = section_code(code)
    if letter not in access.visible_sections:
        raise NotPermitted("This section is not open to you.")
    note_reading(access, letter)
    is_family = access.circle.is_family
    read = {"steps": read_shared_history(access, letter)} if is_family else {"saves": read_history(access, letter)}
    return render(request, "plans/section_history.html", {"page": read_section_page(access, letter), "is_family": is_family, **read})
