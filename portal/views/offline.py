"""What a browser keeps for when there is no line: one page without anything of a plan, and the worker that shows it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions.policy import PUBLIC, declare


@declare(PUBLIC, "GET")
def offline(request: HttpRequest) -> HttpResponse:
    """Show the page that stands in for every other one while there is no line; it is the same for everybody."""
    return render(request, "portal/offline.html")


@declare(PUBLIC, "GET")
def worker(request: HttpRequest) -> HttpResponse:
    """Give the worker, from the root, so that it stands before every page."""
    return render(request, "portal/sw.js", content_type="text/javascript; charset=utf-8")
