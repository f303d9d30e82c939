"""Send the council's replies: one, or all that are written, after a look at what each changes."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import SENDS_REPLIES, declare
from permissions.refusals import Invalid, Stale
from plans.access.finishing import require_sender
from plans.queries.replies_page import read_sending
from plans.saying import count
from plans.views.doors import done, open_for, person_of
from portal.letters.replies import send


@declare(SENDS_REPLIES, "GET", "POST")
def send_all(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what will be sent and what changes in the plan, and send it."""
    return _sending(request, reference, None)


@declare(SENDS_REPLIES, "GET", "POST")
def send_one(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Show one reply as it will be sent, and send it."""
    return _sending(request, reference, uid)


def _sending(request: HttpRequest, reference: str, uid: uuid.UUID | None) -> HttpResponse:
    access = open_for(request, reference)
    require_sender(access)
    page = read_sending(access, uid)
    if request.method == "GET":
        return render(request, "finishing/send_replies.html", {"page": page})
    try:
        sent = send(person_of(request), reference, uid, today=clock.today(), now=clock.now())
    except Invalid as wrong:
        return render(request, "finishing/send_replies.html", {"page": page, "wrong": tuple(wrong.errors.values())}, status=422)
    except Stale as stale:
        context = {"page": page, "wrong": (stale.because,), "clashes": stale.clashes}
        return render(request, "finishing/send_replies.html", context, status=409)
    return done(request, f"{count(len(sent), 'reply was', 'replies were')} sent.", f"{page.head.url}replies/")
