"""The front door's rules: nobody makes an account for themselves, and nobody is sent to another place after signing in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, perform_login
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY, clear_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from permissions import clock, ledger
from permissions.models import User
from portal.sign_in.strength import may_sign_in

TOO_MANY = "There were too many tries. Wait five minutes, then ask for a new code."


class ClosedDoor(DefaultAccountAdapter):
    """People are invited; there is no sign-up. What an address has here is told to nobody: both kinds get the same page and a letter."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": "That is not the code we sent. Check the e-mail and type it again.",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answer no."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Say whether a page to go on to is one of ours: the very origin of this request, nothing that only looks like it."""
        request = context.request
        return url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())

    def add_message(self, request: HttpRequest, level: int, *args: Any, message: str | None = None, **facts: Any) -> None:
        """Keep allauth's own banners off the pages (they name the address); what must be said stands on the page itself."""
        if message:
            super().add_message(request, level, message=message)

    def pre_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse | None:
        """Stop, whatever the path was, for whoever has not joined, or has left."""
        if may_sign_in(user):
            return None
        clear_login(request)
        refused(user, "closed")
        return redirect("account_inactive")

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in, unless that was stopped while the later steps were under way."""
        if not may_sign_in(user):
            clear_login(request)
            raise ImmediateHttpResponse(redirect("account_inactive"))
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse:
        """Write down that somebody signed in, and how."""
        how = [str(record.get("type") or record["method"]) for record in get_authentication_records(request, user)]
        ledger.record_service("sign_in", actor=user, person=user, object_kind=" and ".join(how)[:30], now=clock.now())
        response: HttpResponse = super().post_login(request, user, **facts)
        return response

    def get_login_stages(self) -> list[str]:
        """List what a sign-in goes through: the code, then what strong sign-in asks for."""
        stages = "portal.sign_in.stages"
        return ["allauth.account.stages.LoginByCodeStage", f"{stages}.SecondFactor", f"{stages}.FirstFactor"]


def refused(person: User | None, why: str) -> None:
    """Write down that a sign-in was refused; for an address without an account too, so that both cost the same. Never an address."""
    ledger.record_service("sign_in_refused", actor=None, person=person, object_kind=why, now=clock.now())


def do_the_same_work(request: HttpRequest) -> None:
    """Ask for nobody where a code was asked for an address without an account: for one with an account the next step reads the person."""
    pending = request.session.get(LOGIN_SESSION_KEY)
    if isinstance(pending, dict) and pending.get("user_pk") is None:
        User.objects.filter(pk=0).first()


def come_in_by_passkey(request: HttpRequest, found: Authenticator) -> HttpResponse:
    """Sign in the owner of a passkey that has answered; whatever else had been begun in this session is dropped."""
    clear_login(request)
    return perform_passwordless_login(request, found, Login(user=found.user, redirect_url=get_next_redirect_url(request)))


def let_in_invited(request: HttpRequest, person: User) -> HttpResponse:
    """Go on from link and joining code, or from a recovery: sign in, or first set up what strong sign-in asks for. The only way to a first factor for whom it is.

    Until then nobody is signed in: there is no session with a person in it that a page or a socket could take for one.
    """
    if request.user.is_authenticated:
        logout(request)
    return perform_login(request, Login(user=person, state={"may_enrol": joining_of(person)}))


def joining_of(person: User) -> str:
    """Name the very joining by which a person may set up their first passkey or app: a recovery ends it, also where its page is still open somewhere."""
    return person.joined_at.isoformat() if person.joined_at else ""
