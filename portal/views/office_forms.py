"""How every form of the office is shown, tried, and shown again with what was typed."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions.refusals import Invalid
from portal.forms.fields import add_errors


def try_form(request: HttpRequest, template: str, form: Form, act: Callable[[], HttpResponse], **inputs: Any) -> HttpResponse:
    """Show a form; where it was sent and is right, do what it asks; otherwise show it again beside what is wrong."""
    if request.method != "POST":
        return render(request, template, {"form": form, **inputs})
    try:
        if form.is_valid():
            return act()
    except Invalid as wrong:
        add_errors(form, wrong.errors)
    return render(request, template, {"form": form, **inputs}, status=422)
