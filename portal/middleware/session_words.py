"""Lose nothing that was typed when the session ends: keep the form, and show it to the same person after the next sign-in."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.routes import policy_of
from portal.sessions import kept_words

# What a live text sends is no form: its page keeps it.
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
OWN_PAGES = ("account/", "sign-in/", "cms/")


class SessionWords:
    """Stand before the door that sends people to the sign-in page, and catch what they were sending."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        """Keep a form that came too late; once, take whoever is back to what was kept."""
        route = request.resolver_match.route if request.resolver_match else ""
        policy = policy_of(view, route)
        if policy is None or not policy.signed_in:
            return None
        if not request.user.is_authenticated:
            return _keep(request) if request.method == "POST" and request.content_type in FORMS else None
        return _show(request, route) if kept_words.wait_in(request.session) else None


def _keep(request: HttpRequest) -> HttpResponse | None:
    key = kept_words.keep(request, request.path, request.POST)
    if not key:
        return None
    response = redirect("session_ended")
    kept_words.remember(response, key)
    return response


def _is_page(request: HttpRequest) -> bool:
    """Say whether a person goes to a page; what a page asks by itself is answered as ever."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def _show(request: HttpRequest, route: str) -> HttpResponse | None:
    """Forget what is sent again, or is another person's; otherwise show it, once."""
    if request.method == "POST" and kept_words.IN_SESSION in request.POST:
        kept_words.forget(request.session)
        return None
    if not kept_words.forms_for(request, str(request.user.uid)):  # type: ignore[union-attr]
        return None
    if not _is_page(request) or route.startswith(OWN_PAGES) or request.session.get(kept_words.WAS_SHOWN):
        return None
    request.session[kept_words.WAS_SHOWN] = True
    return redirect("kept_words")
