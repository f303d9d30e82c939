"""The letters and notices of a plan: the list, and each as it was issued."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions.clock import LONDON
from permissions.policy import HAS_DOCUMENT, IN_CIRCLE, declare
from plans.queries.documents import find_document, read_documents
from plans.views.doors import open_for

TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


@declare(IN_CIRCLE, "GET")
def documents(request: HttpRequest, reference: str) -> HttpResponse:
    """List the letters and notices that this person may read."""
    return render(request, "plans/documents.html", {"page": read_documents(open_for(request, reference))})


@declare(HAS_DOCUMENT, "GET")
def document(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Give a document exactly as it was issued."""
    access = open_for(request, reference)
    found = find_document(access, uid)
    name = f"{access.circle.circle.shown_reference}-letter-{found.made_at.astimezone(LONDON).date()}.{found.format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(found.content), content_type=TYPES[found.format], headers=headers)
