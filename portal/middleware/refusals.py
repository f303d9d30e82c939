"""Answer the four refusals with their pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from permissions.refusals import NotFound, Refusal, Stale
from portal.views import errors


class Refusals:
    """Catch a refusal that a view let through; whatever is no refusal stays a fault."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show the page of a refusal."""
        if isinstance(exception, NotFound):
            return errors.not_found(request)
        if isinstance(exception, Stale):
            return None
        return errors.refused(request, exception) if isinstance(exception, Refusal) else None
