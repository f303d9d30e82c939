"""Your account: how you sign in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import SIGNED_IN, declare
from plans.views.doors import done, person_of
from portal.letters.helping import protect_oneself
from portal.pages.account import account_page
from portal.sign_in.confirming import confirmed

SAID = "Protected sign-in is on. Your e-mail alone does not open your account any more, and you were signed out everywhere else."


@declare(SIGNED_IN, "GET")
def account(request: HttpRequest) -> HttpResponse:
    """Show how one signs in, and what can be changed about it."""
    return render(request, "account/account.html", {"page": account_page(person_of(request), today=clock.today())})


@declare(SIGNED_IN, "GET", "POST")
@confirmed
def protect(request: HttpRequest) -> HttpResponse:
    """Switch protected sign-in on, after saying what it means."""
    page = account_page(person_of(request), today=clock.today())
    if request.method == "POST" and page.has_factor:
        protect_oneself(request, person_of(request), now=clock.now())
        return done(request, SAID, "/account/")
    return render(request, "account/protect.html", {"page": page}, status=409 if request.method == "POST" else 200)
