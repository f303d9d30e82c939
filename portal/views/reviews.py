"""The acts of a review that write to people: the invitations, what people say, the report, calling it off, the answer about an early one."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from permissions import clock
from permissions.policy import ARRANGES_REVIEWS, DECIDES, declare
from plans.access.reviewing import require_answerer, require_arranger
from plans.actions.reviewing import going_on, require_before_meeting, require_invited, require_met
from plans.actions.write_review_report import write_review_report
from plans.forms.reviews import AnswerEarlyForm, CallOffForm, CirculateForm, InviteForm, ReportForm
from plans.queries.review_forms import able_to_come, report_to_write
from plans.queries.review_pages import read_request
from plans.queries.reviews import invited
from plans.saying import long_date
from plans.statute.reviewing import days_of
from plans.views.doors import open_for, person_of
from plans.views.review_form import Asking, answer
from portal.letters import reviewing as letters

INVITED = _("The invitations are made. Whoever comes in here, and may safely be sent an e-mail, is told.")
ROUND = _("It is sent round. Whoever is invited reads it now.")
ABOUT_INVITING = (
    _("The law names five who are invited: the family, the school or other setting, the council, health and social care."),
    _("Each adult of the family gets a letter of their own. Everybody who is invited is asked for advice with it."),
)
ABOUT_CIRCULATING = (_("From then on everybody who is invited reads what the others say. What one parent says is not shown to the other."),)
ABOUT_REPORT = (
    _("You can save it half written and go on later. Once it is sent it stays as it is, and everybody who was invited reads it."),
)


@declare(ARRANGES_REVIEWS, "GET", "POST")
def invite(request: HttpRequest, reference: str) -> HttpResponse:
    """Invite to the review, and ask for advice."""
    access = open_for(request, reference)
    require_arranger(access)
    current = going_on(access)
    require_before_meeting(current)
    days = days_of(current.meeting_on)
    last = f"{long_date(days.invite_by)}. To be safe, {long_date(days.invite_safely_by)}"
    form = InviteForm(request.POST if request.method == "POST" else None, able=able_to_come(access))
    facts = (("Meeting", f"{long_date(current.meeting_on)}. {current.place}"), ("The last day for the invitations", last))
    asking = Asking(title=_("Send the invitations"), about=ABOUT_INVITING, facts=facts, button=_("Send the invitations"), done=INVITED)
    act = partial(letters.invite, person_of(request), reference, today=clock.today(), now=clock.now())
    return answer(request, access, form, asking, lambda: act(**form.invited()))


@declare(ARRANGES_REVIEWS, "GET", "POST")
def circulate(request: HttpRequest, reference: str) -> HttpResponse:
    """Send round what people say before the meeting."""
    access = open_for(request, reference)
    require_arranger(access)
    current = going_on(access)
    require_invited(current)
    form = CirculateForm(request.POST if request.method == "POST" else None)
    silent = ", ".join(one.name for one in invited(current) if not one.words)
    facts = ((str(_("Nothing has come from")), silent),) if silent else ()
    asking = Asking(title=_("Send round what people say"), about=ABOUT_CIRCULATING, facts=facts, button=_("Send it round"), done=ROUND)
    act = partial(letters.circulate, person_of(request), reference, today=clock.today(), now=clock.now())
    return answer(request, access, form, asking, lambda: act(without_the_rest=form.cleaned_data["without_the_rest"]))


@declare(ARRANGES_REVIEWS, "GET", "POST")
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """Write the report of the meeting, and send it."""
    access = open_for(request, reference)
    require_arranger(access)
    current = going_on(access)
    require_met(current)
    so_far, sends = report_to_write(access, current), "send" in request.POST
    form = ReportForm(request.POST if request.method == "POST" else None, so_far=so_far)
    asking = REPORT_SENT if sends else REPORT_SAVED
    act = partial(
        letters.send_report if sends else write_review_report, person_of(request), reference, today=clock.today(), now=clock.now()
    )
    return answer(request, access, form, asking, lambda: act(form.report()))


SEND = ("send", _("Send the report"))
REPORT_SAVED = Asking(
    title=_("The report of the meeting"), about=ABOUT_REPORT, button=_("Save"), done=_("Saved. It is not sent yet."), second=SEND
)
REPORT_SENT = Asking(title=_("The report of the meeting"), about=ABOUT_REPORT, button=_("Save"), done=_("The report is sent."), second=SEND)


@declare(ARRANGES_REVIEWS, "GET", "POST")
def call_off(request: HttpRequest, reference: str) -> HttpResponse:
    """Call the meeting off."""
    access = open_for(request, reference)
    require_arranger(access)
    require_before_meeting(going_on(access))
    form = CallOffForm(request.POST if request.method == "POST" else None)
    about = (_("The last day of the law stays where it is. Arrange another day next."),)
    asking = Asking(title=_("Call this meeting off"), about=about, button=_("Call it off"), done=_("The meeting is called off."))
    act = partial(letters.call_off, person_of(request), reference, today=clock.today(), now=clock.now())
    return answer(request, access, form, asking, lambda: act(because=form.cleaned_data["because"]))


@declare(DECIDES, "GET", "POST")
def asked(request: HttpRequest, reference: str, uid: UUID) -> HttpResponse:
    """Answer whoever asked for an early review."""
    access = open_for(request, reference)
    require_answerer(access)
    one = read_request(access, uid)
    form = AnswerEarlyForm(request.POST if request.method == "POST" else None)
    facts = ((str(_("Asked by")), f"{one.by}, {one.asked}"), (str(_("Because")), one.words))
    asking = Asking(title=_("An early review was asked for"), facts=facts, button=_("Send the answer"), done=_("The answer is sent."))
    act = partial(letters.answer, person_of(request), reference, uid, today=clock.today(), now=clock.now())
    return answer(request, access, form, asking, lambda: act(**form.said()))
