"""Documents made from the rows of a plan when they are asked for: "You said, we did", the working document, a version as a Word file."""

import uuid
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.access import NOTHING_HERE
from permissions.policy import IN_CIRCLE, READS_WORKING_DOCUMENT, SEES_VERSION, declare
from permissions.refusals import NotFound
from plans.documents.version_word import version_document, word_name
from plans.documents.word import word_file
from plans.documents.working_pdf import document_pdf
from plans.queries.details import read_cover
from plans.queries.said_and_done import SaidPage, read_said
from plans.queries.versions import read_version
from plans.queries.working_document import WorkingPage, read_working_document
from plans.runs import Document
from plans.views.documents import TYPES
from plans.views.doors import note_reading, note_version, open_for, person_of


@declare(IN_CIRCLE, "GET")
def said(request: HttpRequest, reference: str, uid: uuid.UUID | None = None) -> HttpResponse:
    """Show what somebody said and what the council did; the council first chooses whose."""
    return render(request, "plans/written/said.html", {"page": _said(request, reference, uid)})


@declare(IN_CIRCLE, "GET")
def said_file(request: HttpRequest, reference: str, kind: str, uid: uuid.UUID | None = None) -> HttpResponse:
    """Give it as a PDF or a Word file."""
    page = _said(request, reference, uid)
    if page.document is None:
        raise NotFound(NOTHING_HERE)
    return _file(page.document, kind, f"{page.head.reference}-you-said-we-did")


def _said(request: HttpRequest, reference: str, uid: uuid.UUID | None) -> SaidPage:
    access = open_for(request, reference)
    page = read_said(access, uid)
    note_reading(access, *page.codes)
    return page


@declare(READS_WORKING_DOCUMENT, "GET")
def working(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the working document."""
    return render(request, "plans/written/working.html", {"page": _working(request, reference)})


@declare(READS_WORKING_DOCUMENT, "GET")
def working_file(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Give the working document as a PDF or a Word file."""
    page = _working(request, reference)
    return _file(page.document, kind, f"{page.head.reference}-working-document")


def _working(request: HttpRequest, reference: str) -> WorkingPage:
    access = open_for(request, reference)
    page = read_working_document(access, recipient=person_of(request).get_full_name())
    note_reading(access, *page.codes)
    return page


@declare(SEES_VERSION, "GET")
def version_word(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Give a version as a Word file, made for this person."""
    access = open_for(request, reference)
    page = read_version(access, uid)
    note_reading(access, *page.codes)
    note_version(access, uid)
    today = clock.today()
    document = version_document(page, recipient=person_of(request).get_full_name(), today=today, cover=read_cover(access))
    return _answer(word_file(document, today=today), word_name(page))


def _file(document: Document, kind: str, name: str) -> HttpResponse:
    today: date = clock.today()
    made = document_pdf(document) if kind == "pdf" else word_file(document, today=today)
    return _answer(made, f"{name}.{'pdf' if kind == 'pdf' else 'docx'}")


def _answer(made: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(made, content_type=TYPES[name.rsplit(".", 1)[1]], headers=headers)
