"""Decide about a request, or end a case, and send the letters of it: the documents are made before, then everything is one transaction, or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction

from permissions import ledger
from permissions.access import normal_reference
from permissions.models import User
from permissions.refusals import Invalid
from plans.access import PlanAccess, open_plan
from plans.access.deciding import require_decider, require_ends_case, require_stage
from plans.access.transfers import require_hand_over, require_tell
from plans.actions.decide_assessment import decide_assessment
from plans.actions.decide_plan import decide_plan
from plans.actions.hand_over_plan import hand_over_plan
from plans.actions.leave_plan_as_it_is import leave_plan_as_it_is
from plans.actions.maintain_plan import maintain_plan
from plans.actions.overturn_decision import overturn_decision
from plans.actions.record_death import record_death
from plans.actions.record_move import record_move
from plans.actions.tell_of_transfer import tell_of_transfer
from plans.actions.withdraw_request import withdraw_request
from plans.models import Happening, IssuedDocument
from plans.queries.last_decision import last_refusal
from plans.queries.notice_letters import case_of, read_recipients
from plans.saying import long_date
from plans.statute.clocks import last_day
from plans.statute.events import Event, Way
from plans.statute.notices import Notice
from plans.statute.overturning import steps_after
from portal import mail
from portal.letters import ending
from portal.letters.notice_letters import Ready, issue, pdfs_of, ready

CHANGED = "Something has changed since you looked at the letters. Look at them again before they go."
REQUIRES: dict[Event, Callable[[PlanAccess], None]] = {
    Event.DECIDE_ASSESS: require_decider,
    Event.DECIDE_PLAN: require_decider,
    Event.OVERTURNED: require_decider,
    Event.WITHDRAWN: require_decider,
    Event.MAINTAIN: require_decider,
    Event.NOT_AMENDING: require_decider,
    Event.MOVED_OUT: require_ends_case,
    Event.HAND_OVER: require_hand_over,
    Event.TELL_TRANSFER: require_tell,
    Event.DIED: require_ends_case,
    **ending.REQUIRES,
}
# Decisions go out as notices; what only confirms something is a letter.
NOTICES = frozenset({Event.DECIDE_ASSESS, Event.DECIDE_PLAN, Event.OVERTURNED, Event.MAINTAIN, Event.NOT_AMENDING, *ending.NOTICES})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be decided: the event, its day, the reasons that the family reads; `is_yes` for a decision, `way` for one that is overturned.
    `details` are what its action needs besides.

    `review_by` is the day by which a plan that was taken over is reviewed.
    """

    event: Event
    on: date
    reasons: str = ""
    is_yes: bool = True
    way: Way = Way.COUNCIL
    details: Mapping[str, Any] = field(default_factory=dict)
    review_by: date | None = None


def require_event(access: PlanAccess, event: Event) -> None:
    """Raise NotPermitted for whoever may not do this, NotNow at a stage at which it can't happen."""
    REQUIRES[event](access)
    require_stage(access, event)


def letters_for(access: PlanAccess, asked: Asked) -> Ready:
    """Put together what goes out with a decision. Raises Invalid where a part that the law asks for has no words. Six queries."""
    if asked.event in ending.REQUIRES:
        return ending.letters_for(access, asked)
    notice, next_by = notice_of(asked), ""
    if asked.event is Event.OVERTURNED:
        next_by = _what_follows(access, asked)
    if asked.event is Event.TELL_TRANSFER:
        next_by = _what_is_told(access, asked)
    return ready(
        notice,
        case_of(access),
        read_recipients(access),
        today=access.today,
        decided_on=asked.on,
        reasons=asked.reasons,
        next_by=next_by,
    )


def notice_of(asked: Asked) -> Notice:
    """Name the letter that goes out with a decision."""
    decided = {
        (Event.DECIDE_ASSESS, True): Notice.ASSESS_YES,
        (Event.DECIDE_ASSESS, False): Notice.ASSESS_NO,
        (Event.DECIDE_PLAN, True): Notice.PLAN_YES,
        (Event.DECIDE_PLAN, False): Notice.PLAN_NO,
    }
    others = {
        Event.OVERTURNED: Notice.OVERTURNED,
        Event.WITHDRAWN: Notice.WITHDRAWN,
        Event.MAINTAIN: Notice.MAINTAIN,
        Event.NOT_AMENDING: Notice.NOT_AMENDING,
        Event.MOVED_OUT: Notice.MOVED_OUT,
        Event.HAND_OVER: Notice.HANDED_OVER,
        Event.TELL_TRANSFER: Notice.TAKEN_OVER,
    }
    return others.get(asked.event) or decided[asked.event, asked.is_yes]


