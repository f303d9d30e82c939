"""Answer the four refusals with their pages."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from permissions.refusals import NoLongerYours, NotFound, Refusal, Stale
from portal.views import errors

log = logging.getLogger(__name__)


class Refusals:
    """Catch a refusal that a view let through; whatever is no refusal stays a fault."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show the page of a refusal; note who tried what, by number and route."""
        if isinstance(exception, Refusal) and not isinstance(exception, Stale):
            route = request.resolver_match.route if request.resolver_match else ""
            log.warning("person %s was refused (%s) at %s %s", request.user.pk, type(exception).__name__, request.method, route)
        if isinstance(exception, NoLongerYours):
            return errors.no_longer_yours(request, exception)
        if isinstance(exception, NotFound):
            return errors.not_found(request)
        if isinstance(exception, Stale):
            return None
        return errors.refused(request, exception) if isinstance(exception, Refusal) else None
