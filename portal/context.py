"""Give every page what the layout needs: the council, the person, where "exit this page" goes."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class Council:
    """Whom to ask: the council and independent help."""

    name: str = "Brookshire Council"
    email: str = "ehc.plans@example.org"
    phone: str = "020 7946 0000"
    sendiass_name: str = "Brookshire SENDIASS"
    sendiass_phone: str = "020 7946 0001"


@dataclass(frozen=True)
class Person:
    """The person as the layout greets them; `key` tells the page's scripts whose drafts a tab holds."""

    name: str
    key: str
    is_signed_in: bool = True


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Give the layout's inputs. No query: the user was read for the page."""
    user = getattr(request, "user", None)
    person = Person(user.get_short_name(), str(user.uid)) if user is not None and user.is_authenticated else None
    return {"council": Council(), "person": person, "demo": settings.DEMO, "exit_url": "https://www.bbc.co.uk/weather"}
