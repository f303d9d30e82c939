"""A supporter is chosen, and let go, by the family."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from permissions import clock
from permissions.policy import FAMILY_IN_CIRCLE, declare
from plans.access.circle import chosen_by, require_chooser
from plans.actions.let_supporter_go import let_supporter_go
from plans.views.doors import done, open_for, person_of
from portal.forms.people import Supporter
from portal.letters.choosing import choose as choose_and_write
from portal.pages.handing_over import hand_over
from portal.views.office_forms import try_form

ASKED = "We have written to them. They appear in the list of this plan’s people once they have come in."


@declare(FAMILY_IN_CIRCLE, "GET", "POST")
def choose(request: HttpRequest, reference: str) -> HttpResponse:
    """Explain what a supporter sees, and invite them."""
    access = open_for(request, reference)
    require_chooser(access)
    shown = access.circle.circle.shown_reference
    form = Supporter(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        data = form.cleaned_data
        code = choose_and_write(person_of(request), shown, email=data["email"], name=data["name"], today=clock.today(), now=clock.now())
        return hand_over(request, _(ASKED), (code,), reverse("people", args=[shown]), _("Who is in this plan"))

    return try_form(request, "people/choose_supporter.html", form, act, reference=shown)


@declare(FAMILY_IN_CIRCLE, "GET", "POST")
def let_go(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """End a supporter's part, after saying what happens then."""
    access = open_for(request, reference)
    require_chooser(access)
    shown, going = access.circle.circle.shown_reference, chosen_by(access, number)
    if request.method != "POST":
        return render(request, "people/let_supporter_go.html", {"name": going.user.name, "reference": shown})
    let_supporter_go(person_of(request), shown, number, today=clock.today(), now=clock.now())
    return done(request, _("%(name)s no longer supports you here.") % {"name": going.user.name}, reverse("people", args=[shown]))
