"""The second half of a strong sign-in: show the passkey or the app's code, or set up the first one. Nobody is signed in here yet."""

from typing import Any

from allauth.account.internal import stagekit
from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.base.views import AuthenticateView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from permissions import clock
from permissions.policy import HALF_SIGNED_IN, PUBLIC, declare
from portal.forms.account import NewPasskey, SetUpApp
from portal.forms.sign_in import EnterAppCode, UsePasskey
from portal.sign_in import factors
from portal.sign_in.door import refused
from portal.sign_in.stages import FirstFactor
from portal.sign_in.strength import factors_of

MOST_WRONG = 5
START_AGAIN = "There were too many wrong tries. Start again with a new code."
first_factor_stage = login_stage_required(stage=FirstFactor.key, redirect_urlname="account_request_login_code")


class _SecondFactor(AuthenticateView):
    """The page that asks for what this person has: each of the two only where it is there."""

    def get_form_class(self) -> type[EnterAppCode]:
        return EnterAppCode

    def get_webauthn_form_class(self) -> type[UsePasskey]:
        return UsePasskey

    def form_invalid(self, form: Any) -> HttpResponse:
        person, wrong = self.stage.login.user, self.stage.state.get("wrong", 0) + 1
        refused(person, "second factor")
        if wrong >= MOST_WRONG:
            factors.warn_of_tries(person, now=clock.now())
            stagekit.clear_login(self.request)
            messages.error(self.request, START_AGAIN)
            return redirect("account_request_login_code")
        self.stage.state["wrong"] = wrong
        stagekit.stash_login(self.request, self.stage.login)
        return self.render_to_response(self.get_context_data(), status=422)

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        person = self.stage.login.user
        errors = [(sentence, "#passkey") for sentence in self.webauthn_form.errors.get("credential", [])]
        return {"form": self.auth_form, "errors": errors, "held": factors_of(person), "options": factors.request_options(person)}


@declare(HALF_SIGNED_IN, "GET", "POST")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the passkey or the app's code, after the code by e-mail."""
    return _SecondFactor.as_view()(request)


@declare(HALF_SIGNED_IN, "GET", "POST")
@first_factor_stage
def set_up_factor(request: HttpRequest) -> HttpResponse:
    """Set up the first passkey of somebody who has just come by an invitation; then they are signed in."""
    stage = request._login_stage  # type: ignore[attr-defined]
    if not stage.may_enrol():
        return _too_late(request)
    form = NewPasskey(request.POST or None)
    if request.method == "POST" and form.is_valid():
        factors.add_passkey(stage.login.user, **form.cleaned_data, now=clock.now())
        return stage.exit()
    context = {"form": form, "errors": _of_passkey(form), "options": factors.creation_options(stage.login.user)}
    return render(request, "account/set_up_factor.html", context, status=422 if form.is_bound else 200)


@declare(HALF_SIGNED_IN, "GET", "POST")
@first_factor_stage
def set_up_app(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app instead."""
    stage = request._login_stage  # type: ignore[attr-defined]
    if not stage.may_enrol():
        return _too_late(request)
    person = stage.login.user
    form = SetUpApp(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        factors.add_app(request, person, now=clock.now())
        return stage.exit()
    context = {"form": form, "picture": factors.app_picture(person), "secret": factors.shown_secret()}
    return render(request, "account/set_up_first_app.html", context, status=422 if form.is_bound else 200)


@declare(PUBLIC, "GET")
def code_is_not_enough(request: HttpRequest) -> HttpResponse:
    """Say that a code by e-mail alone does not open this account, and whom to ask."""
    return render(request, "account/code_is_not_enough.html", status=403)


def _too_late(request: HttpRequest) -> HttpResponse:
    stagekit.clear_login(request)
    return redirect("code_is_not_enough")


def _of_passkey(form: NewPasskey) -> list[tuple[str, str]]:
    return [(str(sentence), "#passkey") for sentence in form.errors.get("credential", [])]
