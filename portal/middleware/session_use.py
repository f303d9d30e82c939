"""Tell use from waiting: a page that a person opens and a form that they send put the end of the session off, nothing that runs by itself does."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from permissions import clock
from portal.sessions.device_names import device_name
from portal.sessions.store import DEVICE, SHARED
from portal.sessions.use import note_use

# What pages send by themselves.
BY_ITSELF = frozenset({"session_left", "session_ended", "wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# A hidden field beside the box "This is a shared device": an empty box is not sent.
ASKED = "shared_device_asked"


class SessionUse:
    """Note when a person last did something, which browser they use, and whether they said that others use it too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the device of whoever has just signed in; the session is written anyway."""
        response = self.get_response(request)
        if request.session.modified and SESSION_KEY in request.session and DEVICE not in request.session:
            request.session[DEVICE] = device_name(request.headers.get("User-Agent", ""))
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Note the use, and take the answer about the device from a sign-in page."""
        if request.session.session_key and _is_use(request):
            note_use(request.session, now=clock.now())  # type: ignore[arg-type]
        if request.method == "POST" and ASKED in request.POST and not request.user.is_authenticated:
            request.session[SHARED] = bool(request.POST.get(SHARED))


def _is_use(request: HttpRequest) -> bool:
    """Say whether a person did this. A browser says of what it fetches by itself that it is no navigation; old ones say nothing."""
    if request.resolver_match is not None and request.resolver_match.view_name in BY_ITSELF:
        return False
    if request.method in SAFE:
        return request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    return True
