"""Answer what was asked of a draft: the list, and one reply, its change shown before it is saved."""

import hashlib
import json
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permissions import clock
from permissions.policy import IN_CIRCLE, WRITES_REPLIES, declare
from permissions.refusals import Invalid, Stale
from plans.access import PlanAccess
from plans.access.finishing import require_replier
from plans.actions.save_reply import ReplyFacts, save_reply
from plans.forms.fields import put_in
from plans.forms.replies import AGREED, ReplyForm
from plans.models import Suggestion
from plans.queries.changes import text_runs
from plans.queries.replies_page import read_replies
from plans.queries.reply_page import ReplyPage, fields_changed, read_reply_page
from plans.queries.replying import find_asked
from plans.record.shall import Does
from plans.views.doors import done, note_reading, open_for, person_of


@declare(IN_CIRCLE, "GET")
def replies(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the council everything that was asked, and everybody else their own with its answer."""
    access = open_for(request, reference)
    page = read_replies(access)
    note_reading(access, *page.codes)
    return render(request, "finishing/replies.html", {"page": page})


@declare(WRITES_REPLIES, "GET", "POST")
def reply(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Write one reply: first its change is shown, then it is saved."""
    access = open_for(request, reference)
    require_replier(access)
    asked = find_asked(access, uid)
    if asked.section:
        note_reading(access, asked.section.code)
    page = read_reply_page(access, asked)
    form = ReplyForm(request.POST if request.method == "POST" else None, page=page)
    if not form.is_bound or not form.is_valid():
        return _page(request, page, form, status=422 if form.is_bound else 200)
    facts = form.facts(asked.item)
    if _changes(page, facts) and form.cleaned_data["seen"] != _shown(facts):
        return _preview(request, page, form, facts)
    return _saved(request, access, asked, page, form)


def _saved(request: HttpRequest, access: PlanAccess, asked: Suggestion, page: ReplyPage, form: ReplyForm) -> HttpResponse:
    reference = access.circle.circle.shown_reference
    try:
        save_reply(person_of(request), reference, asked.uid, form.facts(asked.item), today=clock.today(), now=clock.now())
    except Invalid as wrong:
        for name, sentence in wrong.errors.items():
            form.add_error(name if name in form.fields else None, sentence)
        return _page(request, page, form, status=422)
    except Stale as stale:
        form.stand_on(page.live)
        return _page(request, page, form, status=409, stale=stale)
    return done(request, "Reply saved. It is not sent yet.", f"/plans/{reference}/replies/")


def _changes(page: ReplyPage, facts: ReplyFacts) -> bool:
    """Say whether the reply would change the plan, so that the change is shown first."""
    if not page.changes_words or facts.outcome not in AGREED:
        return False
    return facts.shall.does is not Does.WORDS or bool(facts.shall.set) or facts.words != page.live.strip()


def _shown(facts: ReplyFacts) -> str:
    """Name the preview of a reply: what would change, and not the reason."""
    kept = json.dumps([facts.outcome, facts.words, facts.stands, facts.shall.kept()], sort_keys=True, default=str)
    return hashlib.sha256(kept.encode()).hexdigest()


def _preview(request: HttpRequest, page: ReplyPage, form: ReplyForm, facts: ReplyFacts) -> HttpResponse:
    put_in(form, "seen", _shown(facts))
    before = "" if facts.shall.does is Does.ADDS else page.live
    after = "" if facts.shall.does is Does.TAKES_OUT else facts.words
    fields = fields_changed(page.kind, facts.shall) if page.kind else ()
    preview: dict[str, object] = {"runs": text_runs(before.strip(), after), "fields": fields, "does": facts.shall.does.value}
    return _page(request, page, form, status=200, preview=preview)


def _page(
    request: HttpRequest,
    page: ReplyPage,
    form: ReplyForm,
    *,
    status: int,
    stale: Stale | None = None,
    preview: dict[str, object] | None = None,
) -> HttpResponse:
    context = {"page": page, "form": form, "typed": form.typed, "preview": preview, "stale": stale}
    return render(request, "finishing/reply.html", context, status=status)
