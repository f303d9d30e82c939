"""The mail that did not arrive, for service leaders; and the door through which GOV.UK Notify tells what became of a message."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from permissions import clock
from permissions.policy import KEEPS_SERVICE, MAIL_RECEIPTS, declare
from plans.views.doors import done, person_of
from portal.mail import dead_letters, receipts


@declare(KEEPS_SERVICE, "GET")
def unsent(request: HttpRequest) -> HttpResponse:
    """Show what could not be sent, came back, or of which nobody knows."""
    return render(request, "mail/unsent.html", {"page": dead_letters.dead_letters(person_of(request))})


@declare(KEEPS_SERVICE, "POST")
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Send a message again."""
    who = dead_letters.send_again(person_of(request), number, now=clock.now())
    return done(request, f"The message to {who} is being sent again.", reverse("unsent_mail"))


@declare(KEEPS_SERVICE, "POST")
def put_away(request: HttpRequest, number: int) -> HttpResponse:
    """Take a message off the list."""
    who = dead_letters.put_away(person_of(request), number, now=clock.now())
    return done(request, f"The message to {who} is off the list.", reverse("unsent_mail"))


@declare(MAIL_RECEIPTS, "POST")
@csrf_exempt  # a machine without a session calls; what it carries is its own key
def receipt(request: HttpRequest) -> HttpResponse:
    """Take what GOV.UK Notify says became of a message."""
    if not receipts.is_notify(request.headers.get("Authorization", "")):
        return HttpResponse("This door needs its key.", status=401, content_type="text/plain; charset=utf-8")
    found = receipts.read_receipt(request.body)
    if found is None:
        return HttpResponse("This is no receipt.", status=400, content_type="text/plain; charset=utf-8")
    receipts.take_receipt(*found, now=clock.now())
    return HttpResponse(status=204)
