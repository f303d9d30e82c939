"""Serve a draft: look at what each will read, choose how each gets it, confirm; and what was served on whom."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import HAS_DOCUMENT, SEES_SERVICES, SERVES_DRAFTS, declare
from permissions.refusals import Invalid
from plans.access import PlanAccess
from plans.access.details import keeps_cards
from plans.forms.serving import ServeForm
from plans.queries.sent import find_document, read_sent
from plans.queries.serve_page import ServePage, read_serve_page, read_sure_page
from plans.views.doors import done, note_reading, open_for, person_of
from plans.views.errors import add_errors
from portal.council import council
from portal.letters import serve as letters
from portal.letters.draft_notice import missing_from_notice

SENT = "The draft is sent. Below stands to whom, in which way and until when each may answer."


@declare(SERVES_DRAFTS, "GET", "POST")
def serve(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what stands in the way, ask how each gets the draft, show what will happen, and serve it."""
    access = open_for(request, reference)
    page, form = _asked(request, access)
    if not page.may_go or not form.is_bound or not form.is_valid():
        return _asking(request, page, form)
    try:
        sure = read_sure_page(access, page.recipients, form.serving())
        if not form.is_sure:
            return render(request, "plans/serving/sure.html", {"page": page, "sure": sure, "form": form})
        letters.serve(person_of(request), reference, form.serving(), today=clock.today(), now=clock.now())
    except Invalid as refused:
        add_errors(form, refused)
        return _asking(request, page, form)
    return done(request, SENT, f"{page.head.url}serve/sent/")


def _asked(request: HttpRequest, access: PlanAccess) -> tuple[ServePage, ServeForm]:
    page = read_serve_page(access, bounced=letters.bounced_of(access), notice_missing=missing_from_notice(access))
    data = request.POST if request.method == "POST" else None
    return page, ServeForm(data, page=page, least_days=council().answer_days, today=clock.today())


def _asking(request: HttpRequest, page: ServePage, form: ServeForm) -> HttpResponse:
    status = 200 if not form.is_bound else 422 if page.may_go else 409
    return render(request, "plans/serving/serve.html", {"page": page, "form": form}, status=status)


@declare(SERVES_DRAFTS, "GET")
def preview(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show exactly what one recipient will read."""
    access = open_for(request, reference)
    copy = letters.preview(access, number, now=clock.now())
    note_reading(access, *(code for code in copy.page.codes if code in access.visible_sections))
    context = {"head": request.plan_head, "page": copy.page, "name": copy.person.name, "cover": copy.cover if keeps_cards(access) else None}  # type: ignore[attr-defined]
    return render(request, "plans/serving/preview.html", context)


@declare(SEES_SERVICES, "GET")
def sent(request: HttpRequest, reference: str) -> HttpResponse:
    """List what was served on whom, in which way, and until when they answer."""
    return render(request, "plans/serving/sent.html", {"page": read_sent(open_for(request, reference))})


@declare(HAS_DOCUMENT, "GET")
def document(request: HttpRequest, reference: str, uid: UUID) -> HttpResponse:
    """Give a document as it was issued."""
    access = open_for(request, reference)
    found = find_document(access, uid)
    note_reading(access, *access.visible_sections)
    headers = {
        "Content-Disposition": f'attachment; filename="{found.name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(found.content, content_type=found.content_type, headers=headers)
