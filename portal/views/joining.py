"""Come in by an invitation: opening its link changes nothing, the joining code accepts it."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from permissions import clock
from permissions.actions.accept_invitation import Answer, accept_invitation
from permissions.policy import WITH_INVITATION, declare
from permissions.queries.joining import is_open_link
from permissions.refusals import NotFound
from portal.forms.joining import LONGEST_TOKEN, JoiningCode
from portal.invite import BACKEND, MAY_ENROL


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
    return _come_in(request, answer) if answer.person else _wrong(request, form, answer)


def _come_in(request: HttpRequest, answer: Answer) -> HttpResponse:
    """Sign the person in; the session says that they came by an invitation, so that they can set up how they sign in from now on."""
    login(request, answer.person, backend=BACKEND)
    request.session[MAY_ENROL] = True
    return redirect("home")


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
