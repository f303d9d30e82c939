"""Announce the change of rights: show each letter before it goes, then send them all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import DECIDES, declare
from plans.queries.plan_page import plan_head
from plans.views.doors import done, open_for, person_of
from portal.letters.deciding import CHANGED
from portal.letters.rights import letters_for, tell_of_rights


@declare(DECIDES, "GET", "POST")
def letter(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the letters of the change, and send exactly those."""
    access = open_for(request, reference)
    letters, head = letters_for(access), plan_head(access)
    seen = request.POST.get("seen", "")
    if request.method == "POST" and seen == letters.mark:
        tell_of_rights(person_of(request), reference, seen=seen, today=clock.today(), now=clock.now())
        return done(request, "The letters are made.", f"{head.url}documents/")
    inputs = {"head": head, "letters": letters.pairs, "mark": letters.mark, "changed": CHANGED if seen else ""}
    status = 200 if request.method == "GET" else 409 if seen else 422
    return render(request, "plans/rights/letter.html", inputs, status=status)
