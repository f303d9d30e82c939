"""One person's part in a plan, for whoever keeps the circle: end it, limit it, grant a section and take the grant back."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from permissions import clock
from permissions.policy import KEEPS_CIRCLE, declare
from permissions.refusals import Invalid
from permissions.vocabulary import SECTION_NAMES, Code
from plans.access.circle import require_keeper
from plans.actions.end_membership import end_membership
from plans.actions.grant_section import grant_section
from plans.actions.lift_limit import lift_limit
from plans.actions.limit_membership import limit_membership
from plans.actions.ungrant_section import ungrant_section
from plans.queries.coming_in import member_coming_in
from plans.queries.people import MemberPage, member_page, what_is_starred
from plans.queries.section_page import section_code
from plans.views.doors import done, open_for, person_of
from portal.forms.fields import add_errors
from portal.forms.people import Limit, Reason
from portal.mail import bounced_addresses


@declare(KEEPS_CIRCLE, "GET")
def member(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show one person's part in this plan."""
    access = open_for(request, reference)
    require_keeper(access)
    state = member_coming_in(access, number, now=clock.now())
    page = member_page(access, number)
    return _page(request, "people/member.html", page, state=state, comes_back=bool(bounced_addresses([page.member.email])))


@declare(KEEPS_CIRCLE, "GET", "POST")
def end(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """End a person's part in this plan, after saying what happens then."""
    page = _open(request, reference, number)
    form = Reason(request.POST or None)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        end_membership(person_of(request), reference, number, reason=reason, today=clock.today(), now=clock.now())
        return f"{page.member.name} is no longer in this plan."

    return _try(request, "people/end.html", page, form, act)


@declare(KEEPS_CIRCLE, "GET", "POST")
def limit(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Leave a person only some sections of their role."""
    page = _open(request, reference, number)
    sections = tuple(code for code, _ in page.sections)
    form = Limit(request.POST or None, sections=sections, initial={"keep": page.kept or sections})

    def act() -> str:
        kept, reason = form.kept(), form.cleaned_data["reason"]
        limit_membership(person_of(request), reference, number, keep=kept, reason=reason, today=clock.today(), now=clock.now())
        return f"{page.member.name} now has only the sections you left."

    return _try(request, "people/limit.html", page, form, act)


@declare(KEEPS_CIRCLE, "POST")
def lift(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Give a limited person the whole role back."""
    page = _open(request, reference, number)
    lift_limit(person_of(request), reference, number, today=clock.today(), now=clock.now())
    return done(request, f"{page.member.name} has the whole role again.", reverse("member", args=[reference, number]))


@declare(KEEPS_CIRCLE, "GET", "POST")
def grant(request: HttpRequest, reference: str, number: int, code: str) -> HttpResponse:
    """Grant a person a section that their role has only when the coordinator says so."""
    page, section = _open(request, reference, number), section_code(code)
    what = what_is_starred(page, section)
    form = Reason(request.POST or None)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        grant_section(person_of(request), reference, number, section, reason=reason, today=clock.today(), now=clock.now())
        return f"{page.member.name} may now {what} in {_said(section)}."

    return _try(request, "people/grant.html", page, form, act, section=_said(section), what=what)


@declare(KEEPS_CIRCLE, "POST")
def take_back(request: HttpRequest, reference: str, number: int, code: str) -> HttpResponse:
    """Take a grant back."""
    page, section = _open(request, reference, number), section_code(code)
    ungrant_section(person_of(request), reference, number, section, today=clock.today(), now=clock.now())
    words = f"What you granted {page.member.name} in {_said(section)} was taken back."
    return done(request, words, reverse("member", args=[reference, number]))


def _said(code: Code) -> str:
    return f"{SECTION_NAMES[code]} (Section {code})"


def _open(request: HttpRequest, reference: str, number: int) -> MemberPage:
    access = open_for(request, reference)
    require_keeper(access)
    return member_page(access, number)


def _try(request: HttpRequest, template: str, page: MemberPage, form: Form, act: Callable[[], str], **more: Any) -> HttpResponse:
    """Do what a form asks; show the form again, with what was typed, where something is wrong with it."""
    if request.method != "POST":
        return _page(request, template, page, form=form, **more)
    try:
        if form.is_valid():
            return done(request, act(), reverse("people", args=[page.reference]))
    except Invalid as wrong:
        add_errors(form, wrong.errors)
    return _page(request, template, page, status=422, form=form, **more)


def _page(request: HttpRequest, template: str, page: MemberPage, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, template, {"page": page, **more}, status=status)
