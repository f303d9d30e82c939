"""Ask again who somebody is, before they change how they sign in: within the last five minutes they showed it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from permissions import clock
from permissions.models import User
from permissions.refusals import NotPermitted
from portal.oidc import accounts, coming_in
from portal.sign_in.strength import Strength, strength_of

HOLDS_FOR = 300
# A session with this may set up a first passkey or app for somebody who needs one: the demo's own door gives it.
MAY_ENROL = "may_enrol"
ASK_STAFF = "Your account has no passkey or authenticator app yet, and your e-mail alone is not enough to set one up. Ask the council for a new way in."

View = Callable[..., HttpResponse]


def confirmed(view: View) -> View:
    """Let a view run only for a person who showed lately that it is they; send anybody else to the page that asks."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person: Any = request.user
        strength = strength_of(person, today=clock.today())
        has_nothing = strength.is_needed and not strength.factors
        if has_nothing and request.session.get(MAY_ENROL):
            return view(request, *args, **kwargs)
        if has_nothing and not accounts.opening(person):
            raise NotPermitted(ASK_STAFF)
        if not is_confirmed(request, person, strength):
            return redirect(f"{reverse('confirm')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return answer


def is_confirmed(request: HttpRequest, person: User, strength: Strength) -> bool:
    """Say whether this session showed, within five minutes, what this person must show: a code by e-mail is too little where strong sign-in is needed.

    The work account counts where its service asked for a second step in that time, and the account is not protected.
    """
    now = clock.now().timestamp()
    lately = [record for record in get_authentication_records(request, person) if now - record["at"] < HOLDS_FOR]
    fresh = {record["method"] for record in lately}
    at_work = any(record["method"] == coming_in.STRONG and record.get("is_fresh") for record in lately) and not person.protected_sign_in
    return "mfa" in fresh or at_work or ("code" in fresh and not strength.is_needed)


def confirm_by_factor(request: HttpRequest, found: Authenticator) -> None:
    """Note that a passkey or the app was shown."""
    post_authentication(request, found, reauthenticated=True)


def confirm_by_code(request: HttpRequest, person: User) -> None:
    """Note that the mailbox was shown."""
    record_authentication(request, person, "code", reauthenticated=True)
