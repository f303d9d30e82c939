"""Invite somebody of a plan again, or withdraw their invitation, for whoever keeps its circle."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from permissions import clock
from permissions.policy import KEEPS_CIRCLE, declare
from permissions.refusals import Invalid
from plans.views.doors import done, person_of
from portal.letters.inviting import invite_member, withdraw_from_member
from portal.pages.handing_over import hand_over


@declare(KEEPS_CIRCLE, "POST")
def invite(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Make a fresh invitation, and show its code once."""
    member_url = reverse("member", args=[reference, number])
    try:
        code = invite_member(person_of(request), reference, number, today=clock.today(), now=clock.now())
    except Invalid as wrong:
        return done(request, str(wrong), member_url)
    return hand_over(request, _("There is a new invitation."), (code,), member_url, _("Go on"))


@declare(KEEPS_CIRCLE, "POST")
def withdraw(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Withdraw the invitation that waits."""
    withdraw_from_member(person_of(request), reference, number, today=clock.today(), now=clock.now())
    return done(request, _("The invitation was withdrawn."), reverse("member", args=[reference, number]))
