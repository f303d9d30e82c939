"""The versions of a plan: list, read, compare, take away as PDF; cut and share."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import CUTS_VERSIONS, SEES_VERSION, declare
from plans.access import PlanAccess
from plans.actions.cut_version import cut_version
from plans.actions.share_version import share_version
from plans.documents.pdf import file_name, version_pdf
from plans.forms.versions import CompareForm, CutForm, ShareForm
from plans.queries.compare import Choices, ComparePage, compare_versions, read_choices
from plans.queries.details import read_cover
from plans.queries.plan_page import plan_head
from plans.queries.versions import read_share_page, read_version, read_versions
from plans.record.append import require_cutter
from plans.views.doors import done, note_reading, open_for, person_of


@declare(SEES_VERSION, "GET")
def versions(request: HttpRequest, reference: str) -> HttpResponse:
    """List the versions that this person sees."""
    return render(request, "plans/versions/list.html", {"page": read_versions(open_for(request, reference))})


@declare(CUTS_VERSIONS, "GET", "POST")
def cut(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask what a version is for, and cut it."""
    access = open_for(request, reference)
    require_cutter(access)
    form = CutForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "plans/versions/cut.html", {"head": plan_head(access), "form": form}, status=422 if form.is_bound else 200)
    version = cut_version(access, note=form.cleaned_data["note"], now=clock.now())
    return done(request, f"Saved as working version {version.kind_number}.", f"{plan_head(access).url}versions/{version.uid}/")


@declare(CUTS_VERSIONS, "GET", "POST")
def share(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Say who will be able to read a version, and share it."""
    access = open_for(request, reference)
    page = read_share_page(access, uid)
    form = ShareForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "plans/versions/share.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)
    version = share_version(access, uid, note=form.cleaned_data["note"], now=clock.now())
    return done(request, f"Shared with the circle as shared version {version.kind_number}.", f"{page.head.url}versions/{version.uid}/")


@declare(SEES_VERSION, "GET")
def pdf(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Give a version as a PDF, made for this person."""
    access = open_for(request, reference)
    page = read_version(access, uid)
    note_reading(access, *page.codes)
    document = version_pdf(page, recipient=person_of(request).get_full_name(), today=clock.today(), cover=read_cover(access))
    name = file_name(page)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(document, content_type="application/pdf", headers=headers)


@declare(SEES_VERSION, "GET")
def compare(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what changed since what this person knows, or between two versions that they choose."""
    access = open_for(request, reference)
    choices = read_choices(access)
    is_asked = {"from", "to"} <= set(request.GET)
    guess = choices.first_guess | request.GET.dict()
    form = CompareForm(guess, offered=choices.offered, initial=guess)
    page = _compared(access, choices, form) if form.is_valid() else None
    if page is None and not is_asked:
        form = CompareForm(offered=choices.offered, initial=guess)
    context = {"head": choices.head, "form": form, "page": page, "has_two": len(choices.offered) > 1}
    return render(request, "plans/versions/compare.html", context, status=422 if is_asked and page is None else 200)


def _compared(access: PlanAccess, choices: Choices, form: CompareForm) -> ComparePage:
    asked = form.cleaned_data
    page = compare_versions(access, choices, asked["from"], asked["to"], everything=asked["show"] == "everything")
    note_reading(access, *page.codes)
    return page
