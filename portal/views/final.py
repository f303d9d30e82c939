"""Make a plan final: what stands in the way, who is to have it, a look at each copy, a list that a person checks; then all of it at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import ISSUES_PLANS, declare
from permissions.refusals import Invalid, Stale
from permissions.vocabulary import CODES
from plans.forms.final import FinalForm
from plans.queries.final_page import FinalPage, require_issuer
from plans.views.doors import done, note_reading, open_for, person_of
from portal.letters import final as letters


@declare(ISSUES_PLANS, "GET", "POST")
def final(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what is still missing, or choose who has the plan; show that list once more, and send."""
    page = letters.final_page(open_for(request, reference))
    form = FinalForm(request.POST if request.method == "POST" else None, page=page)
    if not form.is_bound or not page.may_go or not form.is_valid():
        return _asking(request, page, form)
    if not form.is_sure:
        return render(request, "finishing/final_sure.html", {"page": page, "form": form, "chosen": form.chosen()})
    try:
        letters.send_final(person_of(request), reference, form.issuing(), today=clock.today(), now=clock.now())
    except (Invalid, Stale) as wrong:
        return _refused(request, page, form, wrong)
    return done(request, "The plan is final, and was sent to everybody on the list.", page.head.url)


def _asking(request: HttpRequest, page: FinalPage, form: FinalForm) -> HttpResponse:
    if form.is_bound and page.may_go and form.data.get("step") == "sure" and "sure" in form.errors and len(form.errors) == 1:
        return render(request, "finishing/final_sure.html", {"page": page, "form": form, "chosen": form.chosen()}, status=422)
    status = 200 if not form.is_bound else 422 if page.may_go else 409
    return render(request, "finishing/final.html", {"page": page, "form": form}, status=status)


def _refused(request: HttpRequest, page: FinalPage, form: FinalForm, wrong: Invalid | Stale) -> HttpResponse:
    if isinstance(wrong, Stale):
        return render(request, "finishing/final.html", {"page": page, "form": FinalForm(page=page), "stale": wrong}, status=409)
    for name, sentence in wrong.errors.items():
        form.add_error(name if name in form.fields else None, sentence)
    return _asking(request, page, form)


@declare(ISSUES_PLANS, "GET")
def preview(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show exactly what one of those who are to have the plan will read."""
    access = open_for(request, reference)
    to, copy = letters.preview(access, number, now=clock.now())
    note_reading(access, *(code for code in CODES if code in access.visible_sections))
    return render(request, "finishing/final_preview.html", {"head": request.plan_head, "page": copy.page, "to": to})  # type: ignore[attr-defined]


@declare(ISSUES_PLANS, "GET")
def letter(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the letters to the family that go with the plan."""
    access = open_for(request, reference)
    require_issuer(access)
    pairs = letters.letters_of_final(access).pairs
    return render(request, "finishing/final_letter.html", {"head": request.plan_head, "pairs": pairs})  # type: ignore[attr-defined]
