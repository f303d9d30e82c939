"""Decide about a request, and end a case: ask, show each letter before it goes, then do all of it at once."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from files.views.hand_out import hand_out
from permissions import clock
from permissions.policy import DECIDES, ENDS_CASES, READS_REQUEST, declare
from permissions.refusals import Invalid
from plans.access import PlanAccess
from plans.forms.deciding import DiedForm
from plans.forms.happened_on import HappenedOn
from plans.queries.documents import sees_every_document
from plans.queries.plan_page import plan_head
from plans.queries.request_page import find_original, read_request
from plans.saying import count, long_date
from plans.statute.events import Event
from plans.views.doors import done, open_for, person_of
from portal.forms.fields import add_errors
from portal.letters.deciding import CHANGED, Asked, decide, letters_for, record_that_child_died, require_event
from portal.letters.notice_letters import Ready
from portal.pages.deciding import QUESTIONS, Question, asked_by, preview_of


@declare(DECIDES, "GET", "POST")
def decide_about(request: HttpRequest, reference: str, what: str) -> HttpResponse:
    """Ask for a decision, show its letters, and do it."""
    return answer(request, reference, QUESTIONS[what])


@declare(ENDS_CASES, "GET", "POST")
def moved(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask when the child moved away, show the letters, and end the case."""
    return answer(request, reference, QUESTIONS["moved"])


def answer(request: HttpRequest, reference: str, question: Question) -> HttpResponse:
    """Ask a question, show the letters of its answer, and do it when they were seen."""
    access = open_for(request, reference)
    require_event(access, question.event)
    form = question.form(request.POST if request.method == "POST" else None, today=clock.today(), **question.given(access))
    if not form.is_bound or "back" in request.POST:
        return _ask(request, access, question, form)
    try:
        if form.is_valid():
            return _preview_or_do(request, access, question, form)
    except Invalid as wrong:
        add_errors(form, wrong.errors)
    return _ask(request, access, question, form, status=422)


def _preview_or_do(request: HttpRequest, access: PlanAccess, question: Question, form: HappenedOn) -> HttpResponse:
    asked, seen = asked_by(form, question.event), request.POST.get("seen", "")
    letters = letters_for(access, asked)
    if seen and seen == letters.mark:
        return _do(request, access, question, asked, seen)
    return _preview(request, access, question, form, letters, CHANGED if seen else "")


def _do(request: HttpRequest, access: PlanAccess, question: Question, asked: Asked, seen: str) -> HttpResponse:
    head = plan_head(access)
    decide(person_of(request), head.reference, asked, seen=seen, today=clock.today(), now=clock.now())
    return done(request, str(question.done), f"{head.url}documents/" if sees_every_document(access) else head.url)


def _preview(request: HttpRequest, access: PlanAccess, question: Question, form: HappenedOn, letters: Ready, changed: str) -> HttpResponse:
    inputs = {"page": preview_of(access, form, letters), "question": question, "form": form, "changed": changed}
    return render(request, "plans/deciding/preview.html", inputs, status=409 if changed else 200)


def _ask(request: HttpRequest, access: PlanAccess, question: Question, form: HappenedOn, *, status: int = 200) -> HttpResponse:
    inputs = {"head": plan_head(access), "question": question, "form": form, "told": question.told(access)}
    return render(request, "plans/deciding/ask.html", inputs, status=status)


@declare(ENDS_CASES, "GET", "POST")
def died(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask on which day the child died, ask once more, and stop everything."""
    access = open_for(request, reference)
    require_event(access, Event.DIED)
    form = DiedForm(request.POST if request.method == "POST" else None, today=clock.today())
    if not form.is_bound or "back" in request.POST or not form.is_valid():
        status = 422 if form.is_bound and form.errors and "back" not in request.POST else 200
        return render(request, "plans/deciding/died.html", {"head": plan_head(access), "form": form}, status=status)
    on = form.cleaned_data["on"]
    if form.cleaned_data["certain"] != on.isoformat():
        inputs = {"head": plan_head(access), "form": form, "on": on, "day": long_date(on)}
        return render(request, "plans/deciding/died_sure.html", inputs)
    return _record_death(request, access, form)


def _record_death(request: HttpRequest, access: PlanAccess, form: DiedForm) -> HttpResponse:
    head = plan_head(access)
    try:
        stopped = record_that_child_died(
            person_of(request), head.reference, on=form.cleaned_data["on"], today=clock.today(), now=clock.now()
        )
    except Invalid as wrong:
        add_errors(form, wrong.errors)
        return render(request, "plans/deciding/died.html", {"head": head, "form": form}, status=422)
    waited = f" {count(stopped, 'message', 'messages')} that waited will not be sent." if stopped else ""
    return done(request, f"It is recorded. Nothing leaves about this plan any more.{waited}", head.url)


@declare(READS_REQUEST, "GET")
def request_received(request: HttpRequest, reference: str) -> HttpResponse:
    """Show how the request came in."""
    return render(request, "plans/deciding/request.html", {"page": read_request(open_for(request, reference))})


@declare(READS_REQUEST, "GET")
def original(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Hand out the original of the request."""
    return hand_out(request, find_original(open_for(request, reference)))
