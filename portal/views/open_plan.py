"""Open a plan for a child."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from permissions import clock
from permissions.access import NOTHING_HERE
from permissions.policy import OPENS_PLANS, declare
from permissions.refusals import Invalid, NotFound
from plans.actions.bring_request import bring_request
from plans.views.doors import done, person_of
from portal.forms.open_plan import OpenPlan
from portal.letters.received import take_request
from portal.pages.asking import filled_in
from portal.pages.handing_over import hand_over
from portal.pages.open_plan import choices_for, facts_of, is_open_already


@declare(OPENS_PLANS, "GET", "POST")
def open_new_plan(request: HttpRequest) -> HttpResponse:
    """Show the page, or open the plan; a form sent twice leads to the plan that it opened."""
    choices = choices_for(person_of(request))
    data, sent = request.POST if request.method == "POST" else None, _sent_here(request)
    filled = None if sent is None else filled_in(person_of(request), sent) if data is None else {}
    form = OpenPlan(data, request.FILES or None, settings=choices.settings, teams=choices.teams, today=clock.today(), filled=filled)
    if data is not None and form.is_valid():
        return _open(request, form, sent)
    return _page(request, form, status=200 if data is None else 422)


def _sent_here(request: HttpRequest) -> UUID | None:
    """Read which request that was sent here the plan is for; one that makes no sense is none that is there."""
    named = request.GET.get("request")
    try:
        return UUID(named) if named else None
    except ValueError as wrong:
        raise NotFound(NOTHING_HERE) from wrong


def _open(request: HttpRequest, form: OpenPlan, sent: UUID | None) -> HttpResponse:
    opened = is_open_already(form)
    if opened:
        return redirect("plan", opened)
    try:
        with bring_request(person_of(request), form.child.cleaned_data["original"]) as received:
            plan, codes = take_request(facts_of(form, sent), by=person_of(request), original=received, today=clock.today(), now=clock.now())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return _page(request, form, status=422)
    reference = plan.circle.shown_reference
    said, plan_url = f"The plan is open. Its reference is {reference}. The letters are made.", reverse("plan", args=[reference])
    return hand_over(request, said, codes, plan_url, _("Go to the plan")) if codes else done(request, said, plan_url)


def _page(request: HttpRequest, form: OpenPlan, *, status: int) -> HttpResponse:
    return render(request, "portal/open_plan.html", {"form": form}, status=status)
