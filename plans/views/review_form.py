"""One page that asks something about a review: its words, its form, and what is done with it."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from permissions.refusals import Invalid
from plans.access import PlanAccess
from plans.queries.plan_page import plan_head
from plans.views.doors import done
from plans.views.errors import add_errors


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What a page says around its form: title, paragraphs, facts, the button, and what is said once it is done; `second` is another button's name and words."""

    title: str | Promise
    button: str | Promise
    done: str | Promise
    about: tuple[str | Promise, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    second: tuple[str, str | Promise] | None = None


def answer(request: HttpRequest, access: PlanAccess, form: forms.Form, asking: Asking, act: Callable[[], object]) -> HttpResponse:
    """Show the page, or do what it asks and go back to the review; what is wrong stands beside its field, with what was typed."""
    head = plan_head(access)
    if form.is_bound and form.is_valid():
        try:
            act()
            return done(request, str(asking.done), f"{head.url}review/")
        except Invalid as refused:
            add_errors(form, refused)
    inputs = {"head": head, "form": form, "asking": asking}
    return render(request, "review/form.html", inputs, status=422 if form.is_bound else 200)
