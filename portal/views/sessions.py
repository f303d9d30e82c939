"""One's own sessions: how long this one lasts, what was typed when it ended, and every device on which one is signed in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from permissions import clock
from permissions.policy import KEEPS_CIRCLE, KEEPS_SERVICE, PUBLIC, SIGNED_IN, declare
from plans.access.circle import require_keeper
from plans.queries.people import member_page
from plans.views.doors import done, open_for, person_of
from portal.sessions import kept_words
from portal.sessions import use as sessions

FORGET_PAGES = '"cache"'


@declare(PUBLIC, "GET", "POST")
def session_left(request: HttpRequest) -> HttpResponse:
    """Tell an open page how long the session lasts; asking is no use of it, pressing "stay signed in" is."""
    if request.method == "POST" and request.user.is_authenticated:
        sessions.note_use(request.session, now=clock.now())  # type: ignore[arg-type]
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    left = sessions.left_of(key, now=clock.now())
    was = left.person or sessions.whose(key)
    return JsonResponse({"seconds": left.seconds, "last": left.is_last, "person": left.person, "was": was})


@declare(PUBLIC, "GET", "POST")
def session_ended(request: HttpRequest) -> HttpResponse:
    """Say that the time was up; a page that ends itself leaves here first what was being typed."""
    if request.user.is_authenticated:
        return redirect("home")
    if request.method == "POST":
        key = kept_words.keep(request, request.POST.get("kept_action", ""), request.POST)
        onward = redirect("session_ended")
        if key:
            kept_words.remember(onward, key)
        return onward
    inputs = {"has_words": kept_words.wait_in(request.session), "next": request.GET.get("next", "")}
    response = render(request, "account/session_ended.html", inputs)
    response["Clear-Site-Data"] = FORGET_PAGES
    return response


@declare(SIGNED_IN, "GET", "POST")
def kept(request: HttpRequest) -> HttpResponse:
    """Show what was typed when the session ended, to send it again or to let it go."""
    if request.method == "POST":
        kept_words.forget(request.session)
        return done(request, "What you had typed was not sent, and is gone.", reverse("home"))
    forms = kept_words.forms_for(request, str(person_of(request).uid))
    return render(request, "account/kept_words.html", {"forms": forms})


@declare(SIGNED_IN, "GET")
def devices(request: HttpRequest) -> HttpResponse:
    """List where one is signed in."""
    found = sessions.devices_of(person_of(request).pk, this=request.session.session_key or "", now=clock.now())
    return render(request, "account/devices.html", {"devices": found})


@declare(SIGNED_IN, "POST")
def end_device(request: HttpRequest) -> HttpResponse:
    """Sign out on one other device."""
    this, ref = request.session.session_key or "", request.POST.get("device", "")
    name = sessions.end_device(person_of(request), ref, but=this, now=clock.now())
    return done(request, f"You are signed out there: {name}." if name else "You were signed out there already.", reverse("devices"))


@declare(SIGNED_IN, "POST")
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    sessions.end_other_devices(person_of(request), but=request.session.session_key or "", now=clock.now())
    return done(request, "You are signed out everywhere else.", reverse("devices"))


@declare(KEEPS_CIRCLE, "GET", "POST")
def sign_out_member(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Sign somebody of a plan out on every device, after saying what happens then."""
    access = open_for(request, reference)
    require_keeper(access)
    page = member_page(access, number)
    back = reverse("member", args=[page.reference, number])
    if request.method == "GET":
        return render(request, "account/sign_out_person.html", {"name": page.member.name, "back": back})
    sessions.sign_out_member(person_of(request), reference, number, today=clock.today(), now=clock.now())
    return done(request, f"{page.member.name} is signed out on every device.", back)


@declare(KEEPS_SERVICE, "GET", "POST")
def sign_out_person(request: HttpRequest, uid: str) -> HttpResponse:
    """Sign anybody out on every device, for a service leader."""
    person = sessions.person_to_sign_out(person_of(request), uid)
    back = reverse("office_person", args=[person.pk]) if person.organisation_id else reverse("home")
    if request.method == "GET":
        return render(request, "account/sign_out_person.html", {"name": person.name, "back": back})
    name = sessions.sign_out_person(person_of(request), uid, now=clock.now())
    return done(request, f"{name} is signed out on every device.", back)