def _what_follows(access: PlanAccess, asked: Asked) -> str:
    refusal = last_refusal(access.plan)
    is_plan = refusal is not None and refusal.kind == Happening.Kind.PLAN_NO
    first = (
        "We will write an Education, Health and Care plan."
        if is_plan
        else "We will carry out an Education, Health and Care needs assessment."
    )
    if asked.way is Way.TRIBUNAL:
        steps = [words.replace("{day}", long_date(day)) for day, words in steps_after(asked.on, is_plan=is_plan)]
        return "\n\n".join([first, "\n".join(f"- {step}" for step in steps)])
    due = last_day("CK10", request_received=access.plan.request_received_on)
    agreed = "What was agreed in mediation, and by which day, holds." if asked.way is Way.MEDIATION else ""
    then = f"The final plan, if there is to be one, is due by {long_date(due)}." if due and due >= access.today else LATE
    return "\n\n".join(part for part in (first, agreed, then) if part)


def _what_is_told(access: PlanAccess, asked: Asked) -> str:
    """Say the three things that the law has the family told of a plan that was taken over (SEND Regs 2014 reg 15(4))."""
    day, review_by = access.plan.taken_over_on, asked.review_by
    return "\n\n".join(
        (
            f"The plan was transferred to us on {long_date(day)}." if day else "",
            ASSESSED_ANEW if asked.is_yes else NOT_ASSESSED_ANEW,
            f"We will review the plan by {long_date(review_by)}." if review_by else "",
        )
    )


ASSESSED_ANEW = "We will carry out a new Education, Health and Care needs assessment."
NOT_ASSESSED_ANEW = "We will not carry out a new Education, Health and Care needs assessment now. You can ask us for one."
LATE = "The 20 weeks that the law gives us since your request are over. We go on without waiting any longer, and tell you each step."


def decide(person: User, reference: str, asked: Asked, *, seen: str, today: date, now: datetime) -> Happening:
    """Do what is asked and send its letters: exactly those that were seen (`seen` is their mark).

    Raises NotFound, NotPermitted, NotNow; Invalid for the day, the reasons, an incomplete letter, or letters that are no longer those that were seen.
    """
    access = open_plan(person, reference, today=today)
    require_event(access, asked.event)
    letters = letters_for(access, asked)
    _require_same(letters, seen)
    return _done(person, reference, asked, letters, pdfs_of(letters), today, now)


@transaction.atomic
def _done(person: User, reference: str, asked: Asked, letters: Ready, pdfs: tuple[bytes, ...], today: date, now: datetime) -> Happening:
    ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    _require_same(letters_for(access, asked), letters.mark)
    happening = act_of(asked)(person, reference, on=asked.on, reasons=asked.reasons, today=today, now=now)
    kind = IssuedDocument.Kind.NOTICE if asked.event in NOTICES else IssuedDocument.Kind.LETTER
    issue(access, happening, letters, pdfs, kind=kind, now=now)
    return happening


def _require_same(letters: Ready, mark: str) -> None:
    if letters.mark != mark:
        raise Invalid({"letter": CHANGED})


def act_of(asked: Asked) -> Callable[..., Happening]:
    """Give the action of an event."""
    acts: dict[Event, Callable[..., Any]] = {
        Event.DECIDE_ASSESS: partial(decide_assessment, is_yes=asked.is_yes),
        Event.DECIDE_PLAN: partial(decide_plan, is_yes=asked.is_yes),
        Event.OVERTURNED: overturn_decision,
        Event.WITHDRAWN: withdraw_request,
        Event.MAINTAIN: maintain_plan,
        Event.NOT_AMENDING: leave_plan_as_it_is,
        Event.MOVED_OUT: record_move,
        **ending.acts_of(asked),
        Event.HAND_OVER: hand_over_plan,
        Event.TELL_TRANSFER: partial(tell_of_transfer, is_yes=asked.is_yes, review_by=asked.review_by or asked.on),
    }
    return acts[asked.event]


@transaction.atomic
def record_that_child_died(person: User, reference: str, *, on: date, today: date, now: datetime) -> int:
    """Record a death and stop everything about the plan that has not left yet; give how many messages that were. Raises what `record_death` raises."""
    happening = record_death(person, reference, on=on, today=today, now=now)
    return mail.stop_waiting(happening.plan.circle, now=now)
