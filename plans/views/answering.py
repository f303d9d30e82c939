"""Where somebody's answer to a draft begins and ends: how far they are, sending, finishing, taking that back; on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import ANSWERS_DRAFT, declare
from plans.actions.finish_answer import finish_answer
from plans.actions.send_answer import send_answer
from plans.actions.take_back_finished import take_back_finished
from plans.documents.answer import answer_file_name, answer_pdf, paper_form_pdf
from plans.queries.answer_pages import answer_url, read_start
from plans.queries.answering import Answering, open_answering
from plans.queries.paper_form import read_paper_form
from plans.views.doors import done, note_reading, open_for, person_of


def answering_for(request: HttpRequest, reference: str) -> Answering:
    """Open the answer that is this person's to give."""
    return open_answering(open_for(request, reference))


@declare(ANSWERS_DRAFT, "GET")
def start(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what the answer is, until when, and how far it is."""
    return render(request, "answering/start.html", {"page": read_start(answering_for(request, reference))})


@declare(ANSWERS_DRAFT, "GET", "POST")
def send(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask once, then send what was said so far."""
    answering = answering_for(request, reference)
    if request.method == "GET":
        return render(request, "answering/send.html", {"page": read_start(answering)})
    number = send_answer(person_of(request), reference, today=clock.today(), now=clock.now())
    words = "Sent to the council. You can go on." if number else "There was nothing to send: everything is with the council already."
    return done(request, words, answer_url(answering.access))


@declare(ANSWERS_DRAFT, "GET", "POST")
def finish(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what finishing means, then write that the person has finished."""
    answering = answering_for(request, reference)
    if request.method == "GET":
        return render(request, "answering/finish.html", {"page": read_start(answering)})
    finish_answer(person_of(request), reference, today=clock.today(), now=clock.now())
    return done(request, "Saved. You have finished, and your answer is with the council.", answer_url(answering.access))


@declare(ANSWERS_DRAFT, "POST")
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Take back that the person has finished."""
    answering = answering_for(request, reference)
    take_back_finished(person_of(request), reference, today=clock.today(), now=clock.now())
    return done(request, "Saved. You can go on with your answer.", answer_url(answering.access))


@declare(ANSWERS_DRAFT, "GET")
def mine(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the whole answer on one page, to be read over or printed."""
    answering = answering_for(request, reference)
    note_reading(answering.access, *answering.codes)
    return render(request, "answering/mine.html", {"page": read_start(answering)})


@declare(ANSWERS_DRAFT, "GET")
def mine_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the whole answer as a PDF."""
    answering = answering_for(request, reference)
    note_reading(answering.access, *answering.codes)
    return document(answer_pdf(read_start(answering), today=clock.today()), answer_file_name(answering.access, "my-answer"))


@declare(ANSWERS_DRAFT, "GET")
def paper(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the form on which the draft can be answered with a pen."""
    answering = answering_for(request, reference)
    return document(paper_form_pdf(read_paper_form(answering)), answer_file_name(answering.access, "answer-form"))


def document(content: bytes, name: str) -> HttpResponse:
    """Give a PDF, to be kept by whoever asked and by nothing between."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
