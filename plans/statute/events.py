"""Say at which stage each event before the draft, and each that ends a case, can happen (domain.md 3.1)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from permissions.vocabulary import Stage
from plans.statute.lifecycle import Phase


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
    MAINTAIN = "maintain"
    CONSIDER_CEASE = "consider_cease"
    SAY_CEASE = "say_cease"
    DECIDE_CEASE = "decide_cease"
    APPEAL_CEASE = "appeal_cease"
    GO_ON = "go_on"
    END_PLAN = "end_plan"
    ASK_REASSESS = "ask_reassess"
    DECIDE_REASSESS = "decide_reassess"
    MOVED_OUT = "moved_out"
    HAND_OVER = "hand_over"
    TELL_TRANSFER = "tell_transfer"
    DIED = "died"


@dataclass(frozen=True)
class When:
    """At which stages an event can happen, and what is said at every other one. Law: its own `source`.

    `after` names a day of the plan that has to be set, `before` one that must not be; what is said where it is otherwise stands in `first`.
    `phases`: how far what is proposed has to have come.
    """

    stages: frozenset[Stage]
    because: str
    source: str
    after: str = ""
    before: str = ""
    first: str = ""
    phases: frozenset[Phase] | None = None


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
_IN_FORCE = frozenset({Stage.FINAL, Stage.AMENDING, Stage.CEASING})

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
        frozenset({Stage.FINALISING, Stage.AMENDING}),
        "A draft is taken back to writing after the last day on which the family answers it, and before the plan is final.",
        "SEND Regulations 2014, regulations 13 and 14(1)",
        phases=frozenset({Phase.AFTER}),
    ),
    Event.START_AMENDING: When(
        frozenset({Stage.FINAL}),
        "Only a plan in force is changed in this way, and only when it is not being changed already.",
        "SEND Regulations 2014, regulations 22 and 28",
    ),
    Event.NOT_AMENDING: When(
        frozenset({Stage.AMENDING}),
        "That a plan stays as it is after all is decided before proposed changes are sent, or after the last day on which the family answers them.",
        "SEND Regulations 2014, regulation 22(4)",
        phases=frozenset({Phase.WRITING, Phase.AFTER}),
    ),
    Event.MAINTAIN: When(
        frozenset({Stage.FINAL}),
        "That a plan stays as it is is decided after a review, while it is in force and not being changed.",
        "SEND Regulations 2014, regulation 20(10)",
        after="review_met_on",
        first="The review meeting has not been held yet.",
    ),
    Event.CONSIDER_CEASE: When(
        frozenset({Stage.FINAL}),
        "Whether a plan should end is asked while it is in force, and not while it is being changed.",
        "SEND Regulations 2014, regulation 31",
        before="considering_on",
        first="The family and the school have been asked already whether this plan should end.",
    ),
    Event.SAY_CEASE: When(
        frozenset({Stage.FINAL}),
        "What people say about ending a plan is written down until that is decided.",
        "SEND Regulations 2014, regulation 31",
        after="considering_on",
        first="The family and the school have not been asked yet whether this plan should end.",
    ),
    Event.DECIDE_CEASE: When(
        frozenset({Stage.FINAL}),
        "Whether a plan ends is decided while it is in force, and not while it is being changed.",
        "Children and Families Act 2014, section 45; SEND Regulations 2014, regulation 31",
        after="considering_on",
        first="First tell the family and the school that you are thinking about ending the plan, and ask what they think.",
    ),
    Event.APPEAL_CEASE: When(
        frozenset({Stage.CEASING}),
        "There is no decision to end this plan against which somebody could appeal.",
        "Children and Families Act 2014, sections 45(4) and 51",
        before="cease_appealed_on",
        first="An appeal against ending this plan is recorded already.",
    ),
    Event.GO_ON: When(
        frozenset({Stage.CEASING}),
        "There is no decision to end this plan.",
        "Children and Families Act 2014, section 45",
    ),
    Event.END_PLAN: When(
        frozenset({Stage.CEASING}),
        "A plan ends after it was decided, and after the time to appeal.",
        "Children and Families Act 2014, section 45(4)",
    ),
    Event.ASK_REASSESS: When(
        frozenset({Stage.FINAL, Stage.AMENDING, Stage.CEASING}),
        "A reassessment is asked for while a plan is in force.",
        "Children and Families Act 2014, section 44(2); SEND Regulations 2014, regulation 23",
        before="reassess_asked_on",
        first="A request for a reassessment is recorded already, and not answered yet.",
    ),
    Event.DECIDE_REASSESS: When(
        frozenset({Stage.FINAL, Stage.AMENDING, Stage.CEASING}),
        "A request for a reassessment is answered while a plan is in force.",
        "Children and Families Act 2014, section 44; SEND Regulations 2014, regulations 24 and 25",
        after="reassess_asked_on",
        first="No request for a reassessment is waiting for an answer.",
    ),
    Event.MOVED_OUT: When(
        _BEFORE_FINAL,
        "A plan in force is handed over to the new council as it is. This way is for a child who moves before the plan is final.",
        "SEND Regulations 2014, regulation 15",
    ),
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
