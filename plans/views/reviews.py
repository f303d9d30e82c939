"""The review of a plan in force: what is next, arranging it, what people say before it, the meeting."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from permissions import clock
from permissions.policy import ARRANGES_REVIEWS, ASKS_REVIEW, DECIDES, INVITED_TO_REVIEW, READS_REVIEWS, declare
from permissions.vocabulary import Role
from plans.access.deciding import require_decider
from plans.access.reviewing import require_arranger, require_asker, require_in_force
from plans.actions.ask_early_review import ask_early_review
from plans.actions.give_review_advice import give_review_advice
from plans.actions.hold_review import hold_review
from plans.actions.reviewing import going_on, require_invited, require_met
from plans.actions.schedule_review import schedule_review
from plans.actions.start_amending import start_amending
from plans.forms.deciding import MaintainForm
from plans.forms.reviews import AskEarlyForm, MeetingForm, PaperForm, ScheduleForm, ViewsForm
from plans.queries.review_forms import find_invitee, likely_phase, own_words
from plans.queries.review_pages import read_review_page
from plans.queries.reviews import invited, next_due
from plans.saying import long_date
from plans.statute.amending import Because
from plans.views.doors import note_reading, open_for, person_of
from plans.views.review_form import Asking, answer

ARRANGED = _("The review is arranged. Send the invitations next.")
ASKED = _("The council has your request. The answer will stand on this page.")
SAID = _("Saved. You can change it until the meeting.")
HELD = _("The meeting is recorded. Write the report next.")
CHANGING = _("The plan is open for the changes. Write them, then send them to the family with the amendment notice.")
FOR_FAMILY = (
    _(
        "What goes well? What does not? What should change in the plan, and what do you hope for in the coming year? You can also ask about a personal budget."
    ),
    _("The school and the council read this at once, and the professionals who are invited once everything is sent round."),
)
FOR_PARENTS = (*FOR_FAMILY, _("If there is another parent, they do not read it."))
FOR_PROFESSIONALS = (
    _("Say how far each outcome has come that you work on, what help was given and whether it works, and what should change."),
    _("Whoever arranges the review reads this at once, everybody who is invited, the family too, once it is sent round."),
)


@declare(READS_REVIEWS, "GET")
def review(request: HttpRequest, reference: str, uid: UUID | None = None) -> HttpResponse:
    """Show the review that goes on, or an earlier one."""
    access = open_for(request, reference)
    page = read_review_page(access, uid)
    note_reading(access, *page.codes)
    return render(request, "review/page.html", {"page": page})


@declare(ARRANGES_REVIEWS, "GET", "POST")
def schedule(request: HttpRequest, reference: str) -> HttpResponse:
    """Arrange the next review."""
    access = open_for(request, reference)
    require_arranger(access)
    form = ScheduleForm(request.POST if request.method == "POST" else None, initial=likely_phase(access) | {"kind": "yearly"})
    due = next_due(access.plan, None)
    facts = (("The meeting is at the latest on", long_date(due.meet_by)), ("Because", f"{due.because} ({due.source})")) if due else ()
    asking = Asking(title=_("Arrange the review"), button=_("Arrange it"), done=ARRANGED, facts=facts)
    act = partial(schedule_review, person_of(request), reference, today=clock.today(), now=clock.now())
    return answer(request, access, form, asking, lambda: act(form.meeting()))


@declare(INVITED_TO_REVIEW, "GET", "POST")
def views(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what one thinks before the meeting, in one's own words."""
    access = open_for(request, reference)
    require_in_force(access)
    current = going_on(access)
    form = ViewsForm(request.POST if request.method == "POST" else None, initial={"words": own_words(access, current)})
    require_invited(current)
    title = _("Your views") if access.circle.is_family else _("Your advice")
    about = FOR_PARENTS if Role.PARENT in access.circle.roles else FOR_FAMILY if access.circle.is_family else FOR_PROFESSIONALS
    asking = Asking(title=title, about=about, button=_("Save"), done=SAID)
    act = partial(give_review_advice, person_of(request), reference, today=clock.today(), now=clock.now())
    return answer(request, access, form, asking, lambda: act(words=form.cleaned_data["words"]))


@declare(ARRANGES_REVIEWS, "GET", "POST")
def advice(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Type what came on paper or by phone from somebody who is invited."""
    access = open_for(request, reference)
    require_arranger(access)
    one = find_invitee(going_on(access), number)
    form = PaperForm(request.POST if request.method == "POST" else None, today=clock.today(), initial={"words": one.words})
    asking = Asking(title=_("What came on paper or by phone"), facts=(("From", one.name),), button=_("Save"), done=_("Saved."))
    act = partial(give_review_advice, person_of(request), reference, of=number, today=clock.today(), now=clock.now())
    return answer(request, access, form, asking, lambda: act(words=form.cleaned_data["words"], came_on=form.cleaned_data["on"]))


@declare(ARRANGES_REVIEWS, "GET", "POST")
def meeting(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that the meeting was held."""
    access = open_for(request, reference)
    require_arranger(access)
    current = going_on(access)
    require_invited(current)
    people = [(one.row.pk, one.name) for one in invited(current)]
    form = MeetingForm(request.POST if request.method == "POST" else None, invited=people, today=clock.today())
    asking = Asking(title=_("The meeting was held"), button=_("Record the meeting"), done=HELD)
    act = partial(hold_review, person_of(request), reference, today=clock.today(), now=clock.now())
    return answer(request, access, form, asking, lambda: act(form.held()))


@declare(ASKS_REVIEW, "GET", "POST")
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for an early review."""
    access = open_for(request, reference)
    require_asker(access)
    form = AskEarlyForm(request.POST if request.method == "POST" else None)
    about = (
        _(
            "A plan is reviewed at least once a year. If something cannot wait, you can ask for a review now. The council decides and answers you."
        ),
    )
    asking = Asking(title=_("Ask for an early review"), about=about, button=_("Send"), done=ASKED)
    act = partial(ask_early_review, person_of(request), reference, today=clock.today(), now=clock.now())
    return answer(request, access, form, asking, lambda: act(words=form.cleaned_data["words"]))


@declare(DECIDES, "GET", "POST")
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Decide after the review that the plan changes, and open it for the changes."""
    access = open_for(request, reference)
    require_decider(access)
    require_in_force(access)
    current = going_on(access)
    require_met(current)
    form = MaintainForm(request.POST if request.method == "POST" else None, today=clock.today())
    asking = Asking(title=_("Change the plan"), about=ABOUT_CHANGE, button=_("Decide to change the plan"), done=CHANGING)
    after = partial(start_amending, because=Because.AFTER_REVIEW, meeting_on=current.met_on, today=clock.today(), now=clock.now())
    return answer(
        request,
        access,
        form,
        asking,
        lambda: after(person_of(request), reference, on=form.cleaned_data["on"], reasons=form.cleaned_data["reasons"]),
    )


ABOUT_CHANGE = (
    _(
        "The council tells the family within four weeks of the meeting, and sends them the proposed changes with their evidence at the same time."
    ),
    _("The plan in force stays as it is until the changes are final. Nothing is sent to the family by this."),
)
