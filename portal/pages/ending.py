"""What each page asks on which a plan may end, and on which a reassessment is decided; and what whoever decides reads before."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from plans.access import PlanAccess
from plans.forms.ending import ConsiderForm, DecideEndingForm, EndForm, GoOnForm, ReassessForm
from plans.models import ReassessmentRequest, Request
from plans.queries.ending import OF_HEALTH, OF_THE_SCHOOL, age_of_child, last_assessed_on, open_reassessment, read_consulted, read_told
from plans.saying import days_from, long_date
from plans.statute.ceasing import UPPER_AGE, kept_until
from plans.statute.events import Event
from plans.statute.reassessing import answer_by, is_recent
from portal.pages.deciding import Question

NOT_ASKED = "Nothing is written down yet: neither what they said, nor that they have not answered."
SILENT = "They were asked, and have not answered."
UNTIL_25 = "A plan can go on to the end of the academic year of the 25th birthday. Which day that is depends on the course."
NO_SCHOOL = "No SENCo of this school or other setting is in this plan, so no letter is made for it. Write to its head yourself: the law has it asked, and told."
NO_HEALTH = "No designated clinical officer is in this plan, so no letter is made for health. Tell the integrated care board yourself if the plan is to end."
NO_DAY = "The portal does not know when the child was last assessed. Look it up before you refuse because of that."


def _age(access: PlanAccess) -> dict[str, Any]:
    return {"age": age_of_child(access, access.today)}


def _who_is_not_here(access: PlanAccess) -> dict[str, tuple[str, ...]]:
    """Say whom the council has to write to by itself, because nobody of the school or of health comes in here for this plan."""
    found: dict[str, tuple[str, ...]] = {}
    if access.plan.setting and not read_told(access, OF_THE_SCHOOL):
        found[access.plan.setting.name] = (NO_SCHOOL,)
    if access.plan.considering_on and not read_told(access, OF_HEALTH):
        found["Health"] = (NO_HEALTH,)
    return found


def _what_was_said(access: PlanAccess) -> dict[str, tuple[str, ...]]:
    """Show what everybody who was asked has said, and how old the child or young person is."""
    age = age_of_child(access, access.today)
    found = {"Age": (f"{age} years.", *((UNTIL_25,) if age >= UPPER_AGE - 1 else ()))}
    for one in read_consulted(access):
        lines = [f"{line.words or SILENT}\n{line.facts}." for line in one.said]
        found[f"{one.name} ({one.role})"] = tuple(lines) or (NOT_ASKED,)
    return found | _who_is_not_here(access)


def _until_when(access: PlanAccess) -> dict[str, tuple[str, ...]]:
    """Show until when the plan stays in force, and whether an appeal is open."""
    sent, appealed = access.plan.ceasing_on or access.today, access.plan.cease_appealed_on
    last = kept_until(sent)
    lines = [
        f"The notice left on {long_date(sent)}. The family can appeal at least until the end of {long_date(last)}, {days_from(last, access.today)}."
        " A mediation certificate gives them a month from its own day."
    ]
    lines.append(f"An appeal was registered on {long_date(appealed)}." if appealed else "No appeal is recorded.")
    return {"Until when the plan stays in force": tuple(lines)}


def _what_is_asked(access: PlanAccess) -> dict[str, tuple[str, ...]]:
    """Show the request, by when it is answered, and when the last assessment was."""
    found = open_reassessment(access.plan)
    if found is None:
        return {}
    asked_on, last = found.happening.on, last_assessed_on(access.plan)
    by = answer_by(asked_on)
    who, way = ReassessmentRequest.MadeBy(found.made_by).label, Request.Route(found.route).label.lower()
    recent = "That is less than six months before the request, so the council may refuse for this reason."
    older = "That is six months or more before the request, so it is no reason to refuse."
    assessed = f"{long_date(last)}. {recent if is_recent(last, asked_on=asked_on) else older}" if last else NO_DAY
    return {
        f"{who}, on {long_date(asked_on)}, {way}": (found.words,),
        "Answer by": (f"{long_date(by)}, {days_from(by, access.today)}.",) if by else (),
        "The last assessment": (assessed,),
    }


ENDINGS: dict[str, Question] = {
    "consider": Question(
        Event.CONSIDER_CEASE,
        _("We are thinking about ending the plan"),
        (
            _(
                "Before the council decides whether a plan ends, it tells the family that it is thinking about it, and asks the family and the school what they think."
            ),
            _("Nothing is decided by this. The plan stays in force, and everything in it goes on."),
        ),
        ConsiderForm,
        _("The family and the school are asked: the letters are made."),
        told=_who_is_not_here,
    ),
    "decide": Question(
        Event.DECIDE_CEASE,
        _("Decide whether the plan ends"),
        (
            _("If it is to end, it stays in force until the time to appeal is over and, if somebody appeals, until the appeal is decided."),
            _("A plan never ends because of age alone before somebody is 25, and not because a young person has stopped attending."),
        ),
        DecideEndingForm,
        _("The decision is recorded, and the letters are made."),
        given=_age,
        told=_what_was_said,
    ),
    "go-on": Question(
        Event.GO_ON,
        _("The plan goes on after all"),
        (
            _(
                "The appeal was allowed, it was agreed in mediation, or the council changed its decision. The decision to end the plan stays in the record."
            ),
        ),
        GoOnForm,
        _("The plan goes on, and the letters are made."),
        told=_until_when,
    ),
    "end": Question(
        Event.END_PLAN,
        _("Confirm that the plan has ended"),
        (
            _("The portal never ends a plan by itself. You confirm the day on which it really ended."),
            _("From that day on, nothing in the plan has to be provided any more. It is kept as a record and cannot be opened again."),
        ),
        EndForm,
        _("The plan has ended, and the letters are made."),
        told=_until_when,
    ),
    "reassess": Question(
        Event.DECIDE_REASSESS,
        _("Answer the request for a reassessment"),
        (
            _(
                "The family is told within 15 days of the request. With a yes, the plan is opened for your changes, and the final plan is due within 14 weeks."
            ),
            _("With a yes, tell health, social care and the head of the school: you ask them for new advice."),
            _("The letters do not say who asked for it."),
        ),
        ReassessForm,
        _("The answer is recorded, and the letters are made."),
        told=_what_is_asked,
    ),
}
