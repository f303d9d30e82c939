"""The demo's own front door: choose one of the made-up people, and read the mail that would have been sent."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from permissions.policy import DEMO_ONLY, declare
from portal import mail
from portal.demo.cast import CAST
from portal.demo.people import BACKEND, person_of_demo, require_demo
from portal.sign_in.confirming import MAY_ENROL


@declare(DEMO_ONLY, "GET", "POST")
def demo(request: HttpRequest) -> HttpResponse:
    """List the people of the demo; sign in as one of them."""
    require_demo()
    if request.method == "POST":
        login(request, person_of_demo(request.POST.get("person", "")), backend=BACKEND)
        request.session[MAY_ENROL] = True
        return redirect("home")
    return render(request, "demo/cast.html", {"cast": CAST})


@declare(DEMO_ONLY, "GET")
def demo_mail(request: HttpRequest) -> HttpResponse:
    """Show the mail that the demo wrote, newest first."""
    require_demo()
    return render(request, "demo/mail.html", {"letters": mail.newest(50)})
