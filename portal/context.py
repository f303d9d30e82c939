"""Give every page what the layout needs: the council, the person, where "exit this page" goes, and the help beside a section."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from permissions.models import User
from portal.council import council, help_beside
from portal.notices.seeing import new_notices


@dataclass(frozen=True)
class Person:
    """The person as the layout greets them; `key` tells the page's scripts whose drafts a tab holds, `keeps_people` offers the office.

    `notices` counts what is new for them.
    """

    name: str
    key: str
    keeps_people: bool = False
    is_signed_in: bool = True
    notices: int = 0


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Give the layout's inputs. One query, for what is new: the user was read for the page, the council's words are kept in the process."""
    user = getattr(request, "user", None)
    person = _person(user, request) if user is not None and user.is_authenticated else None
    shown = council()
    return {"council": shown, "person": person, "demo": settings.DEMO, "exit_url": shown.exit_url, "section_help": _help_beside(request)}


def _person(user: User, request: HttpRequest) -> Person:
    keeps_people = user.is_leader or user.keeps_colleagues
    return Person(user.get_short_name(), str(user.uid), keeps_people=keeps_people, notices=new_notices(user, request))


def _help_beside(request: HttpRequest) -> Any:
    """Find the help where the address names a section."""
    match = getattr(request, "resolver_match", None)
    code = match.kwargs.get("code") if match else None
    return help_beside(code) if isinstance(code, str) else None
