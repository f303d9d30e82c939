"""Your account: the address with which you sign in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from permissions import clock
from permissions.policy import SIGNED_IN, declare
from permissions.refusals import Invalid
from plans.views.doors import done, person_of
from portal.forms.account import EmailCode, NewEmail
from portal.forms.fields import add_errors
from portal.letters import new_address
from portal.sign_in.confirming import confirmed


@declare(SIGNED_IN, "GET", "POST")
@confirmed
def change_email(request: HttpRequest) -> HttpResponse:
    """Ask for the new address, and send a code to it."""
    form = NewEmail(request.POST or None)
    try:
        if request.method == "POST" and form.is_valid():
            new_address.ask(request, person_of(request), form.cleaned_data["email"], now=clock.now())
            return redirect("change_email_code")
    except Invalid as wrong:
        add_errors(form, wrong.errors)
    return render(request, "account/change_email.html", {"form": form}, status=422 if form.is_bound else 200)


@declare(SIGNED_IN, "GET", "POST")
@confirmed
def change_email_code(request: HttpRequest) -> HttpResponse:
    """Take the code from the new address, and change."""
    form = EmailCode(request.POST or None)
    try:
        if request.method == "POST" and form.is_valid():
            new_address.change(request, person_of(request), form.cleaned_data["code"], now=clock.now())
            return done(request, "You sign in with the new address from now on. We wrote to the old one.", reverse("account"))
    except Invalid as wrong:
        add_errors(form, wrong.errors)
    context = {"form": form, "sent_to": new_address.asked_for(request)}
    return render(request, "account/change_email_code.html", context, status=422 if form.is_bound else 200)
