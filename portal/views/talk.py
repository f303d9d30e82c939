"""All that is said about a plan, in one list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comments.actions.mark_read import mark_read
from comments.talk_page import read_talk_page
from permissions import clock
from permissions.policy import IN_CIRCLE, declare
from plans.views.doors import live_page, note_reading, open_for


@declare(IN_CIRCLE, "GET")
def talk(request: HttpRequest, reference: str) -> HttpResponse:
    """List the conversations of a plan, as many as this person reads and asks for."""
    access = open_for(request, reference)
    page = read_talk_page(access, request.GET, now=clock.now())
    note_reading(access, *page.codes)
    answer = render(request, "comments/talk.html", {"page": page, "live": live_page(access, "talk")})
    mark_read(access, page.views)
    return answer
