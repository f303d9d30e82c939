"""Answer whoever watches the service."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from permissions import clock
from permissions.policy import PUBLIC, declare
from portal import health as state


@declare(PUBLIC, "GET")
def health(request: HttpRequest) -> HttpResponse:
    """Say how the service is: 200 when it is well, 503 when it is not."""
    found = state.look(now=clock.now())
    return JsonResponse(found.as_facts(), status=200 if found.is_well else 503)
