"""Write down what came in about a plan in force: what was said about ending it, an appeal, a request for a reassessment. Nothing is sent."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from permissions import clock
from permissions.policy import DECIDES, ENDS_CASES, declare
from permissions.refusals import Invalid
from plans.access.deciding import require_decider, require_keys_request, require_stage
from plans.actions.ask_reassessment import ask_reassessment
from plans.actions.record_ending_appeal import record_ending_appeal
from plans.actions.record_ending_view import record_ending_view
from plans.forms.ending import AppealForm, AskReassessForm, HeardForm
from plans.queries.ending import read_consulted
from plans.queries.plan_page import plan_head
from plans.statute.events import Event
from plans.views.doors import done, open_for, person_of
from plans.views.errors import add_errors


@declare(DECIDES, "GET", "POST")
def heard(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask what one who was asked said about ending the plan, and keep it."""
    access = open_for(request, reference)
    require_decider(access)
    require_stage(access, Event.SAY_CEASE)
    asked = read_consulted(access)
    people = [(one.key, f"{one.name}: {one.role.lower()}") for one in asked]
    form = HeardForm(_posted(request), today=clock.today(), people=people)
    if form.is_valid() and _is_kept(form, partial(record_ending_view, person_of(request), reference, form.heard())):
        return done(request, "It is written down. Only those who decide read it.", request.path)
    return _ask(request, "plans/deciding/heard.html", {"head": plan_head(access), "asked": asked, "form": form})


@declare(ENDS_CASES, "GET", "POST")
def appealed(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask when an appeal against ending the plan was registered, and keep it."""
    access = open_for(request, reference)
    require_keys_request(access)
    require_stage(access, Event.APPEAL_CEASE)
    form, head = AppealForm(_posted(request), today=clock.today()), plan_head(access)
    if form.is_valid() and _is_kept(form, partial(record_ending_appeal, person_of(request), reference, on=form.cleaned_data["on"])):
        return done(request, "The appeal is recorded. The plan stays in force until it is decided.", head.url)
    return _ask(request, "plans/deciding/appealed.html", {"head": head, "form": form})


@declare(ENDS_CASES, "GET", "POST")
def reassessment_asked(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask who asked for a reassessment, when and in which words, and keep it."""
    access = open_for(request, reference)
    require_keys_request(access)
    require_stage(access, Event.ASK_REASSESS)
    form, head = AskReassessForm(_posted(request), today=clock.today()), plan_head(access)
    if form.is_valid():
        keep = partial(ask_reassessment, person_of(request), reference, form.requested(), on=form.cleaned_data["on"])
        if _is_kept(form, keep):
            return done(request, "The request is recorded. It is answered within 15 days of the day on which it came.", head.url)
    return _ask(request, "plans/deciding/reassessment_asked.html", {"head": head, "form": form})


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _is_kept(form: forms.Form, keep: Callable[..., object]) -> bool:
    """Keep it, or put beside the fields why not."""
    try:
        keep(today=clock.today(), now=clock.now())
    except Invalid as wrong:
        add_errors(form, wrong)
        return False
    return True


def _ask(request: HttpRequest, template: str, inputs: dict[str, Any]) -> HttpResponse:
    return render(request, template, inputs, status=422 if inputs["form"].errors else 200)
