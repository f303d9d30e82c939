"""More time to answer a draft: ask for it, decide about it, give it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import SEES_SERVICES, SERVES_DRAFTS, declare
from permissions.refusals import Invalid
from plans.actions.ask_more_time import ask_more_time
from plans.forms.serving import AskMoreTimeForm, DecideMoreTimeForm, GiveMoreTimeForm
from plans.queries.more_time import read_asked, read_giving, read_more_time
from plans.views.doors import done, open_for, person_of
from plans.views.errors import add_errors
from portal.letters.more_time import decide_and_tell, give_and_tell, said

ASKED = "The council has your request. The answer will stand on this page."


@declare(SEES_SERVICES, "GET", "POST")
def more_time(request: HttpRequest, reference: str) -> HttpResponse:
    """Show how long one has, or everybody for the council, and ask for more."""
    page = read_more_time(open_for(request, reference))
    form = AskMoreTimeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            ask_more_time(person_of(request), reference, **form.cleaned_data, today=clock.today(), now=clock.now())
            return done(request, ASKED, request.path)
        except Invalid as refused:
            add_errors(form, refused)
    return render(request, "plans/serving/more_time.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)


@declare(SERVES_DRAFTS, "GET", "POST")
def decide(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Decide about more time that somebody asked for."""
    page = read_asked(open_for(request, reference), number)
    form = DecideMoreTimeForm(request.POST if request.method == "POST" else None, initial={"closes_on": page.until_on})
    if form.is_valid():
        try:
            given = {name: form.cleaned_data[name] for name in ("closes_on", "answer")}
            more = decide_and_tell(person_of(request), reference, number, **given, today=clock.today(), now=clock.now())
            return done(request, said(more), f"{page.head.url}more-time/")
        except Invalid as refused:
            add_errors(form, refused)
    return render(request, "plans/serving/give_time.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)


@declare(SERVES_DRAFTS, "GET", "POST")
def give(request: HttpRequest, reference: str, service: UUID) -> HttpResponse:
    """Give somebody more time unasked."""
    page = read_giving(open_for(request, reference), service)
    form = GiveMoreTimeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            more = give_and_tell(person_of(request), reference, service, **form.cleaned_data, today=clock.today(), now=clock.now())
            return done(request, said(more), f"{page.head.url}more-time/")
        except Invalid as refused:
            add_errors(form, refused)
    return render(request, "plans/serving/give_time.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)
