"""Decide whether a plan ends, and whether there is a reassessment: in the frame of every decision."""

from django.http import HttpRequest, HttpResponse

from permissions.policy import DECIDES, declare
from portal.pages.ending import ENDINGS
from portal.views.deciding import answer


@declare(DECIDES, "GET", "POST")
def decide_about_ending(request: HttpRequest, reference: str, what: str) -> HttpResponse:
    """Ask for a decision, show its letters, and do it."""
    return answer(request, reference, ENDINGS[what])
