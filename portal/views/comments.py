"""Say something beside a section, and answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from comments.actions import answer_thread as answers
from comments.actions import open_thread as openings
from comments.actions.open_thread import Opening
from comments.forms import CommentForm
from comments.models import Comment
from comments.queries import code_of_thread
from comments.talk import opening_form
from permissions import clock
from permissions.policy import COMMENTS_SECTION, declare
from permissions.refusals import Invalid
from permissions.vocabulary import Verb
from plans.queries.section_page import section_code
from plans.views.doors import done, open_for, person_of
from portal.views.section import section_page

SAVED = "Your words are saved."


@declare(COMMENTS_SECTION, "POST")
def open_thread(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Open a thread beside a section and go back to it."""
    access, letter = open_for(request, reference), section_code(code)
    access.require(Verb.COMMENT, letter)
    form = opening_form(access, letter, request.POST)
    if form.is_valid():
        opening, by = Opening(**form.opening), person_of(request)
        try:
            comment = openings.open_thread(opening, reference=reference, code=letter, by=by, today=clock.today(), now=clock.now())
            return done(request, SAVED, _thread_url(reference, comment))
        except Invalid as wrong:
            form.add_errors(wrong)
    return section_page(request, reference, letter, bound=form, status=422)


@declare(COMMENTS_SECTION, "POST")
def answer_thread(request: HttpRequest, reference: str, uid: UUID) -> HttpResponse:
    """Answer in a thread and go back to it."""
    form = CommentForm(request.POST, key=str(uid))
    if not form.is_valid():
        code = code_of_thread(open_for(request, reference), uid)
        return section_page(request, reference, code, bound=form, status=422)
    text, key = form.cleaned_data["text"], form.cleaned_data["post_key"]
    comment = answers.answer_thread(
        text, reference=reference, thread=uid, by=person_of(request), post_key=key, today=clock.today(), now=clock.now()
    )
    return done(request, SAVED, _thread_url(reference, comment))


def _thread_url(reference: str, comment: Comment) -> str:
    return f"{reverse('section', args=[reference, comment.thread.section.code])}#thread-{comment.thread.uid}"
