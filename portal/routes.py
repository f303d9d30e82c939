"""List every HTTP route and socket message with its policy; what is included from Wagtail and allauth is declared here, by where it is mounted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from permissions.policy import CONTENT_EDITORS, PUBLIC, Policy

# Routes of included libraries, by the beginning of the route. The admin asks for its own permission in each view; AdminGate closes it to plans and people.
INCLUDED: tuple[tuple[str, Policy], ...] = (
    ("cms/", CONTENT_EDITORS),
    ("sign-in/", PUBLIC),
    ("account/", PUBLIC),
    ("guidance-files/", PUBLIC),
    ("static/", PUBLIC),
    ("guidance-documents/", PUBLIC),
    ("_util/", PUBLIC),
)
WAGTAIL_PAGES = "wagtail_serve"


@dataclass(frozen=True)
class Route:
    """One row of the table of routes."""

    route: str
    methods: tuple[str, ...]
    policy: Policy | None


def policy_of(view: Callable[..., Any], route: str) -> Policy | None:
    """Find the declared policy of a view: its own, or that of the library mounted there."""
    own: Policy | None = getattr(view, "policy", None)
    if own is not None:
        return own
    if getattr(view, "__module__", "").startswith("wagtail.views"):
        return PUBLIC
    return next((policy for prefix, policy in INCLUDED if route.lstrip("^").startswith(prefix)), None)


def http_routes() -> Iterator[Route]:
    """Walk every URL pattern."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            view = pattern.callback
            yield Route(route, getattr(view, "methods", ("GET", "POST")), policy_of(view, route))
