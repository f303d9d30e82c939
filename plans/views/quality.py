"""Show what the checks found in a plan; give a reason for it, or override it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from permissions import clock
from permissions.policy import READS_CHECKS, declare
from permissions.refusals import Invalid
from plans.access.checks import require_reader
from plans.actions.give_reason import give_reason
from plans.actions.override_check import override_check
from plans.forms.quality import OverrideForm, ReasonForm
from plans.queries.quality_pages import FindingPage, read_checks, read_finding
from plans.views.doors import done, note_reading, open_for, person_of


@declare(READS_CHECKS, "GET")
def checks(request: HttpRequest, reference: str) -> HttpResponse:
    """Show everything that the checks found, by what it means for sending the plan."""
    access = open_for(request, reference)
    require_reader(access)
    note_reading(access, *access.visible_sections)
    return render(request, "quality/checks.html", {"page": read_checks(access)})


@declare(READS_CHECKS, "GET", "POST")
def finding(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Show one finding, and keep the reason for it or the override."""
    access = open_for(request, reference)
    page = read_finding(access, key, to_act=request.method == "POST")
    if page.view.place_url:
        note_reading(access, *access.visible_sections)
    kind = OverrideForm if page.is_stop else ReasonForm
    if request.method == "GET":
        return _show(request, page, kind(initial={"words_hash": page.words_hash}))
    form = kind(request.POST)
    return _keep(request, reference, key, page, form) if form.is_valid() else _show(request, page, form, status=422)


def _keep(request: HttpRequest, reference: str, key: str, page: FindingPage, form: ReasonForm) -> HttpResponse:
    data = {**form.cleaned_data, "today": clock.today(), "now": clock.now()}
    try:
        if isinstance(form, OverrideForm):
            override_check(person_of(request), reference, key, is_sure=data.pop("sure"), **data)
        else:
            give_reason(person_of(request), reference, key, **data)
    except Invalid as wrong:
        for name, sentence in wrong.errors.items():
            form.add_error(name, sentence)
        return _show(request, page, form, status=422)
    return done(request, "Your reason is kept.", reverse("checks", args=[reference]))


def _show(request: HttpRequest, page: FindingPage, form: ReasonForm, *, status: int = 200) -> HttpResponse:
    return render(request, "quality/finding.html", {"page": page, "form": form}, status=status)
