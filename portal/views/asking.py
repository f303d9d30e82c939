"""Ask for an assessment, one thing a page, and for the council: the requests that came in here."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from permissions import clock
from permissions.access import NOTHING_HERE
from permissions.policy import OPENS_PLANS, SIGNED_IN, WRITES_REQUEST, declare
from permissions.refusals import Invalid, NotFound
from plans.actions.begin_asking import begin_asking
from plans.actions.drop_asking import drop_asking
from plans.actions.save_asking import save_asking
from plans.actions.send_asking import send_asking
from plans.queries.asking import decide_by, read_one_waiting, read_own, read_waiting
from plans.saying import long_date
from plans.views.doors import done, person_of
from portal.forms.asking import SendForm, step_of
from portal.pages.asking import after, check_page, step_page


@declare(SIGNED_IN, "GET", "POST")
def ask(request: HttpRequest) -> HttpResponse:
    """Say what a request is, list one's own, and begin one."""
    if request.method == "POST":
        asking = begin_asking(person_of(request), now=clock.now())
        return redirect(f"/ask/{asking.uid}/child/")
    return render(request, "asking/ask.html", {"rows": read_own(person_of(request))})


@declare(WRITES_REQUEST, "GET", "POST")
def step(request: HttpRequest, uid: uuid.UUID, slug: str) -> HttpResponse:
    """Show one page of a request, or keep it and go on."""
    page = step_page(person_of(request), uid, slug)
    if page is None:
        raise NotFound(NOTHING_HERE)
    form = page.form(request.POST if request.method == "POST" else None, initial=page.initial)
    if form.is_bound and form.is_valid():
        save_asking(person_of(request), uid, form.cleaned_data)
        return redirect("/ask/" if "later" in request.POST else after(uid, slug))
    return render(request, "asking/step.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)


@declare(WRITES_REQUEST, "GET", "POST")
def check(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Show everything once more, and send it."""
    form = SendForm(request.POST if request.method == "POST" else None)
    missing: list[tuple[str, str]] = []
    if form.is_bound and form.is_valid():
        try:
            asking = send_asking(person_of(request), uid, today=clock.today(), now=clock.now())
            due = long_date(decide_by(clock.today()))
            said = f"Your request was received today. The council tells the family by {due} whether it carries out an assessment."
            return done(request, said, f"/ask/?sent={asking.uid}")
        except Invalid as wrong:
            missing = [(sentence, f"/ask/{uid}/{step_of(name)}/") for name, sentence in wrong.errors.items()]
    inputs = {"page": check_page(person_of(request), uid), "form": form, "missing": missing}
    return render(request, "asking/check.html", inputs, status=422 if form.is_bound else 200)


@declare(WRITES_REQUEST, "GET", "POST")
def throw_away(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Ask once more, and throw a request away that was not sent."""
    page = check_page(person_of(request), uid)
    if request.method != "POST":
        return render(request, "asking/throw_away.html", {"page": page})
    drop_asking(person_of(request), uid)
    return done(request, "It is thrown away.", "/ask/")


@declare(OPENS_PLANS, "GET")
def waiting(request: HttpRequest) -> HttpResponse:
    """List the requests that came in here and for which no plan is open yet."""
    return render(request, "asking/waiting.html", {"rows": read_waiting(person_of(request), today=clock.today())})


@declare(OPENS_PLANS, "GET")
def one_waiting(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Show one of them whole."""
    return render(request, "asking/one_waiting.html", {"page": read_one_waiting(person_of(request), uid, today=clock.today())})
