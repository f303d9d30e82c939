"""The list of the plans that one may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from permissions import clock
from permissions.policy import SIGNED_IN, declare
from plans.views.doors import person_of
from portal.forms.search import LONGEST, read_search
from portal.pages import home as pages

LOOKED_FOR = "looked_for"


@declare(SIGNED_IN, "GET", "POST")
def home(request: HttpRequest) -> HttpResponse:
    """Show the plans of this person; what was looked for waits in the session, since a child's name is written in no address."""
    if request.method == "POST":
        request.session[LOOKED_FOR] = request.POST.get("find", "")[:LONGEST]
        return redirect(f"{reverse('home')}?found=1")
    search = read_search(request.session.get(LOOKED_FOR, "") if "found" in request.GET else "")
    before = pages.read_place(request.GET.get("before", ""), backwards=True)
    place = before or pages.read_place(request.GET.get("after", ""), backwards=False)
    page = pages.home(person_of(request), search=search, place=place, today=clock.today())
    if page.only and "all" not in request.GET:
        return redirect("plan", page.only)
    return render(request, "portal/home.html", {"page": page, "today": clock.today()})
