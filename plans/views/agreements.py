"""What health, social care and the council's signer agree: each for the words that stand."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.access import NOTHING_HERE
from permissions.policy import AGREES_PROVISION, ISSUES_PLANS, SIGNS_PLANS, declare
from permissions.refusals import Invalid, NotFound, Stale
from permissions.vocabulary import CODES
from plans.access.deciding import require_decider
from plans.access.finishing import AGREES_IN, require_being_finished
from plans.actions.agree_provision import agree_provision
from plans.actions.sign_plan import sign_plan
from plans.actions.take_out_provision import take_out_provision
from plans.forms.finishing import AgreeForm, TakeOutForm
from plans.queries.agreeing import AgreementsPage, read_agreements, read_unagreed
from plans.queries.plan_page import plan_head
from plans.queries.sign_page import SignPage, read_sign_page
from plans.views.doors import done, note_reading, open_for, person_of


@declare(AGREES_PROVISION, "GET")
def agreements(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what is agreed and what is not."""
    access = open_for(request, reference)
    page = read_agreements(access)
    note_reading(access, *page.codes)
    return _agreements(request, page, status=200)


@declare(AGREES_PROVISION, "POST")
def agree(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Agree, or take an agreement back."""
    if kind not in AGREES_IN:
        raise NotFound(NOTHING_HERE)
    form = AgreeForm(request.POST)
    if not form.is_valid():
        return _agreements(request, read_agreements(open_for(request, reference)), status=422, wrong=form, of=kind)
    facts = {"is_given": "take_back" not in request.POST, "seen": form.cleaned_data["seen"], "note": form.cleaned_data["note"]}
    try:
        agree_provision(person_of(request), reference, kind, **facts, today=clock.today(), now=clock.now())
    except (Invalid, Stale) as wrong:
        form.add_error(None, next(iter(wrong.errors.values())) if isinstance(wrong, Invalid) else wrong.because)
        status = 422 if isinstance(wrong, Invalid) else 409
        return _agreements(request, read_agreements(open_for(request, reference)), status=status, wrong=form, of=kind)
    words = "Agreed. It holds for exactly these words." if facts["is_given"] else "The agreement is taken back."
    return done(request, words, f"/plans/{reference}/agreements/")


def _agreements(request: HttpRequest, page: AgreementsPage, *, status: int, wrong: AgreeForm | None = None, of: str = "") -> HttpResponse:
    said = {"note": wrong.data.get("note", "")} if wrong else {}
    forms = {card.kind: AgreeForm(initial={"seen": card.standing.sha256} | (said if card.kind == of else {})) for card in page.cards}
    cards = [(card, forms[card.kind]) for card in page.cards]
    return render(request, "finishing/agreements.html", {"page": page, "cards": cards, "wrong": wrong}, status=status)


@declare(ISSUES_PLANS, "GET", "POST")
def take_out(request: HttpRequest, reference: str, uid: UUID) -> HttpResponse:
    """Ask why health has not agreed a piece of help, and take it out."""
    access = open_for(request, reference)
    require_decider(access)
    require_being_finished(access)
    item = read_unagreed(access, uid)
    form = TakeOutForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            take_out_provision(person_of(request), reference, uid, reason=form.cleaned_data["note"], today=clock.today(), now=clock.now())
        except Invalid as wrong:
            form.add_error("note", next(iter(wrong.errors.values())))
        else:
            return done(request, "Taken out, and the section says so. Serve the draft again.", f"/plans/{reference}/serve/")
    context = {"head": plan_head(access), "form": form, "item": item}
    return render(request, "finishing/take_out.html", context, status=422 if form.is_bound else 200)


@declare(SIGNS_PLANS, "GET", "POST")
def sign(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the whole plan with what is still missing, and sign exactly that; or take the signature back."""
    access = open_for(request, reference)
    page = read_sign_page(access)
    note_reading(access, *CODES)
    form = AgreeForm(request.POST if request.method == "POST" else None, initial={"seen": page.signature.sha256})
    if not form.is_bound or not form.is_valid():
        return _sign(request, page, form)
    facts = {"is_given": "take_back" not in request.POST, "seen": form.cleaned_data["seen"], "note": form.cleaned_data["note"]}
    try:
        sign_plan(person_of(request), reference, **facts, today=clock.today(), now=clock.now())
    except Stale as stale:
        again = AgreeForm(initial={"seen": page.signature.sha256, "note": facts["note"]})
        return _sign(request, page, again, stale=stale)
    return done(request, "Signed." if facts["is_given"] else "The signature is taken back.", f"/plans/{reference}/sign/")


def _sign(request: HttpRequest, page: SignPage, form: AgreeForm, *, stale: Stale | None = None) -> HttpResponse:
    status = 409 if stale else (422 if form.is_bound else 200)
    return render(request, "finishing/sign.html", {"page": page, "form": form, "stale": stale}, status=status)
