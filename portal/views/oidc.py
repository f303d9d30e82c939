"""Sign in with the service of one's own council or school, and tie it to one's account."""

import logging

from allauth.account.utils import get_next_redirect_url
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from permissions import clock
from permissions.models import User
from permissions.policy import HALF_SIGNED_IN, PUBLIC, SIGNED_IN, declare
from permissions.refusals import NotPermitted
from plans.views.doors import done, person_of
from portal.environment.oidc import ProviderSettings
from portal.oidc import accounts, coming_in, journey
from portal.oidc.client import Identity, NotBelievedError
from portal.oidc.journey import NoJourneyError, Why
from portal.sign_in.confirming import confirmed
from portal.sign_in.door import refused

CONFIRMED_FOR = "oidc_confirmed_for"
log = logging.getLogger(__name__)


@declare(PUBLIC, "GET")
def ways(request: HttpRequest) -> HttpResponse:
    """Offer every service that is set up."""
    return render(request, "socialaccount/ways.html")


@declare(PUBLIC, "POST")
def sign_in_with(request: HttpRequest, provider: str) -> HttpResponse:
    """Go to the provider, to sign in."""
    return _go(request, accounts.provider(provider), Why.SIGN_IN, None)


@declare(HALF_SIGNED_IN, "POST")
def join_with(request: HttpRequest, provider: str) -> HttpResponse:
    """Go to the provider, to choose it as one's way in while joining by an invitation."""
    which, stage = accounts.provider(provider), coming_in.joining(request)
    return _go(request, which, Why.JOIN, stage.login.user) if stage else _not_let_in(request, which, "late")


@declare(SIGNED_IN, "GET")
def sign_in_services(request: HttpRequest) -> HttpResponse:
    """Show which services open one's account."""
    return render(request, "socialaccount/services.html", {"ties": accounts.ties_of(person_of(request))})


@declare(SIGNED_IN, "GET", "POST")
@confirmed
def add_service(request: HttpRequest, provider: str) -> HttpResponse:
    """Go to the provider, to let it open one's account."""
    which = accounts.provider(provider)
    if request.method == "POST":
        return _go(request, which, Why.TIE, person_of(request))
    return render(request, "socialaccount/add.html", {"which": which})


@declare(SIGNED_IN, "GET", "POST")
@confirmed
def remove_service(request: HttpRequest, provider: str) -> HttpResponse:
    """Let the provider open one's account no more."""
    which = accounts.provider(provider)
    accounts.require_another_way(person_of(request), which, today=clock.today())
    if request.method == "POST":
        accounts.untie(person_of(request), which, now=clock.now())
        return done(request, f"You no longer sign in with {which.name}.", reverse("sign_in_services"))
    return render(request, "socialaccount/remove.html", {"which": which})


@declare(SIGNED_IN, "POST")
def confirm_with(request: HttpRequest, provider: str) -> HttpResponse:
    """Go to the provider, to show once more who one is."""
    which = accounts.provider(provider)
    request.session[CONFIRMED_FOR] = get_next_redirect_url(request) or reverse("account")
    return _go(request, which, Why.CONFIRM, person_of(request))


@declare(PUBLIC, "GET")
def back(request: HttpRequest, provider: str) -> HttpResponse:
    """Come back from the provider."""
    which = accounts.provider(provider)
    try:
        why, person, identity = journey.end(request, which, now=clock.now())
    except NoJourneyError:
        return _not_let_in(request, which, "fault")
    except NotBelievedError as wrong:
        log.warning("sign-in with %s was not believed: %s", which.id, wrong)
        refused(None, "sign-in service")
        return _not_let_in(request, which, "fault")
    if why is Why.TIE:
        return _tie(request, which, person, identity)
    if why is Why.CONFIRM:
        return _confirm(request, which, person, identity)
    return _join(request, which, person, identity) if why is Why.JOIN else _sign_in(request, which, identity)


def _go(request: HttpRequest, which: ProviderSettings, why: Why, person: User | None) -> HttpResponse:
    """Answer with a page that leads on: a form that is answered with a way to elsewhere is stopped by our own content security policy."""
    try:
        address = journey.begin(request, which, why, person=person, now=clock.now())
    except NotBelievedError as wrong:
        log.warning("sign-in with %s could not begin: %s", which.id, wrong)
        return _not_let_in(request, which, "away")
    return render(request, "socialaccount/go_on.html", {"name": which.name, "address": address})


def _sign_in(request: HttpRequest, which: ProviderSettings, identity: Identity) -> HttpResponse:
    person = accounts.person_behind(which, identity)
    if person is None:
        refused(None, "not tied")
        return _not_let_in(request, which, "unknown")
    return coming_in.sign_in(request, person, identity)


def _tie(request: HttpRequest, which: ProviderSettings, person: int | None, identity: Identity) -> HttpResponse:
    if not request.user.is_authenticated or request.user.pk != person:
        return _not_let_in(request, which, "late")
    accounts.tie_to(person_of(request), which, identity, now=clock.now())
    return done(request, f"You can sign in with {which.name} from now on.", reverse("sign_in_services"))


def _confirm(request: HttpRequest, which: ProviderSettings, person: int | None, identity: Identity) -> HttpResponse:
    found = accounts.person_behind(which, identity)
    if found is None or not request.user.is_authenticated or not found.pk == request.user.pk == person:
        return _not_let_in(request, which, "another")
    if not (identity.is_strong and identity.is_fresh):
        return _not_let_in(request, which, "not anew")
    coming_in.confirmed(request, found)
    return redirect(request.session.pop(CONFIRMED_FOR, "account"))


def _join(request: HttpRequest, which: ProviderSettings, person: int | None, identity: Identity) -> HttpResponse:
    stage = coming_in.joining(request)
    if stage is None or stage.login.user.pk != person:
        return _not_let_in(request, which, "late")
    if not identity.is_strong:
        return _not_let_in(request, which, "weak")
    try:
        accounts.tie_to(stage.login.user, which, identity, now=clock.now())
    except NotPermitted:
        return _not_let_in(request, which, "taken")
    return coming_in.joined(request, stage, identity)


def _not_let_in(request: HttpRequest, which: ProviderSettings, why: str) -> HttpResponse:
    return render(request, "socialaccount/not_let_in.html", {"name": which.name, "why": why}, status=403)
