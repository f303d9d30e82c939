"""Come in by an invitation: opening its link changes nothing, the joining code accepts it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.actions.accept_invitation import Answer, accept_invitation
from permissions.policy import WITH_INVITATION, declare
from permissions.queries.joining import is_open_link
from permissions.refusals import NotFound
from portal.forms.joining import LONGEST_TOKEN, JoiningCode
from portal.sign_in.door import let_in_invited


@declare(WITH_INVITATION, "GET")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page of an invitation. Invariant: nothing is written, so programs that look at links before a person does use nothing up."""
    token = token.strip("/ .,>")[:LONGEST_TOKEN]
    if not is_open_link(token, now=clock.now()):
        return _over(request)
    return render(request, "joining/join.html", {"form": JoiningCode(initial={"token": token})})


@declare(WITH_INVITATION, "GET", "POST")
def accept(request: HttpRequest) -> HttpResponse:
    """Take the joining code and let the person in; this address, unlike the link, is no secret."""
    form = JoiningCode(request.POST)
    token = request.POST.get("token", "")[:LONGEST_TOKEN]
    try:
        if not form.is_valid():
            return _again(request, form) if is_open_link(token, now=clock.now()) else _over(request)
        answer = accept_invitation(token, form.cleaned_data["code"], now=clock.now())
    except NotFound:
        return _over(request)
    return let_in_invited(request, answer.person) if answer.person else _wrong(request, form, answer)


def _wrong(request: HttpRequest, form: JoiningCode, answer: Answer) -> HttpResponse:
    if not answer.tries_left:
        return _quiet(render(request, "joining/over.html", {"five_wrong": True}, status=404))
    form.refuse(answer.tries_left)
    return _again(request, form)


def _again(request: HttpRequest, form: JoiningCode) -> HttpResponse:
    return _quiet(render(request, "joining/join.html", {"form": form}, status=422))


def _over(request: HttpRequest) -> HttpResponse:
    return _quiet(render(request, "joining/over.html", {"five_wrong": False}, status=404))


def _quiet(response: HttpResponse) -> HttpResponse:
    """Keep the address out of the log of what went wrong: it may hold the half of an invitation."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
