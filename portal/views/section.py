"""A section to read, with the talk beside it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comments.actions.mark_read import mark_read
from comments.talk import talk_beside
from permissions import clock
from permissions.policy import SEES_SECTION, declare
from permissions.refusals import NotPermitted
from plans.access import PlanAccess
from plans.queries.section_page import read_section_page, section_code
from plans.views.doors import live_page, note_reading, open_for


@declare(SEES_SECTION, "GET")
def section(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Show one section."""
    return section_page(request, reference, code, about=request.GET.get("about", ""))


def section_page(request: HttpRequest, reference: str, code: str, *, status: int = 200, **talk: Any) -> HttpResponse:
    """Show a section, with the form of a comment as it came back where something was wrong with it; what is shown is then read."""
    access = open_for(request, reference)
    letter = section_code(code)
    _require_sight(access, code)
    note_reading(access, letter)
    page = read_section_page(access, letter)
    titles = tuple((item.uid, item.title) for item in page.items if not item.is_kept)
    beside = talk_beside(access, letter, titles=titles, now=clock.now(), **talk)
    context = {"page": page, "talk": beside, "live": live_page(access, "section", letter)}
    answer = render(request, "plans/section.html", context, status=status)
    mark_read(access, beside.views)
    return answer


def _require_sight(access: PlanAccess, code: str) -> None:
    letter = section_code(code)
    if letter not in access.visible_sections:
        held_back = access.sections[letter].held_back
        raise NotPermitted(
            held_back or "This section is written and read by other people in the plan.", source="SEND Regulations 2014, regulation 17"
        )
