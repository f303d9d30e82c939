"""Print a plan with its talk for a meeting: choose, then the page to print or the PDF."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import IN_CIRCLE, declare
from permissions.refusals import Invalid
from plans.access import PlanAccess
from plans.actions.print_plan import print_plan
from plans.actions.settle_texts import settle_texts
from plans.views.doors import note_reading, open_for, person_of
from portal.forms.fields import add_errors
from portal.forms.meeting import MeetingForm
from portal.pages.meeting import read_meeting_paper, read_offered
from portal.pages.meeting_pdf import meeting_pdf


@declare(IN_CIRCLE, "GET", "POST")
def meeting(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose what is printed for a meeting, and make it."""
    access = open_for(request, reference)
    page = read_offered(access)
    form = MeetingForm(request.POST if request.method == "POST" else None, offered=page, only=request.GET.get("section", ""))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return _printed(request, access, form)
        except Invalid as wrong:
            add_errors(form, wrong.errors)
            status = 429
    return render(request, "meeting/choose.html", {"page": page, "form": form}, status=status)


def _printed(request: HttpRequest, access: PlanAccess, form: MeetingForm) -> HttpResponse:
    """Write down that it is printed and read, bring the words up to date, and answer with the page or the PDF."""
    person, now, reference = person_of(request), clock.now(), access.circle.circle.reference
    print_plan(person, reference, form.chosen.codes, today=clock.today(), now=now)
    note_reading(access, *form.chosen.codes)
    settle_texts(access.plan.circle_id, now=now)
    paper = read_meeting_paper(access, form.chosen, reader=person, now=now)
    if form.cleaned_data["make"] != "pdf":
        return render(request, "meeting/paper.html", {"paper": paper})
    headers = {"Content-Disposition": f'attachment; filename="{paper.file_name}"', "Cache-Control": "no-store"}
    return HttpResponse(meeting_pdf(paper), content_type="application/pdf", headers=headers | {"X-Content-Type-Options": "nosniff"})
