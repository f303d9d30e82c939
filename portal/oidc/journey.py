"""The way to a provider and back, kept in the session that began it: used once, for ten minutes, for the purpose and the person it was begun for."""

from dataclasses import asdict
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from permissions.models import User
from portal.environment.oidc import ProviderSettings
from portal.oidc.client import Identity, Journey, NotBelievedError, address_of, come_back, set_out

KEPT = "oidc_journey"
LASTS = timedelta(minutes=10)


class NoJourneyError(NotBelievedError):
    """Stop: nobody set out from here. Anybody can send that, without end, so nothing is written down of it."""


class Why(StrEnum):
    """What a journey is for: to sign in; to tie an identity to one's account; to do so while joining; to confirm, signed in, that it is still oneself."""

    SIGN_IN = "sign in"
    TIE = "tie"
    JOIN = "join"
    CONFIRM = "confirm"


def begin(request: HttpRequest, which: ProviderSettings, why: Why, *, person: User | None, now: datetime) -> str:
    """Begin a journey; any earlier one of this session ends. Give the provider's address. Raises NotBelievedError."""
    journey = set_out()
    address = address_of(which, journey, _back(which), anew=why is Why.CONFIRM)
    facts = {"provider": which.id, "why": why.value, "person": person.pk if person else None, "at": now.isoformat()}
    request.session[KEPT] = facts | asdict(journey)
    return address


def end(request: HttpRequest, which: ProviderSettings, *, now: datetime) -> tuple[Why, int | None, Identity]:
    """End the journey that this session began: its purpose, its person, and who the provider says it is. Raises NotBelievedError; NoJourneyError for none."""
    facts = request.session.pop(KEPT, None)
    if facts is None:
        raise NoJourneyError("no journey was begun here")
    request.session.save()  # used once, whatever comes of it
    if facts["provider"] != which.id or now - datetime.fromisoformat(facts["at"]) > LASTS:
        raise NotBelievedError("no such journey")
    journey = Journey(facts["state"], facts["nonce"], facts["verifier"])
    return Why(facts["why"]), facts["person"], come_back(which, journey, request.GET.dict(), _back(which))


def _back(which: ProviderSettings) -> str:
    return f"{settings.ORIGIN}{reverse('sign_in_service_back', args=[which.id])}"
