"""Come in by an identity that a provider vouched for: the same steps and refusals as for every other way in."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from permissions.models import User
from portal.oidc.client import Identity
from portal.sign_in.stages import FirstFactor

# What is noted of an identity for which the provider asked for more than a password, and of any other: that one opens as little as a mailbox.
STRONG, WEAK = "socialaccount", "sign-in service"


def sign_in(request: HttpRequest, person: User, identity: Identity) -> HttpResponse:
    """Sign in, or go on to the second factor, or stop for whoever has not joined or has left."""
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, person, STRONG if identity.is_strong else WEAK, is_fresh=identity.is_fresh)
    answer: HttpResponse = perform_login(request, Login(user=person))
    return answer


def joining(request: HttpRequest) -> FirstFactor | None:
    """Give the step at which somebody who joins chooses how to sign in, where this session stands there."""
    stage = None if request.user.is_authenticated else LoginStageController.enter(request, FirstFactor.key)
    return stage if stage and stage.may_enrol() else None


def joined(request: HttpRequest, stage: FirstFactor, identity: Identity) -> HttpResponse:
    """Go on from that step: the identity was strong and is tied."""
    record_authentication(request, stage.login.user, STRONG, is_fresh=identity.is_fresh)
    answer: HttpResponse = stage.exit()
    return answer


def confirmed(request: HttpRequest, person: User) -> None:
    """Note that somebody who is signed in showed once more, at the provider and just now, who they are."""
    record_authentication(request, person, STRONG, is_fresh=True, reauthenticated=True)
