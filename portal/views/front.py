"""The public front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.views import serve

from permissions.policy import PUBLIC, declare


@declare(PUBLIC, "GET")
def front(request: HttpRequest) -> HttpResponse:
    """Show the front page that the council writes; whoever is signed in goes to their plans."""
    if request.user.is_authenticated:
        return redirect("home")
    return serve(request, "")
