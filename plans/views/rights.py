"""Who holds the rights in a plan, what the young person lets each parent keep, and what was found of their capacity."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import CHOOSES_FOR_PARENTS, DECIDES, IN_CIRCLE, TAKES_OVER_DRAFT, declare
from permissions.refusals import Invalid
from plans.actions.choose_for_parent import choose_for_parent
from plans.actions.pass_on_draft import pass_on_draft
from plans.actions.record_capacity import Found, record_capacity
from plans.actions.record_rights_moved import record_rights_moved
from plans.forms.rights import CAN, CapacityForm, ChooseForm
from plans.queries.items import plan_url
from plans.queries.rights import read_capacity_page, read_parent_page, read_rights
from plans.views.doors import done, open_for, person_of
from plans.views.errors import add_errors


@declare(IN_CIRCLE, "GET")
def rights(request: HttpRequest, reference: str) -> HttpResponse:
    """Show who holds the rights, until or since when."""
    return render(request, "plans/rights/rights.html", {"page": read_rights(open_for(request, reference))})


@declare(CHOOSES_FOR_PARENTS, "GET", "POST")
def choose(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask the young person what one parent keeps, and keep the answer."""
    access = open_for(request, reference)
    page = read_parent_page(access, number)
    form = ChooseForm(request.POST if request.method == "POST" else None, now=page.now)
    if not (form.is_bound and form.is_valid()):
        return render(request, "plans/rights/choose.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)
    choose_for_parent(person_of(request), reference, number, form.chosen(), today=clock.today(), now=clock.now())
    return done(request, "Saved. You can change it at any time.", f"{plan_url(access)}rights/")


@declare(DECIDES, "GET", "POST")
def capacity(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask what was found about one decision, and keep it."""
    access = open_for(request, reference)
    page = read_capacity_page(access)
    form = CapacityForm(request.POST if request.method == "POST" else None, people=page.people, today=clock.today())
    try:
        if form.is_bound and form.is_valid():
            record_capacity(person_of(request), reference, _found(form), today=clock.today(), now=clock.now())
            return done(request, "Saved.", f"{plan_url(access)}rights/")
    except Invalid as wrong:
        add_errors(form, wrong)
    return render(request, "plans/rights/capacity.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)


def _found(form: CapacityForm) -> Found:
    data = form.cleaned_data
    return Found(
        matter=data["matter"],
        decision=data["decision"],
        has_capacity=data["able"] == CAN,
        assessor=data["assessor"],
        assessed_on=data["on"],
        evidence=data["evidence"],
        own_view=data["own_view"],
        representative=int(data["representative"]) if data["representative"] else None,
        acts_as=data["acts_as"],
    )


@declare(TAKES_OVER_DRAFT, "POST")
def draft(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the draft that is out on to whoever holds the rights now."""
    access = open_for(request, reference)
    service = pass_on_draft(person_of(request), reference, today=clock.today(), now=clock.now())
    is_own = service.recipient_id == access.person
    words = "You can answer the draft now." if is_own else "The draft is passed on. Hand it over, with the time that is left."
    return done(request, words, f"{plan_url(access)}answer/" if is_own else f"{plan_url(access)}rights/")


@declare(DECIDES, "POST")
def recorded(request: HttpRequest, reference: str) -> HttpResponse:
    """Enter in the record that the rights have moved."""
    access = open_for(request, reference)
    record_rights_moved(person_of(request), reference, today=clock.today(), now=clock.now())
    return done(request, "It is in the record.", f"{plan_url(access)}rights/")
