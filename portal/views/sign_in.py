"""Come in by a code sent to one's e-mail address, and go out."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.internal import stagekit
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from permissions.access import NOTHING_HERE
from permissions.policy import PUBLIC, declare
from permissions.refusals import NotFound
from portal.forms.sign_in import AskForCode, EnterCode

# What the browser forgets when a person goes: pages kept for "back", and everything that scripts stored for offline writing.
FORGET = '"cache", "storage"'


class _AskForCode(allauth_views.RequestLoginCodeView):
    """The same page, letter and number of queries for an address with an account and one without."""

    def get_form_class(self) -> type[AskForCode]:
        return AskForCode

    def form_invalid(self, form: AskForCode) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class _EnterCode(allauth_views.ConfirmLoginCodeView):
    def get_form_class(self) -> type[Any]:
        return EnterCode if self._action == "verify" else super().get_form_class()

    def form_invalid(self, form: EnterCode) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        if response.status_code == 200:
            response.status_code = 422
        return response


@declare(PUBLIC, "GET", "POST")
def ask_for_code(request: HttpRequest) -> HttpResponse:
    """Ask for a code to sign in with; whoever is signed in already is taken home."""
    if request.user.is_authenticated:
        return redirect("home")
    return _AskForCode.as_view()(request)


@declare(PUBLIC, "GET", "POST")
def enter_code(request: HttpRequest) -> HttpResponse:
    """Sign in with the code."""
    return _EnterCode.as_view()(request)


@declare(PUBLIC, "POST")
def start_again(request: HttpRequest) -> HttpResponse:
    """Forget the code that was asked for, and ask for another."""
    stagekit.clear_login(request)
    return redirect("account_request_login_code")


@declare(PUBLIC, "GET", "POST")
def no_sign_up(request: HttpRequest) -> HttpResponse:
    """Say that there is no such page: people are invited."""
    raise NotFound(NOTHING_HERE)


@declare(PUBLIC, "GET", "POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out by the button, never by a link; the browser forgets what it kept of this service."""
    if request.method != "POST":
        return render(request, "account/logout.html")
    logout(request)
    response = redirect("account_signed_out")
    response["Clear-Site-Data"] = FORGET
    return response


@declare(PUBLIC, "GET")
def signed_out(request: HttpRequest) -> HttpResponse:
    """Say that nobody is signed in here any more."""
    return render(request, "account/signed_out.html")


@declare(PUBLIC, "GET")
def inactive(request: HttpRequest) -> HttpResponse:
    """Say that this account was closed."""
    return render(request, "account/account_inactive.html", status=403)
