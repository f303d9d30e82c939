"""Who agreed to be sent the plan through the portal or by e-mail: recorded by the council, given and taken back by oneself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import FAMILY_IN_CIRCLE, KEEPS_CIRCLE, declare
from permissions.refusals import Invalid
from plans.actions.give_consent import give_consent
from plans.actions.withdraw_consent import withdraw_consent
from plans.forms.serving import ConsentForm, OwnConsentForm, WithdrawConsentForm
from plans.queries.consents import read_consent, read_consents, read_own_consents
from plans.views.doors import done, open_for, person_of
from plans.views.errors import add_errors

GIVEN = "Saved. You agreed to this way from today on."
TAKEN_BACK = "Saved. You took it back. What was sent to you before stays as it is."


@declare(KEEPS_CIRCLE, "GET")
def consents(request: HttpRequest, reference: str) -> HttpResponse:
    """List who of the family agreed to which way."""
    return render(request, "plans/serving/consents.html", {"page": read_consents(open_for(request, reference))})


@declare(KEEPS_CIRCLE, "GET", "POST")
def record(request: HttpRequest, reference: str, number: int, channel: str) -> HttpResponse:
    """Record that somebody agreed."""
    page = read_consent(open_for(request, reference), number, channel)
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            give_consent(person_of(request), reference, channel, of=number, **form.cleaned_data, today=clock.today(), now=clock.now())
            return done(
                request, f"Saved: {page.name} agreed. They can read and change this on their own page.", f"{page.head.url}consents/"
            )
        except Invalid as refused:
            add_errors(form, refused)
    return render(request, "plans/serving/consent.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)


@declare(KEEPS_CIRCLE, "GET", "POST")
def withdraw(request: HttpRequest, reference: str, number: int, channel: str) -> HttpResponse:
    """Record that somebody took their consent back."""
    page = read_consent(open_for(request, reference), number, channel)
    form = WithdrawConsentForm(request.POST if request.method == "POST" else None, today=clock.today())
    if form.is_valid():
        try:
            withdraw_consent(person_of(request), reference, channel, of=number, **form.cleaned_data, today=clock.today(), now=clock.now())
            return done(request, f"Saved: {page.name} took it back.", f"{page.head.url}consents/")
        except Invalid as refused:
            add_errors(form, refused)
    context = {"page": page, "form": form, "is_withdrawal": True}
    return render(request, "plans/serving/consent.html", context, status=422 if form.is_bound else 200)


@declare(FAMILY_IN_CIRCLE, "GET", "POST")
def yours(request: HttpRequest, reference: str) -> HttpResponse:
    """Show how the plan may be sent to this person; agree to a way, or take that back."""
    access = open_for(request, reference)
    page = read_own_consents(access)
    form = OwnConsentForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "plans/serving/yours.html", {"page": page}, status=422 if form.is_bound else 200)
    person, channel, today, now = person_of(request), form.cleaned_data["channel"], clock.today(), clock.now()
    if form.cleaned_data["act"] == "give":
        give_consent(person, reference, channel, of=None, how="", given_on=today, today=today, now=now)
        return done(request, GIVEN, request.path)
    withdraw_consent(person, reference, channel, of=None, withdrawn_on=today, today=today, now=now)
    return done(request, TAKEN_BACK, request.path)
