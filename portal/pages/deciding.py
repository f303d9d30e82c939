"""What each page asks on which something is decided about a request, or a case ends before its plan is final."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plans.access import PlanAccess
from plans.forms.amending import NotAmendingForm
from plans.forms.deciding import YES, AssessForm, MaintainForm, MovedForm, OverturnedForm, PlanForm, WithdrawnForm
from plans.forms.happened_on import HappenedOn
from plans.forms.transfers import HandOverForm, TellForm
from plans.queries.notice_letters import NoticeLetter, Recipient
from plans.queries.plan_page import PlanHead, plan_head
from plans.saying import days_from, long_date
from plans.statute.events import Event, Way
from portal.letters.deciding import Asked
from portal.letters.notice_letters import Ready


def _nothing(access: PlanAccess) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Question:
    """One page: its title, what it says first, its form, and what is said once it is done.

    `given` is what the form needs to know of the plan, `told` what whoever decides reads before, by heading.
    """

    event: Event
    title: Promise
    about: tuple[Promise, ...]
    form: type[HappenedOn]
    done: Promise
    given: Callable[[PlanAccess], dict[str, Any]] = _nothing
    told: Callable[[PlanAccess], dict[str, tuple[str, ...]]] = _nothing


QUESTIONS: dict[str, Question] = {
    "assess": Question(
        Event.DECIDE_ASSESS,
        _("Decide whether to assess"),
        (
            _(
                "The council carries out an assessment if the child may have special educational needs, and it may be necessary that a plan makes provision for them."
            ),
            _("With a yes, tell health, social care and the head of the school or nursery: the law asks for it at the same time."),
        ),
        AssessForm,
        _("The decision is recorded, and the letters are made."),
    ),
    "plan": Question(
        Event.DECIDE_PLAN,
        _("Decide whether to write a plan"),
        (
            _(
                "The council writes a plan if the assessment shows that it is necessary. A no reaches the family within 16 weeks of the request."
            ),
        ),
        PlanForm,
        _("The decision is recorded, and the letters are made."),
    ),
    "overturned": Question(
        Event.OVERTURNED,
        _("The decision is overturned"),
        (_("The earlier decision stays in the record, with its day. The plan goes on where that decision had stopped it."),),
        OverturnedForm,
        _("The decision is overturned, and the letters are made."),
    ),
    "withdrawn": Question(
        Event.WITHDRAWN,
        _("The request was withdrawn"),
        (
            _("Whoever made the request can withdraw it in writing. The case ends with this."),
            _("If the council thinks that the child needs an assessment all the same, it can go on by itself: then change nothing here."),
        ),
        WithdrawnForm,
        _("The request is withdrawn, and the letters are made."),
    ),
    "keep": Question(
        Event.MAINTAIN,
        _("Keep the plan as it is"),
        (
            _(
                "After a review the council tells the family within four weeks of the meeting whether the plan stays as it is, changes or ends."
            ),
            _("The letter says how the family can appeal. The twelve months of the next review begin with the day of this decision."),
        ),
        MaintainForm,
        _("The decision is recorded, and the letters are made."),
    ),
    "not-amending": Question(
        Event.NOT_AMENDING,
        _("Leave the plan as it is"),
        (
            _(
                "The proposed changes are not made, and the plan in force goes on: its sections say again what they said. The history keeps what was proposed."
            ),
            _("The family is told, with the reasons, within 8 weeks of the amendment notice. They can appeal against this decision."),
        ),
        NotAmendingForm,
        _("The plan stays as it is, and the letters are made."),
    ),
    "moved": Question(
        Event.MOVED_OUT,
        _("The child moved to another council"),
        (_("The case ends with this. It cannot be opened again here: a new request is made to the new council."),),
        MovedForm,
        _("The move is recorded, and the letters are made."),
    ),
    "hand-over": Question(
        Event.HAND_OVER,
        _("Hand the plan over to the new council"),
        (
            _("Send the whole record to the new council first, in a way that is safe. It is on the page before this one."),
            _("The plan ends here with this, and goes on there. It cannot be taken back here."),
            _("The letters to the family do not name the new council."),
        ),
        HandOverForm,
        _("The plan is handed over, and the letters are made."),
    ),
    "tell": Question(
        Event.TELL_TRANSFER,
        _("Tell the family what happens with the plan"),
        (
            _(
                "Within six weeks of the transfer, tell them that it was transferred, whether you assess anew, and when you review the plan."
            ),
            _("The review is due a year after the plan was made or last reviewed, or three months after the transfer, whichever is later."),
        ),
        TellForm,
        _("The family is told: the letters are made."),
    ),
}


@dataclass(frozen=True)
class Preview:
    """What will happen, and each letter as it will go: the facts in words, the recipients with their letters, and the mark of exactly these letters."""

    head: PlanHead
    facts: tuple[tuple[str, str], ...]
    letters: tuple[tuple[Recipient, NoticeLetter], ...]
    mark: str


def asked_by(form: HappenedOn, event: Event) -> Asked:
    """Turn a valid form into what the act takes."""
    data = form.cleaned_data
    return Asked(
        event=event,
        on=data["on"],
        reasons=data.get("reasons", ""),
        is_yes=data.get("is_yes", YES) == YES,
        way=data.get("way", Way.COUNCIL),
        details=form.details(),
        review_by=data.get("review_by"),
    )


def preview_of(access: PlanAccess, form: HappenedOn, letters: Ready) -> Preview:
    """Put the page together that shows everything before it goes."""
    said = [field for field in form.visible_fields() if form.cleaned_data.get(field.name)]
    chosen = [(field.label, _said(form, field.name)) for field in said if field.widget_type == "radioselect"]
    days = [(field.label, form.cleaned_data[field.name]) for field in said if field.widget_type == "selectdate"]
    facts = (*chosen, *((label, f"{long_date(day)}, {days_from(day, access.today)}") for label, day in days))
    return Preview(plan_head(access), tuple((str(label), words) for label, words in facts), letters.pairs, letters.mark)


def _said(form: HappenedOn, name: str) -> str:
    choices = dict(form.fields[name].choices)  # type: ignore[attr-defined]
    return str(choices.get(str(form.cleaned_data[name]), ""))
