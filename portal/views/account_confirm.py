"""Your account: confirm that it is you, before something about the sign-in changes."""

from allauth.account.utils import get_next_redirect_url
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from permissions import clock
from permissions.models import User
from permissions.policy import SIGNED_IN, declare
from permissions.refusals import Invalid, NotPermitted
from plans.views.doors import person_of
from portal.forms.account import EmailCode
from portal.forms.fields import add_errors
from portal.forms.sign_in import EnterAppCode, UsePasskey
from portal.oidc import accounts
from portal.sign_in import email_code, factors
from portal.sign_in.confirming import confirm_by_code, confirm_by_factor
from portal.sign_in.strength import Strength, strength_of

PURPOSE = "confirm"
CODE_IS_TOO_LITTLE = "Your account is protected: confirm with your passkey or your authenticator app."


@declare(SIGNED_IN, "GET")
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask who it is, by whatever this person has."""
    return _page(request, strength_of(person_of(request), today=clock.today()))


@declare(SIGNED_IN, "POST")
def confirm_passkey(request: HttpRequest) -> HttpResponse:
    """Confirm with a passkey."""
    form = UsePasskey(request.POST, user=person_of(request))
    if form.is_valid():
        confirm_by_factor(request, form.cleaned_data["credential"])
        return _onward(request)
    errors = [(sentence, "#passkey") for sentence in form.errors["credential"]]
    return _page(request, strength_of(person_of(request), today=clock.today()), errors=errors)


@declare(SIGNED_IN, "POST")
def confirm_app(request: HttpRequest) -> HttpResponse:
    """Confirm with the app's code."""
    form = EnterAppCode(request.POST, user=person_of(request))
    if form.is_valid():
        confirm_by_factor(request, form.authenticator)
        return _onward(request)
    return _page(request, strength_of(person_of(request), today=clock.today()), app_form=form)


@declare(SIGNED_IN, "POST")
def confirm_code(request: HttpRequest) -> HttpResponse:
    """Send a code to the person's address, or take it back."""
    person, strength = person_of(request), strength_of(person_of(request), today=clock.today())
    if strength.is_needed:
        raise NotPermitted(CODE_IS_TOO_LITTLE)
    if "code" not in request.POST:
        return _send_code(request, person, strength)
    form = EmailCode(request.POST)
    if _is_right(request, form):
        confirm_by_code(request, person)
        return _onward(request)
    return _page(request, strength, code_form=form)


def _send_code(request: HttpRequest, person: User, strength: Strength) -> HttpResponse:
    try:
        email_code.send(request, PURPOSE, to=person.email, now=clock.now())
    except Invalid as wrong:
        return _page(request, strength, errors=[(sentence, "#send-code") for sentence in wrong.errors.values()])
    return _page(request, strength, status=200)


def _is_right(request: HttpRequest, form: EmailCode) -> bool:
    try:
        return form.is_valid() and bool(email_code.take(request, PURPOSE, form.cleaned_data["code"], now=clock.now()))
    except Invalid as wrong:
        add_errors(form, wrong.errors)
        return False


def _onward(request: HttpRequest) -> HttpResponse:
    return redirect(get_next_redirect_url(request) or "account")


def _page(
    request: HttpRequest,
    strength: Strength,
    *,
    status: int = 422,
    errors: list[tuple[str, str]] | None = None,
    app_form: Form | None = None,
    code_form: Form | None = None,
) -> HttpResponse:
    person = person_of(request)
    context = {
        "strength": strength,
        "services": accounts.opening(person),
        "options": factors.request_options(person) if strength.has_passkey else "",
        "app_form": app_form or EnterAppCode(user=person, auto_id="app_%s"),
        "code_form": code_form or EmailCode(),
        "sent_to": email_code.sent_to(request, PURPOSE),
        "errors": errors,
        "next": get_next_redirect_url(request) or "",
    }
    return render(request, "account/confirm.html", context, status=200 if request.method == "GET" else status)
