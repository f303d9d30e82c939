"""The plan page and the golden thread."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comments.queries import count_words
from permissions.policy import IN_CIRCLE, declare
from plans.queries.golden_thread import read_golden_thread
from plans.queries.in_force import read_in_force
from plans.queries.plan_page import read_plan_page
from plans.queries.transfers import read_taken_over
from plans.views.doors import live_page, note_reading, open_for
from portal.views.notices import what_is_new


@declare(IN_CIRCLE, "GET")
def plan(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a plan: whose turn it is, what is next, and what this person may see."""
    access = open_for(request, reference)
    note_reading(access, *access.visible_sections)
    page = read_plan_page(access, comments=count_words(access))
    inputs = {"page": page, "live": live_page(access, "plan"), "since": what_is_new(request, access, page)}
    return render(request, "plans/plan.html", inputs | {"taken": read_taken_over(access), "in_force": read_in_force(access)})


@declare(IN_CIRCLE, "GET")
def golden_thread(request: HttpRequest, reference: str) -> HttpResponse:
    """Show how hopes, needs, help and outcomes hang together, from either end."""
    access = open_for(request, reference)
    note_reading(access, *access.visible_sections)
    page = read_golden_thread(access, is_backwards=request.GET.get("from") == "outcomes")
    return render(request, "plans/thread.html", {"page": page})
