"""Begin to change a plan in force."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import DECIDES, declare
from permissions.refusals import Invalid
from plans.access.deciding import require_decider, require_stage
from plans.actions.start_amending import start_amending
from plans.forms.amending import AmendForm
from plans.queries.plan_page import plan_head
from plans.statute.events import Event
from plans.views.doors import done, open_for, person_of
from plans.views.errors import add_errors

STARTED = "The plan is open to those who write the changes. It stays in force as it is, and nothing was sent."


@declare(DECIDES, "GET", "POST")
def start(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what it means to change a plan in force, ask why, and begin it."""
    access = open_for(request, reference)
    require_decider(access)
    require_stage(access, Event.START_AMENDING)
    head, form = plan_head(access), AmendForm(request.POST if request.method == "POST" else None, today=clock.today())
    if form.is_bound and form.is_valid():
        try:
            said = {name: form.cleaned_data[name] for name in ("because", "on", "meeting_on", "reasons")}
            start_amending(person_of(request), reference, **said, today=clock.today(), now=clock.now())
            return done(request, STARTED, head.url)
        except Invalid as wrong:
            add_errors(form, wrong)
    return render(request, "plans/deciding/amend.html", {"head": head, "form": form}, status=422 if form.is_bound else 200)
