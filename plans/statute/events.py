"""Say at which stage each event before the draft, and each that ends a case, can happen (domain.md 3.1)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from permissions.vocabulary import Stage


class Event(StrEnum):
    """The events of a request and of the end of a case. Law: Children and Families Act 2014 ss.24, 36, 37; SEND Regs 2014 regs 4, 5, 10."""

    DECIDE_ASSESS = "decide_assess"
    DECIDE_PLAN = "decide_plan"
    OVERTURNED = "overturned"
    WITHDRAWN = "withdrawn"
    SEND_TO_CHECK = "send_to_check"
    RETURN_DRAFT = "return_draft"
    PASS_CHECK = "pass_check"  # noqa: S105 no password
    REOPEN_DRAFT = "reopen_draft"
    START_AMENDING = "start_amending"
    NOT_AMENDING = "not_amending"
    MOVED_OUT = "moved_out"
    DIED = "died"


@dataclass(frozen=True)
class When:
    """At which stages an event can happen, and what is said at every other one. Law: its own `source`."""

    stages: frozenset[Stage]
    HAND_OVER = "hand_over"
    TELL_TRANSFER = "tell_transfer"
    because: str
    source: str


_BEFORE_FINAL = frozenset(
    {
        Stage.REQUESTED,
        Stage.ASSESSING,
        Stage.REFUSED,
        Stage.DRAFTING,
        Stage.CHECKING,
        Stage.CONSULTING,
        Stage.FINALISING,
    }
)

WHEN: dict[Event, When] = {
    Event.DECIDE_ASSESS: When(
        frozenset({Stage.REQUESTED}),
        "Whether to assess is decided once, when a request has come in. This plan is at another stage.",
        "SEND Regulations 2014, regulations 4 and 5",
    ),
    Event.DECIDE_PLAN: When(
        frozenset({Stage.ASSESSING}),
        "Whether to write a plan is decided after the assessment. This plan is at another stage.",
        "SEND Regulations 2014, regulation 10",
    ),
    Event.OVERTURNED: When(
        frozenset({Stage.REFUSED}),
_IN_FORCE = frozenset({Stage.FINAL, Stage.AMENDING, Stage.CEASING})
        "Only a decision not to assess, or not to write a plan, can be overturned here.",
        "SEND Regulations 2014, regulations 43 to 45",
    ),
    Event.WITHDRAWN: When(
        frozenset({Stage.REQUESTED, Stage.ASSESSING}),
        "A request is withdrawn before the council has decided whether to write a plan.",
        "Children and Families Act 2014, section 36",
    ),
    Event.SEND_TO_CHECK: When(
        frozenset({Stage.DRAFTING}), "A draft is sent to be checked while it is being written.", "SEND Regulations 2014, regulation 13"
    ),
    Event.RETURN_DRAFT: When(
        frozenset({Stage.CHECKING}), "This draft is not with the checker at the moment.", "SEND Regulations 2014, regulation 13"
    ),
    Event.PASS_CHECK: When(
        frozenset({Stage.CHECKING}), "This draft is not with the checker at the moment.", "SEND Regulations 2014, regulation 13"
    ),
    Event.REOPEN_DRAFT: When(
        frozenset({Stage.FINALISING}),
        "A draft is taken back to writing after the last day on which the family answers it, and before the plan is final.",
        "SEND Regulations 2014, regulations 13 and 14(1)",
    ),
    Event.START_AMENDING: When(
        frozenset({Stage.FINAL}),
        "Only a plan in force is changed in this way, and only when it is not being changed already.",
        "SEND Regulations 2014, regulations 22 and 28",
    ),
    Event.NOT_AMENDING: When(
        frozenset({Stage.AMENDING}),
        "There are no proposed changes to this plan at the moment.",
        "SEND Regulations 2014, regulation 22(4)",
    ),
    Event.MOVED_OUT: When(
        _BEFORE_FINAL,
        "A plan in force is handed over to the new council as it is. This way is for a child who moves before the plan is final.",
        "SEND Regulations 2014, regulation 15",
    ),
    Event.DIED: When(frozenset(Stage), "This has been recorded already.", "Children and Families Act 2014, section 45"),
}

# From how long ago on a day is shown back and asked for again: it may be a slip in the year or the month.
LONG_AGO = timedelta(days=28)


def is_long_ago(day: date, today: date) -> bool:
    """Say whether a day lies so far back that it is asked for again. Law: SEND Regs 2014 reg 10(1): the clocks count from the day itself."""
    return today - day > LONG_AGO


class Way(StrEnum):
    """By which way a decision is overturned. Law: SEND Regs 2014 regs 42 to 45."""

    MEDIATION = "mediation"
    TRIBUNAL = "tribunal"
    COUNCIL = "council"


WAY_NAMES: dict[Way, str] = {
    Way.MEDIATION: "It was agreed in mediation",
    Way.TRIBUNAL: "The SEND Tribunal ordered it",
    Way.COUNCIL: "The council changed its decision itself",
}
    Event.HAND_OVER: When(
        _IN_FORCE,
        "Only a plan in force is handed over to another council. Before that, record that the child moved.",
        "SEND Regulations 2014, regulation 15(2)",
    ),
    Event.TELL_TRANSFER: When(
        _IN_FORCE,
        "The family is told once, of a plan that was taken over from another council and is in force.",
        "SEND Regulations 2014, regulation 15(4)",
    ),
