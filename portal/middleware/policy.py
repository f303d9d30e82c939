"""Hold the first half of every declared policy: signed in or not. A view without a declaration is a fault, not a page."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from portal.routes import policy_of


class PolicyMiddleware:
    """Ask every view for its policy before it runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the question is asked when the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        """Send whoever is not signed in to the sign-in page, and refuse a view without a policy."""
        route = request.resolver_match.route if request.resolver_match else ""
        policy = policy_of(view, route)
        if policy is None:
            message = f"the route {route!r} declares no policy"
            raise ImproperlyConfigured(message)
        if policy.signed_in and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return None
