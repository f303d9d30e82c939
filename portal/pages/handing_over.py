"""The page that shows joining codes once, as the answer to the form that made them: they are kept nowhere, not even in the session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plans.saying import in_london
from portal.letters.invite import Code


def hand_over(request: HttpRequest, said: str, codes: tuple[Code, ...], next_url: str, next_label: str) -> HttpResponse:
    """Show the codes with how to hand them over, and where to go on."""
    inputs = {"said": said, "codes": codes, "until": in_london(codes[0].ends_at), "next_url": next_url, "next_label": next_label}
    return render(request, "joining/hand_over.html", inputs)
