"""Enter for a family what it answered on paper or by phone; give the form to print, and the paper as it came."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from files.views.hand_out import hand_out, may_go_there
from permissions import clock
from permissions.access import NOTHING_HERE
from permissions.policy import ANSWERS_DRAFT, KEYS_ANSWERS, declare
from permissions.refusals import Invalid, NotFound
from plans.access import PlanAccess
from plans.actions.bring_original import bring_original
from plans.actions.enter_answer import enter_answer
from plans.documents.answer import answer_file_name, paper_form_pdf
from plans.forms.on_behalf import OnBehalfForm
from plans.queries.answering import Answering
from plans.queries.on_behalf import find_original, open_for_somebody, read_on_behalf, read_on_behalf_of
from plans.queries.paper_form import read_paper_form
from plans.views.answering import answering_for, document
from plans.views.doors import done, note_reading, open_for, person_of


@declare(KEYS_ANSWERS, "GET")
def people(request: HttpRequest, reference: str) -> HttpResponse:
    """List for whom an answer can be entered."""
    return render(request, "on_behalf/list.html", {"page": read_on_behalf(open_for(request, reference))})


@declare(KEYS_ANSWERS, "GET", "POST")
def enter(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Enter one thing of somebody's answer."""
    access = open_for(request, reference)
    answering = open_for_somebody(access, uid)
    page = read_on_behalf_of(access, answering)
    note_reading(access, *page.codes)
    bound = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    initial = {"service": uid, "came_on": clock.today()}
    form = OnBehalfForm(*bound, places=page.places, originals=page.originals, initial=initial)
    if form.is_valid() and _entered(request, reference, uid, form):
        return done(request, f"Saved for {page.name}. You can enter the next thing.", page.url)
    return render(request, "on_behalf/enter.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)


def _entered(request: HttpRequest, reference: str, uid: uuid.UUID, form: OnBehalfForm) -> bool:
    """Enter what the form says; False where that can't be, and the form says why."""
    person, today = person_of(request), clock.today()
    key: Any = form.cleaned_data["post_key"]
    try:
        with bring_original(person, reference, form.upload, today=today) as file:
            enter_answer(person, reference, uid, form.entered(), file=file, post_key=key, today=today, now=clock.now())
    except Invalid as wrong:
        for name, sentence in wrong.errors.items():
            form.add_error({"proposed": "words"}.get(name, name) if name in (*form.fields, "proposed") else None, sentence)
        return False
    return True


@declare(KEYS_ANSWERS, "GET")
def paper(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Give somebody's form to be sent by post; without the words of the draft, which whoever prints it may not read."""
    access = open_for(request, reference)
    form = read_paper_form(open_for_somebody(access, uid), has_titles=False)
    return document(paper_form_pdf(form), answer_file_name(access, "answer-form"))


@declare(KEYS_ANSWERS, "GET")
def original(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponseBase:
    """Hand out the paper on which something came, to the council."""
    return _original(request, open_for(request, reference), uid, None)


@declare(ANSWERS_DRAFT, "GET")
def own_original(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponseBase:
    """Hand out the paper on which something came, to the person whose answer it is."""
    answering = answering_for(request, reference)
    return _original(request, answering.access, uid, answering)


def _original(request: HttpRequest, access: PlanAccess, uid: uuid.UUID, answering: Answering | None) -> HttpResponseBase:
    file = find_original(access, uid, of=answering.service if answering else None)
    if not may_go_there(request, file):
        raise NotFound(NOTHING_HERE)
    return hand_out(request, file)
