"""Put together what goes out where a plan may end, and where a reassessment is decided: the family, the school and health each have a letter of their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from permissions.vocabulary import Stage
from plans.access import PlanAccess
from plans.access.deciding import require_decider
from plans.actions.consider_ending import consider_ending
from plans.actions.decide_ending import decide_ending
from plans.actions.decide_reassessment import decide_reassessment
from plans.actions.end_plan import end_plan
from plans.actions.go_on_with_plan import go_on_with_plan
from plans.queries.ending import OF_HEALTH, OF_THE_SCHOOL, read_told
from plans.queries.ending_guards import require_has_ended, require_may_end, require_may_refuse
from plans.queries.notice_letters import Recipient, case_of, read_recipients
from plans.saying import long_date
from plans.statute.events import Event
from plans.statute.notices import Notice
from plans.statute.reassessing import final_by
from portal.letters.notice_letters import Ready, ready

if TYPE_CHECKING:
    from portal.letters.deciding import Asked

REQUIRES: dict[Event, Callable[[PlanAccess], None]] = {
    Event.CONSIDER_CEASE: require_decider,
    Event.DECIDE_CEASE: require_decider,
    Event.GO_ON: require_decider,
    Event.END_PLAN: require_decider,
    Event.DECIDE_REASSESS: require_decider,
}
NOTICES = frozenset({Event.DECIDE_CEASE, Event.GO_ON, Event.DECIDE_REASSESS})


def letters_for(access: PlanAccess, asked: Asked) -> Ready:
    """Put together the letters of one event. Raises Invalid where a part that the law asks for has no words, or a guard of the decision does not hold."""
    _require_guards(access, asked)
    first, *others = (_letters(access, asked, notice, people) for notice, people in _who_gets_what(access, asked))
    for one in others:
        first = Ready(first.notice, (*first.recipients, *one.recipients), (*first.letters, *one.letters))
    return first


def _require_guards(access: PlanAccess, asked: Asked) -> None:
    if asked.event is Event.DECIDE_CEASE and asked.is_yes:
        require_may_end(access, asked.details["grounds"], decided_on=asked.on)
    if asked.event is Event.END_PLAN:
        require_has_ended(access, asked.details["ending"])
    if asked.event is Event.DECIDE_REASSESS and not asked.is_yes:
        require_may_refuse(access, asked.details["refusal"])


def _who_gets_what(access: PlanAccess, asked: Asked) -> tuple[tuple[Notice, tuple[Recipient, ...]], ...]:
    """Say which letter goes to whom. Law: SEND Regs 2014 regs 25(1) and 31: the family, the head; of the decision to end also the commissioning body."""
    family = read_recipients(access)
    if asked.event is Event.CONSIDER_CEASE:
        return (Notice.CONSIDER_CEASE, family), (Notice.CONSIDER_TOLD, read_told(access, OF_THE_SCHOOL))
    if asked.event is Event.DECIDE_CEASE and asked.is_yes:
        return (Notice.CEASE, family), (Notice.CEASE_TOLD, read_told(access, (*OF_THE_SCHOOL, *OF_HEALTH)))
    if asked.event is Event.END_PLAN:
        return ((Notice.PLAN_ENDED, (*family, *read_told(access, (*OF_THE_SCHOOL, *OF_HEALTH)))),)
    if asked.event is Event.DECIDE_REASSESS:
        return ((Notice.REASSESS_YES if asked.is_yes else Notice.REASSESS_NO, family),)
    return ((Notice.NOT_CEASING, family),)


def _letters(access: PlanAccess, asked: Asked, notice: Notice, people: tuple[Recipient, ...]) -> Ready:
    reasons = "" if notice is Notice.CEASE_TOLD else asked.reasons
    follows = _what_follows(access, asked)
    return ready(notice, case_of(access), people, today=access.today, decided_on=asked.on, reasons=reasons, next_by=follows)


def _what_follows(access: PlanAccess, asked: Asked) -> str:
    """Say by when the plan is final after a reassessment; a plan that is being changed already is finished by the days of that change."""
    day = final_by(asked.on) if asked.event is Event.DECIDE_REASSESS and asked.is_yes else None
    if day is None:
        return ""
    if access.stage is Stage.AMENDING:
        return f"The plan is being changed already. What the reassessment shows is part of that, and the final plan is due by {long_date(day)} at the latest."
    return f"The final plan after the reassessment is due by {long_date(day)} at the latest."


def acts_of(asked: Asked) -> dict[Event, Callable[..., Any]]:
    """Give the action of each event."""
    return {
        Event.CONSIDER_CEASE: consider_ending,
        Event.DECIDE_CEASE: partial(decide_ending, is_yes=asked.is_yes, **asked.details),
        Event.GO_ON: go_on_with_plan,
        Event.END_PLAN: partial(_end, **asked.details),
        Event.DECIDE_REASSESS: partial(decide_reassessment, is_yes=asked.is_yes, **asked.details),
    }


def _end(*args: Any, on: object, **said: Any) -> Any:
    """End a plan: its day stands in what is said of the end."""
    return end_plan(*args, **said)
