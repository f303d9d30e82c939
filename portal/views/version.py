"""A version to read, with the talk about it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comments.actions.mark_read import mark_read
from comments.talk import talk_about, version_titles
from permissions import clock
from permissions.policy import SEES_VERSION, declare
from plans.queries.versions import read_version
from plans.views.doors import live_page, note_reading, note_version, open_for


@declare(SEES_VERSION, "GET")
def version(request: HttpRequest, reference: str, uid: UUID) -> HttpResponse:
    """Read a version, as much of it as is this person's to read."""
    return version_page(request, reference, uid, about=request.GET.get("about", ""))


def version_page(request: HttpRequest, reference: str, uid: UUID, *, status: int = 200, **talk: Any) -> HttpResponse:
    """Show a version with the talk about it, and the form of a comment as it came back where something was wrong with it; what is shown is then read."""
    access = open_for(request, reference)
    page = read_version(access, uid)
    note_reading(access, *page.codes)
    if request.method == "GET" and not page.was_read_last:  # a form that comes back is no new reading
        note_version(access, uid)
    about = talk_about(access, page.row, titles=version_titles(page), now=clock.now(), **talk)
    context = {"page": page, "talk": about, "live": live_page(access, "version")}
    answer = render(request, "plans/versions/read.html", context, status=status)
    mark_read(access, about.views)
    return answer
