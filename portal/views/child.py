"""The child's own page, which somebody opens with the child: what they said, a box to say something, and who may help."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from permissions import clock
from permissions.policy import FAMILY_IN_CIRCLE, OPENS_CHILDS_PAGE, declare
from permissions.refusals import Invalid
from permissions.vocabulary import Code, Verb
from plans.access import PlanAccess
from plans.access.childs_page import require_childs_page, require_lets_helpers
from plans.actions.help_child import help_child
from plans.actions.let_help_child import let_help_child
from plans.actions.take_back_help import take_back_help
from plans.forms.details import ChildsWordsForm
from plans.queries.childs_page import read_childs_page, read_helpers
from plans.views.doors import done, note_reading, open_for, person_of


@declare(OPENS_CHILDS_PAGE, "GET")
def child(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the child what they said."""
    return render(request, "child/child.html", {"page": read_childs_page(_open(request, reference))})


@declare(OPENS_CHILDS_PAGE, "GET", "POST")
def say(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask what the child wants to say, and put it into Section A."""
    access = _open(request, reference)
    access.require(Verb.ADD, Code.A)
    if request.method != "POST":
        return _say_page(request, access, ChildsWordsForm(initial=ChildsWordsForm.fresh()))
    form = ChildsWordsForm(request.POST)
    try:
        if form.is_valid():
            help_child(person_of(request), reference, **form.words(), today=clock.today(), now=clock.now())
            return done(request, "Thank you. Your words are in the plan now.", reverse("childs_page", args=[reference]))
    except Invalid as wrong:
        form.say_again(wrong.errors)
    return _say_page(request, access, form, 422)


def _say_page(request: HttpRequest, access: PlanAccess, form: ChildsWordsForm, status: int = 200) -> HttpResponse:
    return render(request, "child/say.html", {"page": read_childs_page(access), "form": form}, status=status)


@declare(FAMILY_IN_CIRCLE, "GET")
def helpers(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the family who may open the page with the child."""
    access = open_for(request, reference)
    require_lets_helpers(access)
    return render(request, "child/helpers.html", {"page": read_helpers(access)})


@declare(FAMILY_IN_CIRCLE, "POST")
def let(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Let a professional open the page with the child."""
    person = let_help_child(person_of(request), reference, number, today=clock.today(), now=clock.now())
    return done(request, f"{person.name} may open this page with the child now.", reverse("childs_helpers", args=[reference]))


@declare(FAMILY_IN_CIRCLE, "POST")
def take_back(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take that back."""
    person = take_back_help(person_of(request), reference, number, today=clock.today(), now=clock.now())
    return done(request, f"{person.name} may not open this page any more.", reverse("childs_helpers", args=[reference]))


def _open(request: HttpRequest, reference: str) -> PlanAccess:
    access = open_for(request, reference)
    require_childs_page(access)
    note_reading(access, Code.A)
    return access
