"""Letters to one adult of the family: choose, see it as it will be, make it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import KEEPS_CIRCLE, declare
from plans.access import PlanAccess
from plans.access.details import require_keeps_cards
from plans.actions.write_letter import write_letter
from plans.documents.letter import letter_file_name, letter_pdf
from plans.documents.pdf import file_name, version_pdf
from plans.forms.details import LetterForm
from plans.queries.details import read_cover
from plans.queries.letters import Sender, read_copy, read_letter, read_letters
from plans.views.doors import note_reading, open_for, person_of
from portal import context


@declare(KEEPS_CIRCLE, "GET")
def letters(request: HttpRequest, reference: str) -> HttpResponse:
    """List to whom a letter can be made."""
    return render(request, "letters/letters.html", {"page": read_letters(_open(request, reference))})


@declare(KEEPS_CIRCLE, "GET", "POST")
def letter(request: HttpRequest, reference: str, number: int, kind: str) -> HttpResponse:
    """Show how one adult may safely be reached and what the letter says; make it, or the copy that goes with it."""
    access = _open(request, reference)
    page = read_letter(access, number, kind, _sender(request))
    form = LetterForm(request.POST if request.method == "POST" else None, name=page.letter.to, has_copy=page.has_copy)
    if not form.is_bound or not form.is_valid():
        return render(request, "letters/letter.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)
    making = form.cleaned_data["make"]
    if making == "copy":
        return _copy(request, access, number)
    write_letter(person_of(request), reference, number, kind="letter", today=clock.today(), now=clock.now())
    if making == "page":
        return render(request, "letters/print.html", {"page": page})
    return _attachment(letter_pdf(page.letter), letter_file_name(page.head.reference))


def _open(request: HttpRequest, reference: str) -> PlanAccess:
    access = open_for(request, reference)
    require_keeps_cards(access)
    return access


def _sender(request: HttpRequest) -> Sender:
    council = context.everywhere(request)["council"]
    return Sender(name=council.name, phone=council.phone, email=council.email, origin=settings.ORIGIN)


def _copy(request: HttpRequest, access: PlanAccess, number: int) -> HttpResponse:
    """Make the newest shared version for this adult: what they may read, on a front that is theirs."""
    page, theirs, holder = read_copy(access, number)
    note_reading(access, *page.codes)
    reference = access.circle.circle.reference
    write_letter(person_of(request), reference, number, kind="copy", today=clock.today(), now=clock.now())
    document = version_pdf(page, recipient=holder.person.name, today=clock.today(), cover=read_cover(theirs))
    return _attachment(document, file_name(page))


def _attachment(document: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(document, content_type="application/pdf", headers=headers)
