"""Propose changes to a served draft, as somebody outside the family; make such a proposal one's own, as the family."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.access import NOTHING_HERE
from permissions.policy import ANSWERS_DRAFT, PROPOSES_CHANGES, declare
from permissions.refusals import Invalid, NotFound
from plans.actions.adopt_proposal import adopt_proposal
from plans.actions.let_proposal_go import let_proposal_go
from plans.actions.propose_change import propose_change
from plans.actions.withdraw_proposal import withdraw_proposal
from plans.forms.answers import TO_A_SECTION
from plans.queries.answer_pages import answer_url
from plans.queries.items import plan_url
from plans.queries.plan_page import plan_head
from plans.queries.proposals import find_proposal, proposals_for
from plans.queries.proposing import find_own_proposal, open_proposing, read_propose_section, read_propose_start
from plans.queries.say_page import SayPage, read_say_page
from plans.queries.section_page import section_code
from plans.views.answering import answering_for
from plans.views.answers import about_of, say_again
from plans.views.doors import done, note_reading, open_for, person_of


@declare(PROPOSES_CHANGES, "GET")
def start(request: HttpRequest, reference: str) -> HttpResponse:
    """List the sections in which this person may propose."""
    return render(request, "proposing/start.html", {"page": read_propose_start(open_for(request, reference))})


@declare(PROPOSES_CHANGES, "GET")
def section(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Show one section as it was served, to propose something."""
    access, letter = open_for(request, reference), section_code(code)
    page = read_propose_section(access, letter)
    note_reading(access, letter)
    return render(request, "proposing/section.html", {"page": page})


@declare(PROPOSES_CHANGES, "GET", "POST")
def propose(request: HttpRequest, reference: str, code: str, kind: str) -> HttpResponse:
    """Propose one thing."""
    access, letter, about = open_for(request, reference), section_code(code), about_of(request)
    version = open_proposing(access)
    if kind not in TO_A_SECTION:
        raise NotFound(NOTHING_HERE)
    page = read_say_page(access, version, kind, letter, about)
    note_reading(access, letter)
    return _propose(request, reference, kind, page, about)


def _propose(request: HttpRequest, reference: str, kind: str, page: SayPage, about: uuid.UUID | None) -> HttpResponse:
    initial = {"proposed": page.before} if kind == "change" else {}
    data = request.POST if request.method == "POST" else None
    form = TO_A_SECTION[kind](data, place=f"propose-{page.place}", reports=page.reports, initial=initial)
    form.button = "Propose it"
    back = f"{page.head.url}propose/{page.code}/"
    if form.is_valid() and request.POST.get("do") != "preview":
        try:
            times: Any = {"today": clock.today(), "now": clock.now()}
            key = form.cleaned_data["post_key"]
            row = propose_change(person_of(request), reference, form.said(page.code, about), post_key=key, **times)
            return done(request, "Proposed. The council and the family can read it now.", f"{back}#said-{row.uid}")
        except Invalid as wrong:
            for name, sentence in wrong.errors.items():
                form.add_error(name if name in form.fields else None, sentence)
    return say_again(request, page, form, back, whose=None)


@declare(PROPOSES_CHANGES, "GET", "POST")
def withdraw(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Ask once, then take a proposal back."""
    access = open_for(request, reference)
    open_proposing(access)
    row = find_own_proposal(access, uid)
    back = f"{plan_url(access)}propose/{row.section.code if row.section else ''}/"
    if request.method == "GET":
        return render(request, "proposing/withdraw.html", {"head": plan_head(access), "back": back})
    withdraw_proposal(person_of(request), reference, uid, today=clock.today(), now=clock.now())
    return done(request, "Taken back.", back)


@declare(ANSWERS_DRAFT, "GET", "POST")
def adopt(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Say what making a proposal one's own means, and do it; or let it go again."""
    answering = answering_for(request, reference)
    row = find_proposal(answering.access, answering.service.version, uid)
    code = section_code(row.section.code if row.section else "")
    back = f"{answer_url(answering.access)}{code}/"
    if request.method == "GET":
        answering.require_open()
        found = proposals_for(answering.access, answering.service, code, may_adopt=True)
        said = next(one for one in found if one.uid == uid)
        return render(request, "proposing/adopt.html", {"head": plan_head(answering.access), "said": said, "back": back})
    act, words = (
        (let_proposal_go, "Taken back.") if request.POST.get("do") == "let_go" else (adopt_proposal, "Saved: this is part of your answer.")
    )
    act(person_of(request), reference, uid, today=clock.today(), now=clock.now())
    return done(request, words, f"{back}#proposals")
