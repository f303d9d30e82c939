"""The pages of the four refusals and of faults."""

from dataclasses import dataclass, field

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from permissions.access import NOTHING_HERE
from permissions.refusals import NoLongerYours, NotFound, NotNow, Refusal
from plans.saying import long_date


@dataclass(frozen=True)
class RefusalPage:
    """What a refusal page prints."""

    title: str
    because: str
    source: str = ""
    until: str = ""
    instead: list[tuple[str, str]] = field(default_factory=list)
    ask: tuple[str, str] | None = None


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Show why the answer is no, and what to do instead."""
    match = request.resolver_match
    reference = match.kwargs.get("reference") if match else None
    instead = [("Back to the plan", f"/plans/{reference}/")] if reference else []
    ask = ("Find out whom to ask: who is in this plan", f"/plans/{reference}/people/") if reference else None
    reads = request.method == "GET" and not isinstance(refusal, NotNow)
    closed = "This part of the plan is not open to you" if reference else "This page is not open to you"
    title = closed if reads else refusal.title
    until = f"Until {long_date(refusal.until)}." if refusal.until else ""
    page = RefusalPage(title, refusal.because, refusal.source, until, instead, ask)
    template = "refusals/not_now.html" if isinstance(refusal, NotNow) else "refusals/not_permitted.html"
    return render(request, template, {"refusal": page}, status=refusal.status)


def no_longer_yours(request: HttpRequest, refusal: NoLongerYours) -> HttpResponse:
    """Say to somebody who had a part in a plan why it is not theirs any more, and whom to ask."""
    instead = [("Your plans", "/home/")]
    page = RefusalPage(refusal.title, refusal.because, refusal.source, instead=instead)
    return render(request, "refusals/not_permitted.html", {"refusal": page}, status=refusal.status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Show the one page for what is not there and for what is not theirs."""
    page = RefusalPage(NotFound.title, NOTHING_HERE, instead=[("Your plans", "/home/"), ("Guidance", "/")])
    return render(request, "refusals/not_found.html", {"refusal": page}, status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that what arrived could not be read, or was more than the service takes; static, since its fields can't be asked again."""
    title, status = "We could not read that", 400
    words = "The address or the form had characters that are not text. Nothing was saved. Go back and try again."
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        title, status = "That was too much at once", 413
        words = "Nothing was saved. Go back: your words are still in the form. Make them shorter, or send them in parts."
    page = RefusalPage(title, words)
    return HttpResponse(get_template("refusals/bad_request.html").render({"refusal": page}), status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was too old or not ours; nothing was saved."""
    page = RefusalPage(
        "This form is too old",
        "You signed in or out since this form was opened. Nothing was saved. Go back, copy your words, and load the page again.",
    )
    return render(request, "refusals/bad_request.html", {"refusal": page}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something failed here; static, since whatever it could ask may be what failed."""
    return HttpResponse(get_template("refusals/server_error.html").render(), status=500)
