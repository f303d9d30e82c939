"""Come in by a passkey, or by a code sent to one's e-mail address, and go out."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.internal import stagekit
from allauth.core.internal import ratelimit
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from permissions.access import NOTHING_HERE
from permissions.policy import PUBLIC, declare
from permissions.refusals import NotFound
from portal.forms.sign_in import AskForCode, EnterCode, SignInWithPasskey
from portal.sign_in.door import TOO_MANY, come_in_by_passkey, do_the_same_work, refused
from portal.sign_in.factors import request_options

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
        refused(self.stage.login.user, "wrong code")
        response: HttpResponse = super().form_invalid(form)
        if response.status_code == 200:
            response.status_code = 422
        return response


@declare(PUBLIC, "GET", "POST")
def ask_for_code(request: HttpRequest) -> HttpResponse:
    """Offer the passkey first, then a code; whoever is signed in already is taken home."""
    if request.user.is_authenticated:
        return redirect("home")
    return _AskForCode.as_view()(request)


@declare(PUBLIC, "GET", "POST")
def enter_code(request: HttpRequest) -> HttpResponse:
    """Sign in with the code."""
    do_the_same_work(request)
    return _EnterCode.as_view()(request)


@declare(PUBLIC, "GET", "POST")
def sign_in_with_passkey(request: HttpRequest) -> HttpResponse:
    """Tell the page's script which passkey is asked for; then sign in whoever answered with theirs."""
    if request.method != "POST":
        return HttpResponse(request_options(None), content_type="application/json")
    if not ratelimit.consume(request, app="allauth.mfa", action="webauthn_login"):
        return _say(request, [TOO_MANY])
    form = SignInWithPasskey(request.POST)
    if not form.is_valid():
        refused(None, "passkey")
        return _say(request, form.errors["credential"])
    return come_in_by_passkey(request, form.cleaned_data["credential"])


def _say(request: HttpRequest, sentences: list[str]) -> HttpResponse:
    errors = [(sentence, "#passkey") for sentence in sentences]
    context = {"form": AskForCode(), "errors": errors, "redirect_field_name": "next", "redirect_field_value": request.POST.get("next", "")}
    return render(request, "account/request_login_code.html", context, status=422)


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
