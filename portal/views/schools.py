"""Ask schools and other places about a served draft, and take their answers: from the council's pages, or by the link of a letter."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import COUNCIL_IN_CIRCLE, SENDS_REPLIES, WITH_SCHOOL_KEY, declare
from permissions.refusals import Invalid, NotFound
from plans.access.finishing import require_sender
from plans.actions.record_lapse import record_lapse
from plans.actions.record_school_reply import record_school_reply
from plans.forms.finishing import ConsultForm, SchoolReplyForm
from plans.queries.plan_page import plan_head
from plans.queries.schools import consultation_by_key, find_consultation, read_desk, read_schools, requested_places, settings_offered
from plans.views.doors import done, open_for, person_of
from portal.letters.schools import consult


@declare(COUNCIL_IN_CIRCLE, "GET")
def schools(request: HttpRequest, reference: str) -> HttpResponse:
    """List the places that were asked, with their answers."""
    return render(request, "finishing/schools.html", {"page": read_schools(open_for(request, reference))})


@declare(SENDS_REPLIES, "GET", "POST")
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask a place."""
    access = open_for(request, reference)
    require_sender(access)
    form = ConsultForm(request.POST if request.method == "POST" else None, offered=settings_offered(access))
    if form.is_bound and form.is_valid():
        try:
            made = consult(person_of(request), reference, **form.cleaned_data, today=clock.today(), now=clock.now())
        except Invalid as wrong:
            for name, sentence in wrong.errors.items():
                form.add_error(name, sentence)
        else:
            return done(request, f"{made.organisation.name} was asked.", f"/plans/{reference}/schools/")
    context = {"head": plan_head(access), "form": form, "requested": requested_places(access)}
    return render(request, "finishing/consult.html", context, status=422 if form.is_bound else 200)


@declare(SENDS_REPLIES, "GET", "POST")
def answer(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Write down an answer that came by phone or on paper."""
    access = open_for(request, reference)
    require_sender(access)
    row = find_consultation(access, uid)
    form = SchoolReplyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            record_school_reply(row, form.answer(), by=person_of(request), today=clock.today(), now=clock.now())
        except Invalid as wrong:
            _say(form, wrong)
        else:
            return done(request, "The answer is written down.", f"/plans/{reference}/schools/")
    context = {"head": plan_head(access), "form": form, "name": row.organisation.name}
    return render(request, "finishing/school_answer.html", context, status=422 if form.is_bound else 200)


@declare(SENDS_REPLIES, "POST")
def lapse(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Write down that no answer came."""
    record_lapse(person_of(request), reference, uid, today=clock.today(), now=clock.now())
    return done(request, "Written down: no answer came.", f"/plans/{reference}/schools/")


@declare(WITH_SCHOOL_KEY, "GET", "POST")
def desk(request: HttpRequest, key: str) -> HttpResponse:
    """Show the form to whoever holds its link, and take the answer. Invariant: opening the link writes nothing."""
    try:
        page = read_desk(key, today=clock.today())
    except NotFound:
        return _quiet(render(request, "finishing/desk_over.html", status=404))
    form = SchoolReplyForm(request.POST if request.method == "POST" else None)
    if page.is_over or page.is_answered:
        return _quiet(render(request, "finishing/desk_over.html", {"page": page}, status=200 if request.method == "GET" else 409))
    if form.is_bound and form.is_valid():
        try:
            record_school_reply(consultation_by_key(key), form.answer(), by=None, today=clock.today(), now=clock.now())
        except Invalid as wrong:
            _say(form, wrong)
        else:
            return _quiet(render(request, "finishing/desk_over.html", {"page": page, "thanks": True}))
    return _quiet(render(request, "finishing/desk.html", {"page": page, "form": form}, status=422 if form.is_bound else 200))


def _say(form: SchoolReplyForm, wrong: Invalid) -> None:
    for name, sentence in wrong.errors.items():
        form.add_error(name if name in form.fields else None, sentence)


def _quiet(response: HttpResponse) -> HttpResponse:
    """Keep the address out of the log of what went wrong, since it holds the key."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
