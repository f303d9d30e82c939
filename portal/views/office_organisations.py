"""Organisations and their teams."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from permissions import clock
from permissions.actions.change_team_member import change_team_member
from permissions.actions.save_organisation import save_organisation
from permissions.actions.save_team import save_team
from permissions.policy import KEEPS_SERVICE, declare
from plans.views.doors import done, person_of
from portal.forms.office import OrganisationForm, TakeIn, TeamForm
from portal.pages import office as pages
from portal.views.office_forms import try_form


@declare(KEEPS_SERVICE, "GET")
def organisations(request: HttpRequest) -> HttpResponse:
    """List the organisations."""
    return render(request, "office/organisations.html", {"rows": pages.organisations_list(person_of(request))})


@declare(KEEPS_SERVICE, "GET", "POST")
def add(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    by = person_of(request)
    pages.organisations_list(by)
    form = OrganisationForm(request.POST or None)

    def act() -> HttpResponse:
        added = save_organisation(by, None, **form.cleaned_data, now=clock.now())
        return done(request, _("%(name)s was added.") % {"name": added.name}, reverse("office_organisation", args=[added.pk]))

    return try_form(request, "office/add_organisation.html", form, act)


@declare(KEEPS_SERVICE, "GET", "POST")
def organisation(request: HttpRequest, number: int) -> HttpResponse:
    """Show an organisation with its teams; change its name and kind."""
    by, page = person_of(request), pages.organisation_page(person_of(request), number)
    form = OrganisationForm(request.POST or None, initial={"name": page.name, "kind": page.kind})

    def act() -> HttpResponse:
        save_organisation(by, number, **form.cleaned_data, now=clock.now())
        return done(request, _("The change was saved."), reverse("office_organisation", args=[number]))

    return try_form(request, "office/organisation.html", form, act, page=page)


@declare(KEEPS_SERVICE, "GET", "POST")
def add_team(request: HttpRequest, number: int) -> HttpResponse:
    """Add a team to an organisation."""
    by, page = person_of(request), pages.organisation_page(person_of(request), number)
    form = TeamForm(request.POST or None)

    def act() -> HttpResponse:
        team = save_team(by, None, organisation=number, name=form.cleaned_data["name"], now=clock.now())
        return done(request, _("%(name)s was added.") % {"name": team.name}, reverse("office_team", args=[team.pk]))

    return try_form(request, "office/add_team.html", form, act, page=page)


@declare(KEEPS_SERVICE, "GET", "POST")
def team(request: HttpRequest, number: int) -> HttpResponse:
    """Show who is in a team, and take somebody in."""
    by, page = person_of(request), pages.team_page(person_of(request), number)
    form = TakeIn(request.POST or None, people=page.others)

    def act() -> HttpResponse:
        member = change_team_member(by, number, int(form.cleaned_data["person"]), is_in=True, now=clock.now())
        return done(request, _("%(name)s is in the team.") % {"name": member.name}, reverse("office_team", args=[number]))

    return try_form(request, "office/team.html", form, act, page=page)


@declare(KEEPS_SERVICE, "GET", "POST")
def rename_team(request: HttpRequest, number: int) -> HttpResponse:
    """Change the name of a team."""
    by, page = person_of(request), pages.team_page(person_of(request), number)
    form = TeamForm(request.POST or None, initial={"name": page.name})

    def act() -> HttpResponse:
        save_team(by, number, organisation=page.organisation_number, name=form.cleaned_data["name"], now=clock.now())
        return done(request, _("The change was saved."), reverse("office_team", args=[number]))

    return try_form(request, "office/rename_team.html", form, act, page=page)


@declare(KEEPS_SERVICE, "POST")
def take_out(request: HttpRequest, number: int) -> HttpResponse:
    """Take a person out of a team."""
    page = pages.team_page(person_of(request), number)
    typed = request.POST.get("person", "")
    wanted = next((pk for pk, _name in page.people if str(pk) == typed), 0)
    member = change_team_member(person_of(request), number, wanted, is_in=False, now=clock.now())
    return done(request, _("%(name)s is no longer in the team.") % {"name": member.name}, reverse("office_team", args=[number]))
