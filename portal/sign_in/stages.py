"""What a sign-in goes through after its first step. Until the last stage is done nobody is signed in, so no page or socket opens."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.stages import LoginStage
from allauth.mfa.internal.constants import LoginStageKey
from allauth.mfa.webauthn.internal.flows import did_use_passwordless_login
from django.http import HttpRequest
from django.shortcuts import redirect

from permissions import clock
from portal.sign_in.door import joining_of, refused
from portal.sign_in.strength import factors_of, may_sign_in, strength_of

Answer = tuple[Any, bool]


class SecondFactor(LoginStage):
    """Ask whoever needs strong sign-in, and has set it up, for the passkey or the app's code."""

    key = LoginStageKey.MFA_AUTHENTICATE.value
    urlname = "mfa_authenticate"

    def handle(self) -> Answer:
        """Go to the page that asks, or pass."""
        strength = strength_of(self.login.user, today=clock.today())
        if came_strongly(self.request, self.login.user) or not strength.is_needed or not strength.factors:
            return None, True
        return redirect(self.urlname), True


class FirstFactor(LoginStage):
    """Let whoever needs strong sign-in and has nothing set up do it now, where they came by an invitation; with a mailbox alone nobody does."""

    key = "first_factor"
    urlname = "set_up_factor"

    def handle(self) -> Answer:
        """Go to the page that sets it up, or stop with a page that says whom to ask, or pass."""
        strength = strength_of(self.login.user, today=clock.today())
        if came_strongly(self.request, self.login.user) or not strength.is_needed or strength.factors:
            return None, True
        if self.may_enrol():
            return redirect(self.urlname), True
        refused(self.login.user, "code alone")
        return redirect("code_is_not_enough"), False

    def may_enrol(self) -> bool:
        """Say whether this is still the joining, by invitation or recovery, that lets a person set up their first passkey or app."""
        person = self.login.user
        return may_sign_in(person) and self.login.state.get("may_enrol") == joining_of(person) and not factors_of(person)


def came_strongly(request: HttpRequest, person: Any) -> bool:
    """Say whether this sign-in showed more than a mailbox: a passkey, or the sign-in service of the person's own council or school.

    That service asks for its own second factor. Protected sign-in is not open to it: there only what the person set up here counts.
    """
    if did_use_passwordless_login(request, person):
        return True
    methods = {record.get("method") for record in get_authentication_records(request, person)}
    return "socialaccount" in methods and not person.protected_sign_in
