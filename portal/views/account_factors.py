"""Your account: passkeys and the authenticator app."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from permissions import clock
from permissions.policy import SIGNED_IN, declare
from plans.views.doors import done, person_of
from portal.forms.account import NewPasskey, PasskeyName, SetUpApp
from portal.pages.account import account_page
from portal.sign_in import factors
from portal.sign_in.confirming import confirmed
from portal.sign_in.strength import PASSKEY


@declare(SIGNED_IN, "GET", "POST")
@confirmed
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey that the device makes."""
    person, form = person_of(request), NewPasskey(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = factors.add_passkey(person, **form.cleaned_data, now=clock.now())
        return done(request, f"“{added.wrap().name}” was added. You can sign in with it from now on.", reverse("account"))
    errors = [(sentence, "#passkey") for sentence in form.errors.get("credential", [])]
    context = {"form": form, "errors": errors, "options": factors.creation_options(person)}
    return render(request, "account/add_passkey.html", context, status=422 if form.is_bound else 200)


@declare(SIGNED_IN, "GET", "POST")
@confirmed
def rename_passkey(request: HttpRequest, number: int) -> HttpResponse:
    """Give a passkey another name."""
    person = person_of(request)
    name = factors.find(person, number, PASSKEY).wrap().name
    form = PasskeyName(request.POST or None, initial={"name": name})
    if request.method == "POST" and form.is_valid():
        factors.rename_passkey(person, number, name=form.cleaned_data["name"], now=clock.now())
        return done(request, "The passkey has its new name.", reverse("account"))
    return render(request, "account/rename_passkey.html", {"form": form}, status=422 if form.is_bound else 200)


@declare(SIGNED_IN, "GET", "POST")
@confirmed
def remove_factor(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a passkey or the app, after saying what happens then."""
    person = person_of(request)
    found = factors.find(person, number)
    name = found.wrap().name if found.type == PASSKEY else "the authenticator app"
    if request.method == "POST":
        factors.remove_factor(person, number, today=clock.today(), now=clock.now())
        return done(request, "It was removed. Nobody can sign in with it any more.", reverse("account"))
    page = account_page(person, today=clock.today())
    return render(request, "account/remove_factor.html", {"page": page, "name": name})


@declare(SIGNED_IN, "GET", "POST")
@confirmed
def set_up_app(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app, or another in its place."""
    person = person_of(request)
    form = SetUpApp(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        factors.add_app(request, person, now=clock.now())
        return done(request, "The authenticator app is set up.", reverse("account"))
    context = {"form": form, "picture": factors.app_picture(person), "secret": factors.shown_secret()}
    return render(request, "account/set_up_app.html", context, status=422 if form.is_bound else 200)
