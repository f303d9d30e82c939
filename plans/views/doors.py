"""What the views of a plan begin and end with: open the plan, write down the reading, say what was done."""

from dataclasses import dataclass
from functools import cache, partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from permissions import clock, ledger
from permissions.access import NOTHING_HERE
from permissions.models import User
from permissions.refusals import NotFound
from permissions.vocabulary import Code
from plans.access import PlanAccess, open_plan
from plans.actions.settle_texts import settle_texts
from plans.cursor import cursor_of
from plans.queries.my_window import time_left
from plans.queries.plan_page import plan_head


@dataclass(frozen=True)
class Live:
    """What an open page tells the plan socket; `cursor` is the place in the ledger from which on it wants news."""

    socket_url: str
    page: str
    section: str = ""
    cursor: str = ""


def person_of(request: HttpRequest) -> User:
    """Give the signed-in person (the policy was held before)."""
    if isinstance(request.user, AnonymousUser):
        raise NotFound(NOTHING_HERE)
    return request.user


def open_for(request: HttpRequest, reference: str) -> PlanAccess:
    """Open a plan for whoever asks; from then on the page's foot and its way back say whose plan it is and whom to ask (`plan_head`),
    and its top until when this very person answers (`time_left`)."""
    access = open_plan(person_of(request), reference, today=clock.today())
    request.plan_head = plan_head(access)  # type: ignore[attr-defined]
    request.time_left = cache(partial(time_left, access))  # type: ignore[attr-defined]  # asked by the layout, so that no other answer pays for it
    return access


def note_reading(access: PlanAccess, *codes: Code) -> None:
    """Write down which sections are read, before they are shown; if that fails the page is not shown. What was typed live comes to stand in the plan."""
    now = clock.now()
    ledger.record_read(circle=access.circle.circle.pk, actor=access.person, role=access.role, codes=codes, now=now)
    if getattr(access.plan, "words_behind", True):  # asked with the plan itself
        settle_texts(access.plan.circle_id, now=now)


def note_version(access: PlanAccess, uid: UUID) -> None:
    """Write down that a version was read, beside its sections: what changed since is what is compared first."""
    circle, now = access.circle.circle.pk, clock.now()
    ledger.record_read_of(circle=circle, actor=access.person, role=access.role, object_kind="version", object_uid=uid, now=now)


def live_page(access: PlanAccess, page: str, section: str = "") -> Live:
    """Say to the page where it hears what happens."""
    return Live(f"/ws/plans/{access.circle.circle.shown_reference}/", page, section, cursor_of(access))


def done(request: HttpRequest, words: str, address: str) -> HttpResponse:
    """Say what was done, after the commit, on the page that comes next."""
    messages.success(request, words)
    return redirect(address)
