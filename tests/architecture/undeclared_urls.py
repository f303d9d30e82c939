"""Addresses of a service with two faults: a view that fails, and one that declares no policy."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from permissions.policy import PUBLIC, declare
from portal import urls as of_the_portal

handler400, handler404, handler500 = of_the_portal.handler400, of_the_portal.handler404, of_the_portal.handler500


@declare(PUBLIC, "GET")
def failing(request: HttpRequest) -> HttpResponse:
    """Fail."""
    raise RuntimeError("a fault of the house")


def undeclared(request: HttpRequest) -> HttpResponse:
    """Answer without a policy."""
    return HttpResponse("words of a plan")


urlpatterns = [path("failing/", failing), path("undeclared/", undeclared), *of_the_portal.urlpatterns]
