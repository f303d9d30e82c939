"""A plan in force that moves between councils: the move, the record for the new council, and the file of a plan that came from elsewhere."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from files.made import open_made
from files.views.hand_out import hand_out, hand_out_made
from permissions import clock
from permissions.policy import DECIDES, SEES_WHOLE_PLAN, declare
from permissions.refusals import Invalid
from permissions.vocabulary import CODES
from plans.access.transfers import require_transfer
from plans.actions.record_leaving import record_leaving
from plans.actions.take_out_record import take_out_record
from plans.documents.handed_record import write_handed_record
from plans.forms.transfers import LeavingForm
from plans.queries.handed_record import read_handed_record
from plans.queries.transfers import find_old_plan, read_transfer
from plans.views.doors import done, note_reading, open_for, person_of
from portal.forms.fields import add_errors

LEAVING = ("aware_on", "moves_on", "council")


@declare(DECIDES, "GET", "POST")
def transfer(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what is known of a move and what comes next, or write a move down."""
    access = open_for(request, reference)
    require_transfer(access)
    form = LeavingForm(request.POST if request.method == "POST" else None, today=clock.today())
    if form.is_bound and form.is_valid():
        try:
            facts = {name: form.cleaned_data[name] for name in LEAVING}
            record_leaving(person_of(request), reference, **facts, today=clock.today(), now=clock.now())
            return done(request, "The move is written down.", request.path)
        except Invalid as wrong:
            add_errors(form, wrong.errors)
    status = 422 if form.is_bound else 200
    return render(request, "plans/transfers/transfer.html", {"page": read_transfer(access), "form": form}, status=status)


@declare(DECIDES, "POST")
def record(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Write down that the record is taken out, make it, and hand it out."""
    access = open_for(request, reference)
    try:
        access = take_out_record(person_of(request), reference, today=clock.today(), now=clock.now())
    except Invalid as wrong:
        inputs = {"page": read_transfer(access), "form": LeavingForm(today=clock.today()), "often": wrong.errors["often"]}
        return render(request, "plans/transfers/transfer.html", inputs, status=422)
    made = open_made()
    write_handed_record(read_handed_record(access), made, today=clock.today())
    return hand_out_made(made, name=f"{access.circle.circle.shown_reference}-record.zip", content_type="application/zip")


@declare(SEES_WHOLE_PLAN, "GET")
def original(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Hand out a plan as another council made it, to whoever reads every section whole."""
    access = open_for(request, reference)
    file = find_old_plan(access)
    note_reading(access, *CODES)
    return hand_out(request, file)
