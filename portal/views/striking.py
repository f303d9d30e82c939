"""Strike a passage that must not be known: one of the council proposes, another one confirms."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from permissions import clock
from permissions.policy import STRIKES, declare
from permissions.refusals import Invalid
from plans.access import PlanAccess
from plans.actions.confirm_strike import confirm_strike
from plans.actions.decline_strike import decline_strike
from plans.actions.propose_strike import propose_strike
from plans.forms.fields import put_in
from plans.forms.strikes import StrikeForm
from plans.queries.strikes import look_for, looked_for, read_new, read_strike, read_strikes
from plans.views.doors import done, note_reading, open_for, person_of
from portal.forms.fields import add_errors
from portal.striking import EVERYWHERE


@declare(STRIKES, "GET")
def strikes(request: HttpRequest, reference: str) -> HttpResponse:
    """List what was struck from a plan, and what waits for a second person."""
    return render(request, "striking/list.html", {"page": read_strikes(open_for(request, reference))})


@declare(STRIKES, "GET", "POST")
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """Show where a passage stands, then propose that it be struck."""
    access = open_for(request, reference)
    page, form = read_new(access), StrikeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("do") == "propose" and form.cleaned_data["looked"] == looked_for(form.cleaned_data["passage"]):
                return _propose(request, reference, form)
            return _look(request, access, form)
        except Invalid as wrong:
            add_errors(form, wrong.errors)
    return render(request, "striking/new.html", {"page": page, "form": form}, status=422 if request.method == "POST" else 200)


def _look(request: HttpRequest, access: PlanAccess, form: StrikeForm) -> HttpResponse:
    data = form.cleaned_data
    page = look_for(access, EVERYWHERE, passage=data["passage"], reason=data["reason"])
    if page.places:
        note_reading(access, *access.visible_sections)
    put_in(form, "looked", page.looked)
    return render(request, "striking/new.html", {"page": page, "form": form})


def _propose(request: HttpRequest, reference: str, form: StrikeForm) -> HttpResponse:
    data = form.cleaned_data
    words = {"passage": data["passage"], "reason": data["reason"]}
    strike = propose_strike(person_of(request), reference, **words, today=clock.today(), now=clock.now())
    return done(request, "Proposed. A second person has to look at it now.", reverse("strike", args=[reference, strike.uid]))


@declare(STRIKES, "GET")
def strike(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Show one strike: why, where, and who has to act."""
    access = open_for(request, reference)
    page = read_strike(access, uid, EVERYWHERE)
    if page.places:
        note_reading(access, *access.visible_sections)
    return render(request, "striking/strike.html", {"page": page})


@declare(STRIKES, "POST")
def confirm(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Strike the passage, as the second person."""
    confirm_strike(person_of(request), reference, uid, places=EVERYWHERE, today=clock.today(), now=clock.now())
    return done(request, "Struck out from everything in this plan.", reverse("strike", args=[reference, uid]))


@declare(STRIKES, "POST")
def decline(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Decline what was proposed, or take back what one proposed oneself."""
    decline_strike(person_of(request), reference, uid, today=clock.today(), now=clock.now())
    return done(request, "Nothing was struck. The plan stays as it is.", reverse("strikes", args=[reference]))
