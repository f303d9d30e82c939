"""Let a person leave, and let a colleague cover for somebody who is away."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from permissions import clock
from permissions.policy import KEEPS_COLLEAGUES, declare
from plans.actions.arrange_cover import Cover
from plans.actions.end_cover import end_cover
from plans.actions.leave_service import Left
from plans.saying import count
from plans.views.doors import done, person_of
from portal.forms.office import CoverForm, Leave
from portal.letters import leaving
from portal.pages import office as pages
from portal.views.office_forms import try_form


@declare(KEEPS_COLLEAGUES, "GET", "POST")
def leave(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a person holds, and let them leave."""
    by, page, holds = person_of(request), _page(request, number), pages.holds_of(person_of(request), number)
    people, data = pages.colleagues_but(by, number), request.POST if request.method == "POST" else None
    form = Leave(data, people=people, is_needed=holds.coordinated > 0)

    def act() -> HttpResponse:
        left = leaving.see_off(by, number, successor=form.chosen(), today=clock.today(), now=clock.now())
        return done(request, _left_words(left), reverse("office_people"))

    return try_form(request, "office/leave.html", form, act, page=page, holds=holds)


@declare(KEEPS_COLLEAGUES, "GET", "POST")
def cover(request: HttpRequest, number: int) -> HttpResponse:
    """Arrange who covers for a person."""
    by, page = person_of(request), _page(request, number)
    form = CoverForm(request.POST or None, people=pages.colleagues_but(by, number), initial={"from_on": clock.today()})

    def act() -> HttpResponse:
        data = form.cleaned_data | {"covering": int(form.cleaned_data["covering"])}
        arranged = leaving.cover(by, number, **data, today=clock.today(), now=clock.now())
        return done(request, _cover_words(arranged), reverse("office_person", args=[number]))

    return try_form(request, "office/cover.html", form, act, page=page)


@declare(KEEPS_COLLEAGUES, "POST")
def end(request: HttpRequest, number: int, covering: int) -> HttpResponse:
    """End a cover early."""
    end_cover(person_of(request), number, covering=covering, today=clock.today(), now=clock.now())
    return done(request, _("The cover has ended."), reverse("office_person", args=[number]))


def _page(request: HttpRequest, number: int) -> pages.PersonPage:
    return pages.person_page(person_of(request), number, today=clock.today(), now=clock.now())


def _left_words(left: Left) -> str:
    handed = f" {count(left.handed_over, 'plan was', 'plans were')} handed over." if left.handed_over else ""
    if left.stays_as_family:
        return f"{left.person.name} has left the service, and stays in the plan of their own family.{handed}"
    return f"{left.person.name} has left and can’t sign in any more.{handed}"


def _cover_words(arranged: Cover) -> str:
    words = f"{arranged.covering.name} covers in {count(arranged.plans, 'plan', 'plans')}."
    if arranged.left_out:
        words += f" They can’t cover in {', '.join(arranged.left_out)}: they are of the family there, or have a conflict of interest."
    return words
