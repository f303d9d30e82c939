"""What the council holds back from the family while the draft is written."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from permissions import clock
from permissions.policy import KEEPS_CIRCLE, declare
from permissions.refusals import Invalid
from permissions.vocabulary import SECTION_NAMES, Code
from plans.access.circle import require_drafting, require_keeper
from plans.actions.hold_back_section import hold_back_section
from plans.actions.release_section import release_section
from plans.queries.people import HeldBackPage, held_back_page
from plans.queries.section_page import section_code
from plans.views.doors import done, open_for, person_of
from portal.forms.fields import add_errors
from portal.forms.people import HoldBack


@declare(KEEPS_CIRCLE, "GET")
def held_back(request: HttpRequest, reference: str) -> HttpResponse:
    """List the sections, and which of them are held back from the family and why."""
    return render(request, "people/held_back.html", {"page": _open(request, reference)})


@declare(KEEPS_CIRCLE, "GET", "POST")
def hold_back(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Hold a section back from the family."""
    page, section = _open(request, reference), section_code(code)
    form = HoldBack(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            hold_back_section(person_of(request), reference, section, reason=reason, today=clock.today(), now=clock.now())
            return _back(request, page, f"{_said(section)} is held back from the family.")
        except Invalid as wrong:
            add_errors(form, wrong.errors)
    inputs = {"page": page, "form": form, "section": _said(section), "code": section.value}
    return render(request, "people/hold_back.html", inputs, status=422 if request.method == "POST" else 200)


@declare(KEEPS_CIRCLE, "POST")
def release(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Let the family see a section again."""
    page, section = _open(request, reference), section_code(code)
    release_section(person_of(request), reference, section, today=clock.today(), now=clock.now())
    return _back(request, page, f"The family sees {_said(section)} again.")


def _open(request: HttpRequest, reference: str) -> HeldBackPage:
    access = open_for(request, reference)
    require_keeper(access)
    require_drafting(access)
    return held_back_page(access)


def _said(code: Code) -> str:
    return f"{SECTION_NAMES[code]} (Section {code})"


def _back(request: HttpRequest, page: HeldBackPage, words: str) -> HttpResponse:
    return done(request, words, reverse("held_back", args=[page.reference]))
