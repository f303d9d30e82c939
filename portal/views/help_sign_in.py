"""The council's staff help a person with their sign-in: a keeper by a plan, a leader by the person."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from permissions import clock
from permissions.policy import KEEPS_CIRCLE, KEEPS_SERVICE, declare
from permissions.refusals import Invalid
from plans.views.doors import done, open_for, person_of
from portal.forms.account import NewWayIn
from portal.forms.fields import add_errors
from portal.letters import helping
from portal.letters.helping import Door, HelpPage


@declare(KEEPS_CIRCLE, "GET")
def members_sign_in(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show a keeper how somebody of the plan signs in, and what can be done about it."""
    page = helping.page_for_keeper(open_for(request, reference), person_of(request), number)
    return _show(request, page, "member", reference, number)


@declare(KEEPS_SERVICE, "GET")
def persons_sign_in(request: HttpRequest, person: UUID) -> HttpResponse:
    """Show a leader how somebody signs in."""
    page = helping.page_for_leader(helping.leaders_door(person_of(request), person), today=clock.today())
    return _show(request, page, "person", person)


@declare(KEEPS_CIRCLE, "POST")
def protect_member(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Switch protected sign-in on for somebody of the plan."""
    return _switch(request, helping.protect, Door(person_of(request), reference, number), "members_sign_in", reference, number)


@declare(KEEPS_SERVICE, "POST")
def protect_person(request: HttpRequest, person: UUID) -> HttpResponse:
    """Switch protected sign-in on for somebody."""
    return _switch(request, helping.protect, helping.leaders_door(person_of(request), person), "persons_sign_in", person)


@declare(KEEPS_CIRCLE, "POST")
def unprotect_member(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Switch protected sign-in off for somebody of the plan."""
    return _switch(request, helping.unprotect, Door(person_of(request), reference, number), "members_sign_in", reference, number)


@declare(KEEPS_SERVICE, "POST")
def unprotect_person(request: HttpRequest, person: UUID) -> HttpResponse:
    """Switch protected sign-in off for somebody."""
    return _switch(request, helping.unprotect, helping.leaders_door(person_of(request), person), "persons_sign_in", person)


@declare(KEEPS_CIRCLE, "GET", "POST")
def recover_member(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Give somebody of the plan a new way in."""
    page = helping.page_for_keeper(open_for(request, reference), person_of(request), number)
    back = reverse("members_sign_in", args=[reference, number])
    return _recover(request, page, Door(person_of(request), reference, number), back)


@declare(KEEPS_SERVICE, "GET", "POST")
def recover_person(request: HttpRequest, person: UUID) -> HttpResponse:
    """Give somebody a new way in."""
    door = helping.leaders_door(person_of(request), person)
    return _recover(request, helping.page_for_leader(door, today=clock.today()), door, reverse("persons_sign_in", args=[person]))


def _show(request: HttpRequest, page: HelpPage, kind: str, *named: Any) -> HttpResponse:
    acts = {act: reverse(f"{act}_{kind}", args=named) for act in ("protect", "unprotect", "recover")}
    reference = named[0] if kind == "member" else ""
    return render(request, "people/sign_in.html", {"page": page, "acts": acts, "reference": reference})


def _switch(request: HttpRequest, act: Callable[..., None], door: Door, back: str, *named: Any) -> HttpResponse:
    act(door, today=clock.today(), now=clock.now())
    words = "Protected sign-in is on. They were signed out everywhere." if act is helping.protect else "Protected sign-in is off."
    return done(request, words, reverse(back, args=named))


def _recover(request: HttpRequest, page: HelpPage, door: Door, back: str) -> HttpResponse:
    """Show the joining code once, in answer to the act itself: it is kept nowhere."""
    form = NewWayIn(request.POST or None)
    context = {"page": page, "form": form, "back": back, "reference": door.reference}
    try:
        if request.method == "POST" and form.is_valid():
            code = helping.recover(door, new_email=form.cleaned_data["email"], today=clock.today(), now=clock.now())
            return render(request, "people/new_way_in.html", {**context, "code": code})
    except Invalid as wrong:
        add_errors(form, wrong.errors)
    return render(request, "people/recover.html", context, status=422 if form.is_bound else 200)
