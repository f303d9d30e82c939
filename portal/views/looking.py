"""Who has looked at a plan, break-glass, and conflicts of interest."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from permissions import clock
from permissions.policy import BREAKS_GLASS, COUNCIL_IN_CIRCLE, IN_CIRCLE, KEEPS_CIRCLE, declare
from permissions.refusals import Invalid
from plans.access import PlanAccess
from plans.access.circle import require_keeper
from plans.access.looking import needs_successor, require_leader, require_officer, require_watcher
from plans.actions.break_glass import break_glass
from plans.actions.declare_conflict import declare_conflict
from plans.actions.delay_telling import delay_telling
from plans.actions.end_conflict import end_conflict
from plans.queries.glass import broken, glass_page
from plans.queries.looked import conflicts_in, read_looked, successors
from plans.views.doors import done, open_for, person_of
from portal.forms.fields import add_errors
from portal.forms.looking import BreakGlass, DeclareConflict, DelayTelling


@declare(IN_CIRCLE, "GET")
def looked(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the family, and the officers who answer for the plan, who has looked at it."""
    access = open_for(request, reference)
    require_watcher(access)
    page = read_looked(access, until=_until(request.GET.get("until", ""), clock.today()))
    return render(request, "looking/looked.html", {"page": page})


@declare(BREAKS_GLASS, "GET", "POST")
def open_by_glass(request: HttpRequest) -> HttpResponse:
    """Open a plan for an hour, with a reason that the family reads."""
    leader = person_of(request)
    require_leader(leader)
    form = BreakGlass(request.POST or None)

    def act() -> HttpResponse:
        facts = form.cleaned_data
        glass = break_glass(leader, facts["reference"], reason=facts["reason"], today=clock.today(), now=clock.now())
        where = glass.membership.content_object.shown_reference
        return done(
            request, "The plan is open to you for one hour. It is written down, and the family is told.", reverse("plan", args=[where])
        )

    return _try(request, "looking/break_glass.html", form, act, page=glass_page(leader, today=clock.today()))


@declare(BREAKS_GLASS, "GET", "POST")
def delay(request: HttpRequest, number: int) -> HttpResponse:
    """Put off telling the family."""
    leader = person_of(request)
    require_leader(leader)
    form = DelayTelling(request.POST or None)

    def act() -> HttpResponse:
        facts = form.cleaned_data
        delay_telling(leader, number, until=facts["until"], reason=facts["reason"], today=clock.today(), now=clock.now())
        return done(request, "The family is not told before the day that you gave.", reverse("break_glass"))

    return _try(request, "looking/delay.html", form, act, glass=broken(number))


@declare(COUNCIL_IN_CIRCLE, "GET", "POST")
def declare_interest(request: HttpRequest, reference: str) -> HttpResponse:
    """Declare a conflict of interest and leave the plan."""
    access = open_for(request, reference)
    require_officer(access)
    form = DeclareConflict(request.POST or None, colleagues=successors(access) if needs_successor(access) else [])

    def act() -> HttpResponse:
        reason, successor = form.cleaned_data["reason"], form.who_takes_over()
        declare_conflict(person_of(request), reference, reason=reason, successor=successor, today=clock.today(), now=clock.now())
        return done(request, "It is written down. This plan is no longer open to you.", f"{reverse('home')}?all=1")

    return _try(request, "looking/conflict.html", form, act, reference=_shown(access))


@declare(KEEPS_CIRCLE, "GET")
def conflicts(request: HttpRequest, reference: str) -> HttpResponse:
    """List the conflicts of interest that stand in this plan."""
    access = open_for(request, reference)
    require_keeper(access)
    return render(request, "looking/conflicts.html", {"reference": _shown(access), "conflicts": conflicts_in(access)})


@declare(KEEPS_CIRCLE, "POST")
def end(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """End a conflict that is over."""
    conflict = end_conflict(person_of(request), reference, number, today=clock.today(), now=clock.now())
    words = f"The conflict of interest of {conflict.person.name} is over. They can be added to this plan again."
    return done(request, words, reverse("conflicts", args=[reference]))


def _until(text: str, today: date) -> date:
    """Read the last day of the four weeks that are asked for; whatever is no day of the past is today."""
    try:
        return min(date.fromisoformat(text), today)
    except ValueError:
        return today


def _shown(access: PlanAccess) -> str:
    return access.circle.circle.shown_reference


def _try(request: HttpRequest, template: str, form: Form, act: Callable[[], HttpResponse], **more: Any) -> HttpResponse:
    """Do what a form asks; show it again, with what was typed, where something is wrong with it."""
    try:
        if request.method == "POST" and form.is_valid():
            return act()
    except Invalid as wrong:
        add_errors(form, wrong.errors)
    return render(request, template, {"form": form, **more}, status=422 if request.method == "POST" else 200)
