"""Take over a plan in force that another council made."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from permissions import clock
from permissions.policy import OPENS_PLANS, declare
from permissions.refusals import Invalid
from plans.actions.bring_request import bring_request
from plans.views.doors import done, person_of
from portal.forms.take_over import TakeOver
from portal.letters.taken_over import take_plan_over
from portal.pages.handing_over import hand_over
from portal.pages.open_plan import choices_for, is_open_already, taken_facts_of


@declare(OPENS_PLANS, "GET", "POST")
def take_over(request: HttpRequest) -> HttpResponse:
    """Show the page, or take the plan over; a form sent twice leads to the plan that it opened."""
    choices = choices_for(person_of(request))
    data = request.POST if request.method == "POST" else None
    form = TakeOver(data, request.FILES or None, settings=choices.settings, teams=choices.teams, today=clock.today())
    if data is not None and form.is_valid():
        return _take(request, form)
    return _page(request, form, status=200 if data is None else 422)


def _take(request: HttpRequest, form: TakeOver) -> HttpResponse:
    opened = is_open_already(form)
    if opened:
        return redirect("plan", opened)
    try:
        with bring_request(person_of(request), form.child.cleaned_data["original"]) as received:
            plan, codes = take_plan_over(
                taken_facts_of(form), by=person_of(request), original=received, today=clock.today(), now=clock.now()
            )
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return _page(request, form, status=422)
    reference = plan.circle.shown_reference
    said, plan_url = f"The plan is in force here. Its reference is {reference}.", reverse("plan", args=[reference])
    return hand_over(request, said, codes, plan_url, _("Go to the plan")) if codes else done(request, said, plan_url)


def _page(request: HttpRequest, form: TakeOver, *, status: int) -> HttpResponse:
    return render(request, "portal/take_over.html", {"form": form}, status=status)
