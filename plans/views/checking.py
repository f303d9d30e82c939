"""Send a draft to be checked, and check it: two persons."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import CHECKS_DRAFTS, DECIDES, SENDS_TO_CHECK, declare
from permissions.refusals import Invalid
from plans.access.deciding import require_checker, require_decider, require_sender_to_check, require_stage
from plans.actions.pass_check import pass_check
from plans.actions.reopen_draft import reopen_draft
from plans.actions.return_draft import return_draft
from plans.actions.send_to_check import send_to_check
from plans.forms.deciding import CheckForm, ReopenForm
from plans.queries.check_page import read_check
from plans.queries.plan_page import plan_head
from plans.queries.signing import place_comes_out_first
from plans.statute.events import Event
from plans.views.doors import done, open_for, person_of


@declare(SENDS_TO_CHECK, "GET", "POST")
def send(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what sending a draft to be checked means, and send it."""
    access = open_for(request, reference)
    require_sender_to_check(access)
    require_stage(access, Event.SEND_TO_CHECK)
    page = read_check(access)
    if request.method != "POST":
        return render(request, "plans/deciding/send_to_check.html", {"page": page})
    send_to_check(person_of(request), reference, today=clock.today(), now=clock.now())
    return done(request, "The draft is with the manager, to be checked.", page.head.url)


@declare(CHECKS_DRAFTS, "GET", "POST")
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Show where the check stands; return the draft, or pass it."""
    access = open_for(request, reference)
    require_checker(access)
    require_stage(access, Event.RETURN_DRAFT)
    page, form = read_check(access), CheckForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render(request, "plans/deciding/check.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)
    try:
        return done(request, _checked(request, reference, form), page.head.url)
    except Invalid as wrong:
        form.add_error("reasons", wrong.errors["reasons"])
    return render(request, "plans/deciding/check.html", {"page": page, "form": form}, status=422)


@declare(DECIDES, "GET", "POST")
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what taking a draft back to writing means, and take it back."""
    access = open_for(request, reference)
    require_decider(access)
    require_stage(access, Event.REOPEN_DRAFT)
    head, form = plan_head(access), ReopenForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        inputs = {"head": head, "form": form, "is_placed": place_comes_out_first(access)}
        return render(request, "plans/deciding/write_again.html", inputs, status=422 if form.is_bound else 200)
    reopen_draft(person_of(request), reference, reasons=form.cleaned_data["reasons"], today=clock.today(), now=clock.now())
    return done(request, "The draft is open again to whoever writes it. Nothing was sent.", head.url)


def _checked(request: HttpRequest, reference: str, form: CheckForm) -> str:
    when: dict[str, Any] = {"today": clock.today(), "now": clock.now()}
    if request.POST.get("what") == "pass":
        pass_check(person_of(request), reference, **when)
        return "The draft has passed the check. It can be served."
    return_draft(person_of(request), reference, reasons=form.cleaned_data["reasons"], **when)
    return "The draft is back with whoever writes it."
