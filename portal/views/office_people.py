"""The people of the service: find them, add and invite them, give them duties."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from permissions import clock
from permissions.actions.change_duties import change_duties
from permissions.actions.change_person import change_person
from permissions.policy import KEEPS_COLLEAGUES, KEEPS_SERVICE, declare
from permissions.refusals import Invalid
from plans.views.doors import done, person_of
from portal.first_pages import CONTENT_EDITORS
from portal.forms.office import DutiesForm, NewPerson, PersonForm
from portal.forms.search import LONGEST
from portal.letters.inviting import add_and_invite, invite_back, invite_colleague, withdraw_from
from portal.pages import office as pages
from portal.pages.handing_over import hand_over
from portal.views.office_forms import try_form

LOOKED_FOR = "looked_for_in_office"


@declare(KEEPS_COLLEAGUES, "GET")
def front(request: HttpRequest) -> HttpResponse:
    """Show what this person keeps."""
    return render(request, "office/front.html", {"page": pages.front_page(person_of(request))})


@declare(KEEPS_COLLEAGUES, "GET", "POST")
def people(request: HttpRequest) -> HttpResponse:
    """List the people; what was looked for waits in the session, since no name is written in an address."""
    if request.method == "POST":
        pages.front_page(person_of(request))
        request.session[LOOKED_FOR] = request.POST.get("find", "")[:LONGEST]
        return redirect(f"{reverse('office_people')}?found=1")
    typed = request.session.get(LOOKED_FOR, "") if "found" in request.GET else ""
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and 0 < len(number) < 6 else 1
    found = pages.people_list(person_of(request), typed=typed, page=max(page, 1), now=clock.now())
    return render(request, "office/people.html", {"page": found})


@declare(KEEPS_COLLEAGUES, "GET", "POST")
def add(request: HttpRequest) -> HttpResponse:
    """Add a person and invite them."""
    by = person_of(request)
    form = NewPerson(request.POST or None, organisations=pages.organisation_choices(by))

    def act() -> HttpResponse:
        data = form.cleaned_data
        organisation = int(data["organisation"])
        added, code = add_and_invite(by, email=data["email"], name=data["name"], organisation=organisation, now=clock.now())
        return _invited(request, added.pk, _("%(name)s was added.") % {"name": added.name}, code)

    return try_form(request, "office/add_person.html", form, act)


@declare(KEEPS_COLLEAGUES, "GET")
def person(request: HttpRequest, number: int) -> HttpResponse:
    """Show one person, and what can be done."""
    return render(request, "office/person.html", {"page": _page(request, number)})


@declare(KEEPS_COLLEAGUES, "GET", "POST")
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change a name, or the organisation."""
    by, page = person_of(request), _page(request, number)
    choices = pages.organisation_choices(by)
    of = next((pk for pk, name in choices if name == page.row.organisation), "")
    form = PersonForm(
        request.POST or None, organisations=choices, initial={"name": page.row.name, "called": page.called, "organisation": of}
    )

    def act() -> HttpResponse:
        data = form.cleaned_data | {"organisation": int(form.cleaned_data["organisation"])}
        change_person(by, number, **data, now=clock.now())
        return done(request, _("The change was saved."), reverse("office_person", args=[number]))

    return try_form(request, "office/change_person.html", form, act, page=page)


@declare(KEEPS_SERVICE, "GET", "POST")
def duties(request: HttpRequest, number: int) -> HttpResponse:
    """Give a person duties, and take them away."""
    by = person_of(request)
    form = DutiesForm(request.POST if request.method == "POST" else None, initial={"duties": pages.ticked(by, number)})

    def act() -> HttpResponse:
        changed = change_duties(by, number, form.chosen(), editors=CONTENT_EDITORS, now=clock.now())
        words = _("The duties of %(name)s were saved.") % {"name": changed.name}
        return redirect("home") if changed == by and not changed.is_leader else done(request, words, _person_url(number))

    return try_form(request, "office/duties.html", form, act, page=_page(request, number))


@declare(KEEPS_COLLEAGUES, "POST")
def invite(request: HttpRequest, number: int) -> HttpResponse:
    """Make a fresh invitation; an earlier one stops working."""
    try:
        code = invite_colleague(person_of(request), number, now=clock.now())
    except Invalid as wrong:
        return done(request, str(wrong), _person_url(number))
    return _invited(request, number, _("There is a new invitation."), code)


@declare(KEEPS_COLLEAGUES, "POST")
def back(request: HttpRequest, number: int) -> HttpResponse:
    """Let a person who had left come back: open the account and invite them."""
    try:
        code = invite_back(person_of(request), number, now=clock.now())
    except Invalid as wrong:
        return done(request, str(wrong), _person_url(number))
    return _invited(request, number, _("The account is open again."), code)


@declare(KEEPS_COLLEAGUES, "POST")
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw the invitation that waits."""
    withdraw_from(person_of(request), number, now=clock.now())
    return done(request, _("The invitation was withdrawn."), _person_url(number))


def _invited(request: HttpRequest, number: int, said: str, code: Any) -> HttpResponse:
    return hand_over(request, said, (code,), _person_url(number), _("Go on")) if code else done(request, said, _person_url(number))


def _page(request: HttpRequest, number: int) -> pages.PersonPage:
    return pages.person_page(person_of(request), number, today=clock.today(), now=clock.now())


def _person_url(number: int) -> str:
    return reverse("office_person", args=[number])
