"""Notices, how one wants to hear of things, and what changed in a plan since one last looked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from permissions import clock
from permissions.policy import IN_CIRCLE, SIGNED_IN, declare
from plans.access import PlanAccess
from plans.cursor import place_of
from plans.queries.plan_page import PlanPage
from plans.views.doors import done, note_reading, open_for, person_of
from portal.forms.notices import Choices, Seen, SeenChanges
from portal.notices.choices import choices_page, save_choices
from portal.notices.looking import SinceLine, first_look, look_of, move_look, since_line
from portal.notices.seeing import count_new_and_look, mark_seen
from portal.pages.notices import notices_page
from portal.pages.since import read_since

CHOSEN = "Your choices are saved."
SEEN = "Marked as seen."
SEEN_CHANGES = "Marked as seen. From now on this plan shows you what changes after this."


@declare(SIGNED_IN, "GET")
def notices(request: HttpRequest) -> HttpResponse:
    """Show what is new in all plans of this person, or what they have seen."""
    page = notices_page(person_of(request), is_seen="seen" in request.GET, today=clock.today(), now=clock.now())
    return render(request, "notices/notices.html", {"page": page})


@declare(SIGNED_IN, "POST")
def seen(request: HttpRequest) -> HttpResponse:
    """Mark one notice, those of a plan or all that were shown as seen."""
    form = Seen(request.POST)
    if form.is_valid():
        mark_seen(person_of(request), form.cleaned_data["numbers"], now=clock.now())
        return done(request, SEEN, reverse("notices"))
    page = notices_page(person_of(request), is_seen=False, today=clock.today(), now=clock.now())
    return render(request, "notices/notices.html", {"page": page}, status=422)


@declare(SIGNED_IN, "GET", "POST")
def choices(request: HttpRequest) -> HttpResponse:
    """Choose how to hear of things."""
    page = choices_page(person_of(request))
    form = Choices(request.POST if request.method == "POST" else None, page=page)
    if form.is_valid():
        save_choices(person_of(request), form.chosen(), now=clock.now())
        return done(request, CHOSEN, reverse("notice_choices"))
    return render(request, "notices/choices.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)


@declare(IN_CIRCLE, "GET")
def since(request: HttpRequest, reference: str) -> HttpResponse:
    """Say for the whole plan what changed since this person last looked."""
    return _since(request, reference, status=200)


@declare(IN_CIRCLE, "POST")
def seen_changes(request: HttpRequest, reference: str) -> HttpResponse:
    """Move up to where this person has looked to where the page stood that they have read."""
    access, form = open_for(request, reference), SeenChanges(request.POST)
    place = place_of(form.cleaned_data["cursor"], access) if form.is_valid() else None
    if place is None:
        return _since(request, reference, status=422)
    move_look(access, place, at=form.made_at(clock.now()), now=clock.now())
    return done(request, SEEN_CHANGES, reverse("plan", args=[reference]))


def what_is_new(request: HttpRequest, access: PlanAccess, page: PlanPage) -> SinceLine | None:
    """Say on the plan page what is new since this person last looked; the head of the page takes its count from here. At most two queries."""
    counted, look = count_new_and_look(person_of(request), access.plan.circle_id, today=access.today)
    request.new_notices = counted  # type: ignore[attr-defined]
    if look is None:
        first_look(access, now=clock.now())
        return None
    return since_line(access, look, page)


def _since(request: HttpRequest, reference: str, *, status: int) -> HttpResponse:
    access, now = open_for(request, reference), clock.now()
    page = read_since(access, look_of(access, now=now), now=now)
    note_reading(access, *page.codes)
    return render(request, "notices/since.html", {"page": page}, status=status)
