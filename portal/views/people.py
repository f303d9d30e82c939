"""Who is in a plan, and the ways in and out for whoever keeps its circle."""

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from permissions import clock
from permissions.policy import IN_CIRCLE, KEEPS_CIRCLE, declare
from permissions.refusals import Invalid
from permissions.vocabulary import ROLE_NAMES, Role
from plans.access import PlanAccess
from plans.access.circle import require_keeper
from plans.queries.people import choosers, people_page
from plans.views.doors import done, open_for, person_of
from portal.forms.fields import add_errors
from portal.forms.people import AddMember, fresh_member_form
from portal.letters.invite import invite
from portal.mail import bounced_addresses
from portal.pages.handing_over import hand_over


@declare(IN_CIRCLE, "GET")
def people(request: HttpRequest, reference: str) -> HttpResponse:
    """Show who is in this plan."""
    access = open_for(request, reference)
    page = people_page(access)
    addresses = [member.email for member in (*page.members, *page.coming) if member.email]
    return render(request, "people/people.html", {"page": page, "bounced": bounced_addresses(addresses) if addresses else set()})


@declare(KEEPS_CIRCLE, "GET", "POST")
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a person to this plan."""
    access = open_for(request, reference)
    require_keeper(access)
    listed = choosers(access)
    if request.method != "POST":
        return _add_page(request, access, fresh_member_form(listed, clock.today()))
    form = AddMember(request.POST, choosers=listed)
    return _add(request, access, form) if form.is_valid() else _add_page(request, access, form, status=422)


def _add(request: HttpRequest, access: PlanAccess, form: AddMember) -> HttpResponse:
    reference = access.circle.circle.shown_reference
    try:
        taken = invite(person_of(request), reference, form.facts(), today=clock.today(), now=clock.now())
    except Invalid as wrong:
        add_errors(form, wrong.errors)
        return _add_page(request, access, form, status=422)
    said = f"{form.cleaned_data['name']} was added as: {ROLE_NAMES[Role(form.cleaned_data['role'])]}."
    people_url = reverse("people", args=[reference])
    if taken.code is None:
        return done(request, said, people_url)
    return hand_over(request, said, (taken.code,), people_url, _("Who is in this plan"))


def _add_page(request: HttpRequest, access: PlanAccess, form: BaseForm, status: int = 200) -> HttpResponse:
    inputs = {"form": form, "reference": access.circle.circle.shown_reference}
    return render(request, "people/add.html", inputs, status=status)
