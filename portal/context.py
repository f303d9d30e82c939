"""Give every page what the layout needs: the council, the person, where "exit this page" goes, and the help beside a section."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from permissions.models import User
from portal.council import council, help_beside


@dataclass(frozen=True)
class Person:
    """The person as the layout greets them; `key` tells the page's scripts whose drafts a tab holds, `keeps_people` offers the office."""

    name: str
    key: str
    keeps_people: bool = False
    is_signed_in: bool = True


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Give the layout's inputs. No query of its own: the user was read for the page, the council's words are kept in the process."""
    user = getattr(request, "user", None)
    person = _person(user) if user is not None and user.is_authenticated else None
    shown = council()
    return {"council": shown, "person": person, "demo": settings.DEMO, "exit_url": shown.exit_url, "section_help": _help_beside(request)}


def _person(user: User) -> Person:
    return Person(user.get_short_name(), str(user.uid), keeps_people=user.is_leader or user.keeps_colleagues)


def _help_beside(request: HttpRequest) -> Any:
    """Find the help where the address names a section."""
    match = getattr(request, "resolver_match", None)
    code = match.kwargs.get("code") if match else None
    return help_beside(code) if isinstance(code, str) else None
