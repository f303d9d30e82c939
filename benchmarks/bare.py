"""What the plan page is measured against: the same HTML from Django alone, without sign-in, permissions, ledger or database.

`ready/` renders the portal's own template from a page that was read beforehand; `text/` renders a template that is nothing but the text of the HTML.
`rows/` also knows who is signed in and reads the plan's rows by Django's ORM, as any page with a database does, with no question who may see what.
Used by benchmarks.page only, with Django's own middleware as a new project has it.
"""

import os

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path

from benchmarks.page import PERSON, REFERENCE

_kept: dict[str, object] = {}


def ready(request: HttpRequest) -> HttpResponse:
    """Render the plan page's template from what was read once."""
    if not _kept:
        _read()
    request.user = _kept["person"]
    return render(request, "plans/plan.html", {"page": _kept["page"], "live": _kept["live"]})


def _read() -> None:
    from comments.queries import count_words
    from permissions import clock
    from permissions.models import User
    from plans.access import open_plan
    from plans.queries.plan_page import read_plan_page
    from plans.views.doors import live_page

    person = User.objects.get(email=f"{PERSON}@example.org")
    access = open_plan(person, REFERENCE, today=clock.today())
    _kept["page"] = read_plan_page(access, comments=count_words(access))
    _kept["live"] = live_page(access, "plan")
    _kept["person"] = person


def rows(request: HttpRequest) -> HttpResponse:
    """Read the signed-in person and the rows of the plan, and render as `ready` does."""
    from comments.models import Comment
    from plans.models import SPECS, Item, ItemLink, Plan, Section

    assert request.user.is_authenticated
    plan = Plan.objects.select_related("circle__child", "coordinator", "setting").get(circle__reference=REFERENCE.replace("-", ""))
    for found in (
        Section.objects.filter(plan=plan),
        Item.objects.filter(plan=plan).select_related("author", *[kind.value for kind in SPECS]),
        ItemLink.objects.filter(plan=plan).values_list("source", "target"),
        Comment.objects.filter(thread__circle=plan.circle_id).select_related("thread"),
    ):
        assert list(found)
    return ready(request)


def text(request: HttpRequest) -> HttpResponse:
    """Render a template that is the HTML itself."""
    if "text" not in _kept:
        with open(os.environ["BARE_PAGE"], encoding="utf-8") as html:
            _kept["text"] = engines["django"].from_string("{% verbatim bare %}" + html.read() + "{% endverbatim bare %}")
    return HttpResponse(_kept["text"].render({}, request))


urlpatterns = [path("bare/ready/", ready), path("bare/rows/", rows), path("bare/text/", text), path("", include("portal.urls"))]
