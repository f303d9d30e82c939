"""Answer a draft section by section: agree, change words, ask, say what is missing; change and take back what one said."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.access import NOTHING_HERE
from permissions.policy import ANSWERS_DRAFT, declare
from permissions.refusals import Invalid, NotFound
from permissions.vocabulary import Code, Verb
from plans.actions.answer_section import answer_section
from plans.actions.save_suggestion import save_suggestion
from plans.actions.withdraw_suggestion import withdraw_suggestion
from plans.forms.answers import TO_A_SECTION, TO_THE_WHOLE, SayForm, initial_of
from plans.queries.answer_pages import answer_url, find_said, read_section, say_all, standing
from plans.queries.answering import Answering
from plans.queries.changes import text_runs
from plans.queries.say_page import SayPage, read_say_page, read_whole_page
from plans.queries.section_page import section_code
from plans.queries.words import SAMPLES
from plans.views.answering import answering_for
from plans.views.doors import done, note_reading, person_of

SAVED = "Saved."
SAVED_LATE = "Saved, and sent to the council. Your last day is over, so it is marked as late. It is read as long as the plan is not final."


@declare(ANSWERS_DRAFT, "GET")
def section(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Show one section as it was served, to answer it."""
    answering = answering_for(request, reference)
    return section_page(request, answering, section_code(code))


def section_page(request: HttpRequest, answering: Answering, code: Code, error: str = "") -> HttpResponse:
    """Show a section, with what was wrong with what was sent."""
    answering.access.require(Verb.SUGGEST, code)
    note_reading(answering.access, code)
    context = {"page": read_section(answering, code), "errors": [(error, "#answer")] if error else []}
    return render(request, "answering/section.html", context, status=422 if error else 200)


@declare(ANSWERS_DRAFT, "POST")
def agree(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Agree with a section, or take that away again."""
    answering, letter = answering_for(request, reference), section_code(code)
    agrees = request.POST.get("says") == "agree"
    try:
        answer_section(person_of(request), reference, letter, agrees=agrees, today=clock.today(), now=clock.now())
    except Invalid as wrong:
        return section_page(request, answering, letter, wrong.errors["says"])
    words = "Saved: you agree with this section." if agrees else "Saved: you have not decided about this section."
    return done(request, words, f"{answer_url(answering.access)}{letter}/#answer")


@dataclass(frozen=True)
class Saying:
    """What is being said: in which answer, about what, in place of what, and where one goes back to."""

    answering: Answering
    page: SayPage
    code: Code | None
    about: uuid.UUID | None
    uid: uuid.UUID | None
    back: str


@declare(ANSWERS_DRAFT, "GET", "POST")
def say(request: HttpRequest, reference: str, code: str, kind: str) -> HttpResponse:
    """Say one thing to a section."""
    answering, letter, about = answering_for(request, reference), section_code(code), about_of(request)
    if kind not in TO_A_SECTION:
        raise NotFound(NOTHING_HERE)
    page = read_say_page(answering.access, answering.service.version, kind, letter, about)
    note_reading(answering.access, letter)
    saying = Saying(answering, page, letter, about, None, f"{answer_url(answering.access)}{letter}/")
    return _say(request, reference, saying, TO_A_SECTION[kind], {"proposed": page.before} if kind == "change" else {})


@declare(ANSWERS_DRAFT, "GET", "POST")
def say_to_whole(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Say one thing to the plan as a whole: a meeting, a school, a personal budget, anything else."""
    answering = answering_for(request, reference)
    if kind not in TO_THE_WHOLE:
        raise NotFound(NOTHING_HERE)
    before = standing(answering, kind)
    saying = Saying(answering, read_whole_page(answering), None, None, None, answer_url(answering.access))
    return _say(request, reference, saying, TO_THE_WHOLE[kind], initial_of(before) if before else {})


@declare(ANSWERS_DRAFT, "GET", "POST")
def change(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Change something that was said."""
    answering = answering_for(request, reference)
    row = find_said(answering, uid)
    base = answer_url(answering.access)
    if row.kind in TO_THE_WHOLE or row.section is None:
        saying = Saying(answering, read_whole_page(answering), None, None, uid, base)
        return _say(request, reference, saying, TO_THE_WHOLE[row.kind], initial_of(row))
    code, about = row.section.code, row.item.uid if row.item else None
    page = read_say_page(answering.access, answering.service.version, row.kind, code, about)
    note_reading(answering.access, code)
    return _say(request, reference, Saying(answering, page, code, about, uid, f"{base}{code}/"), TO_A_SECTION[row.kind], initial_of(row))


def about_of(request: HttpRequest) -> uuid.UUID | None:
    """Read which item is spoken of; NotFound for what is no number of an item."""
    about = request.POST.get("about", request.GET.get("about", ""))  # in the form too: what is kept when a session ends has no query
    try:
        return uuid.UUID(about) if about else None
    except ValueError as wrong:
        raise NotFound(NOTHING_HERE) from wrong


def _say(request: HttpRequest, reference: str, saying: Saying, form_class: type[SayForm], initial: dict[str, object]) -> HttpResponse:
    """Ask, show the change, or save."""
    saying.answering.require_open()
    data = request.POST if request.method == "POST" else None
    form = form_class(data, place=saying.page.place, reports=saying.page.reports, initial=initial)
    if form.is_valid() and request.POST.get("do") != "preview":
        try:
            said = form.said(saying.code, saying.about)
            times: Any = {"today": clock.today(), "now": clock.now()}
            row = save_suggestion(person_of(request), reference, said, uid=saying.uid, post_key=form.cleaned_data["post_key"], **times)
            return done(request, SAVED_LATE if saying.answering.is_late else SAVED, f"{saying.back}#said-{row.uid}")
        except Invalid as wrong:
            for name, sentence in wrong.errors.items():
                form.add_error(name if name in form.fields else None, sentence)
    return say_again(request, saying.page, form, saying.back, whose=saying.answering)


def say_again(request: HttpRequest, page: SayPage, form: SayForm, back: str, *, whose: Answering | None) -> HttpResponse:
    """Show the form, as it is, with the change as others will see it, or with what was wrong."""
    proposed = form.cleaned_data.get("proposed", "") if form.is_bound and not form.errors else ""
    previews = form.is_bound and not form.errors and form.kind == "change"
    context = {
        "page": page,
        "form": form,
        "back": back,
        "whose": whose,
        "runs": text_runs(page.before, proposed) if previews else (),
        "previews": previews,
        "samples": SAMPLES,
    }
    return render(request, "answering/say.html", context, status=422 if form.errors else 200)


@declare(ANSWERS_DRAFT, "GET", "POST")
def withdraw(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Ask once, then take something back."""
    answering = answering_for(request, reference)
    row = find_said(answering, uid)
    back = f"{answer_url(answering.access)}{f'{row.section.code}/' if row.section and row.kind in TO_A_SECTION else ''}"
    if request.method == "GET":
        answering.require_open()
        context = {"page": read_whole_page(answering), "said": say_all(answering, [row])[0], "back": back}
        return render(request, "answering/withdraw.html", context)
    withdraw_suggestion(person_of(request), reference, uid, today=clock.today(), now=clock.now())
    return done(request, "Taken back.", back)
