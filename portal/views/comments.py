"""Say something beside a section or about a version, answer, close, narrow, change and withdraw."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comments.actions import answer_thread as answers
from comments.actions import edit_comment as edits
from comments.actions import narrow_thread as narrowings
from comments.actions import open_thread as openings
from comments.actions import reopen_thread as reopenings
from comments.actions import resolve_thread as resolvings
from comments.actions import withdraw_comment as withdrawals
from comments.actions.open_thread import Opening
from comments.forms import CommentForm, NarrowForm
from comments.models import Thread
from comments.queries import find_thread
from comments.talk import answering_form, home_of, opening_form, own_comment, thread_to_narrow, version_form
from permissions import clock
from permissions.policy import COMMENTS_SECTION, RAISED_THREAD, SEES_VERSION, WROTE_COMMENT, declare
from permissions.refusals import Invalid, NotNow
from permissions.vocabulary import Verb
from plans.queries.section_page import section_code
from plans.views.doors import done, open_for, person_of
from portal.views.section import section_page
from portal.views.version import version_page

SAVED = "Your words are saved."


@declare(COMMENTS_SECTION, "POST")
def open_thread(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Open a thread beside a section and go back to it."""
    access, letter = open_for(request, reference), section_code(code)
    access.require(Verb.COMMENT, letter)
    form = opening_form(access, letter, request.POST)
    if form.is_valid():
        try:
            comment = openings.open_thread(Opening(**form.opening), code=letter, **_act(request, reference))
            return done(request, SAVED, home_of(comment.thread, reference))
        except Invalid as wrong:
            form.add_errors(wrong)
    return section_page(request, reference, letter, bound=form, status=422)


@declare(SEES_VERSION, "POST")
def open_version_thread(request: HttpRequest, reference: str, uid: UUID) -> HttpResponse:
    """Open a thread about a version, one of its sections or one of its items, and go back to it."""
    form = version_form(open_for(request, reference), uid, request.POST)
    if form.is_valid():
        try:
            comment = openings.open_thread(Opening(**form.opening, version=uid), code=form.code, **_act(request, reference))
            return done(request, SAVED, home_of(comment.thread, reference))
        except Invalid as wrong:
            form.add_errors(wrong)
    return version_page(request, reference, uid, bound=form, status=422)


@declare(COMMENTS_SECTION, "POST")
def answer_thread(request: HttpRequest, reference: str, uid: UUID) -> HttpResponse:
    """Answer in a thread and go back to it."""
    access = open_for(request, reference)
    row, form = find_thread(access, uid), answering_form(access, uid, request.POST)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            answers.answer_thread(
                cleaned["text"], thread=uid, calls=cleaned["calls"], post_key=cleaned["post_key"], **_act(request, reference)
            )
            return done(request, SAVED, home_of(row, reference))
        except Invalid as wrong:
            form.add_errors(wrong)
    return _page_of(request, reference, row, bound=form, status=422)


@declare(RAISED_THREAD, "POST")
def resolve_thread(request: HttpRequest, reference: str, uid: UUID) -> HttpResponse:
    """Settle a thread."""
    resolvings.resolve_thread(thread=uid, **_act(request, reference))
    return done(
        request, "The conversation is settled. You can open it again.", home_of(find_thread(open_for(request, reference), uid), reference)
    )


@declare(RAISED_THREAD, "POST")
def reopen_thread(request: HttpRequest, reference: str, uid: UUID) -> HttpResponse:
    """Open a settled thread again."""
    reopenings.reopen_thread(thread=uid, **_act(request, reference))
    return done(request, "The conversation is open again.", home_of(find_thread(open_for(request, reference), uid), reference))


@declare(RAISED_THREAD, "GET", "POST")
def narrow_thread(request: HttpRequest, reference: str, uid: UUID) -> HttpResponse:
    """Ask who can still see a thread, and narrow it to them."""
    page = thread_to_narrow(open_for(request, reference), uid, now=clock.now())
    form = NarrowForm(request.POST if request.method == "POST" else None, choices=page.choices)
    if form.is_valid():
        try:
            narrowings.narrow_thread(*form.chosen, thread=uid, **_act(request, reference))
            return done(request, "Fewer people can see this conversation now.", page.back_url)
        except Invalid as wrong:
            form.add_errors(wrong)
    return render(
        request, "comments/narrow.html", {"page": page, "form": form, "reference": reference}, status=422 if form.is_bound else 200
    )


@declare(WROTE_COMMENT, "GET", "POST")
def edit_comment(request: HttpRequest, reference: str, uid: UUID) -> HttpResponse:
    """Change the words of one's own comment, within ten minutes."""
    page = own_comment(open_for(request, reference), uid, now=clock.now())
    if not page.comment.may_edit:
        raise NotNow(edits.TOO_LATE)
    form = CommentForm(request.POST if request.method == "POST" else None, key=f"edit-{uid}", first=page.comment.text)
    if form.is_valid():
        edits.edit_comment(form.cleaned_data["text"], comment=uid, **_act(request, reference))
        return done(request, "Your change is saved.", page.back_url)
    return render(request, "comments/edit.html", {"page": page, "form": form, "reference": reference}, status=422 if form.is_bound else 200)


@declare(WROTE_COMMENT, "GET", "POST")
def withdraw_comment(request: HttpRequest, reference: str, uid: UUID) -> HttpResponse:
    """Ask whether one's own comment is to be withdrawn, and withdraw it."""
    page = own_comment(open_for(request, reference), uid, now=clock.now())
    if request.method == "POST":
        withdrawals.withdraw_comment(comment=uid, **_act(request, reference))
        return done(request, "You withdrew what you said.", page.back_url)
    return render(request, "comments/withdraw.html", {"page": page, "reference": reference})


def _act(request: HttpRequest, reference: str) -> dict[str, Any]:
    return {"reference": reference, "by": person_of(request), "today": clock.today(), "now": clock.now()}


def _page_of(request: HttpRequest, reference: str, row: Thread, **talk: Any) -> HttpResponse:
    """Show the page on which a thread stands."""
    if row.version is not None:
        return version_page(request, reference, row.version.uid, **talk)
    return section_page(request, reference, row.section.code if row.section else "", **talk)
