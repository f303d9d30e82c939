"""Say what a statutory clock is made of: the events that start one, how its days are counted, who owes the act, which law asks for it and since when.

Source: domain.md 9.1. The clocks themselves are records in clocks_of_assessment.py, clocks_of_review.py and clocks_of_appeal.py; `plans.statute.clocks` reads them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from plans.statute import counting
from plans.statute.impractical import Reason

# Part 3 of the Children and Families Act 2014, the SEND Regulations 2014 and the Code of Practice came into force on this day.
IN_FORCE_FROM = date(2014, 9, 1)


class Trigger(StrEnum):
    """What starts a clock, in the words of domain.md 9.1. Law: that of the clocks it starts."""

    REQUEST_RECEIVED = "request_received"
    BECAME_RESPONSIBLE = "became_responsible"
    ADVICE_REQUEST_RECEIVED = "advice_request_received"
    DRAFT_SERVED = "draft_served"
    CONSULTATION_RECEIVED = "consultation_received"
    FINAL_ISSUED = "final_issued"
    DECISION_NOTICE_SENT = "decision_notice_sent"
    CERTIFICATE_REQUESTED = "certificate_requested"
    CERTIFICATE_DATED = "certificate_dated"
    MEDIATION_REQUESTED = "mediation_requested"
    REASSESS_REQUEST = "reassess_request"
    REASSESS_NOTIFIED = "reassess_notified"
    REASSESS_DECIDED = "reassess_decided"
    PLAN_MADE = "plan_made"
    REVIEW_DECIDED = "review_decided"
    TERM_STARTS = "term_starts"
    REVIEW_MEETING = "review_meeting"
    AMENDMENT_NOTICE_SERVED = "amendment_notice_served"
    AMENDMENT_NOTICE_SENT = "amendment_notice_sent"
    POST16_TRANSFER_DATE = "post16_transfer_date"
    OLD_LA_AWARE = "old_la_aware"
    MOVED = "moved"
    TRANSFER_DATE = "transfer_date"
    OLD_ICB_AWARE = "old_icb_aware"
    CEASE_NOTICE_SENT = "cease_notice_sent"
    BORN_ON = "born_on"
    TRIBUNAL_AMEND_ORDER = "tribunal_amend_order"
    TRIBUNAL_SETTING_ORDER = "tribunal_setting_order"
    TRIBUNAL_PLAN_ORDER = "tribunal_plan_order"
    TRIBUNAL_ASSESS_ORDER = "tribunal_assess_order"
    APPEAL_CONCEDED = "appeal_conceded"
    RECOMMENDATION_SENT = "recommendation_sent"
    FIRST_DIRECT_PAYMENT = "first_direct_payment"


class Unit(StrEnum):
    """What is counted. Law: Interpretation Act 1978 Sch.1 ("month"); "working" only where a provision says so."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    WORKING_DAY = "working_day"
    FIXED_DATE = "fixed_date"


class CountFrom(StrEnum):
    """Whether the day of the event counts. Law: SEND Regs 2014: "within N weeks of", "beginning with the day", "before", "at least N weeks in advance"."""

    EXCLUDE_EVENT = "exclude_event"
    INCLUDE_EVENT = "include_event"
    BEFORE_DATE = "before_date"
    NOTICE_BEFORE = "notice_before"
    AT_ITS_END = "at_its_end"


class Owner(StrEnum):
    """Who owes the act, or has the time. Law: that of each clock."""

    COUNCIL = "the council"
    FAMILY = "the family"
    ADVISER = "whoever is asked for advice"
    SETTING = "the school or other setting"
    ARRANGER = "whoever arranges the review"
    MEDIATION_ADVISER = "the mediation adviser"
    HEALTH = "the integrated care board"
    PORTAL = "the portal"


class About(StrEnum):
    """What an appeal is about that the council no longer opposes. Law: SEND Regs 2014 reg 45(3) to (6)."""

    AMEND = "amend"
    SETTING = "setting"
    PLAN = "plan"
    ASSESS = "assess"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What else a clock asks for, each None until it is known. Law: SEND Regs 2014 regs 18(1), 21(6) and 45."""

    year_group: int | None = None
    transfer_year: int | None = None
    appeal_about: About | None = None


NO_FACTS = Facts()


@dataclass(frozen=True)
class Given:
    """What has happened and what is known. Law: none of its own; it is what the clocks are asked with."""

    events: Mapping[Trigger, date]
    facts: Facts = NO_FACTS


Condition = Callable[[Given], bool]

_COUNTING: dict[tuple[Unit, CountFrom], Callable[[date, int], date]] = {
    (Unit.DAY, CountFrom.EXCLUDE_EVENT): counting.days_after,
    (Unit.DAY, CountFrom.INCLUDE_EVENT): counting.days_beginning_with,
    (Unit.WEEK, CountFrom.EXCLUDE_EVENT): counting.weeks_after,
    (Unit.WEEK, CountFrom.NOTICE_BEFORE): counting.weeks_before,
    (Unit.MONTH, CountFrom.EXCLUDE_EVENT): counting.months_after,
    (Unit.MONTH, CountFrom.INCLUDE_EVENT): counting.months_beginning_with,
    (Unit.MONTH, CountFrom.NOTICE_BEFORE): counting.months_before,
    (Unit.WORKING_DAY, CountFrom.EXCLUDE_EVENT): counting.working_days_after,
    (Unit.WORKING_DAY, CountFrom.INCLUDE_EVENT): counting.working_days_beginning_with,
}


@dataclass(frozen=True, kw_only=True)
class Count:
    """One way to the last day: so many units from one event. `step` names it where a clock has several, one after the other. Law: that of its clock."""

    after: Trigger
    n: int
    unit: Unit
    count_from: CountFrom = CountFrom.EXCLUDE_EVENT
    step: str = ""
    applies_if: Condition | None = None

    def last_day(self, given: Given) -> date | None:
        """Count, or give None where the event has not happened or this is not its case. Law: that of its clock."""
        event = given.events.get(self.after)
        if event is None or (self.applies_if and not self.applies_if(given)):
            return None
        return _COUNTING[self.unit, self.count_from](event, self.n)


@dataclass(frozen=True, kw_only=True)
class FixedDay:
    """One way to the last day that the calendar gives, not a length. Law: that of its clock."""

    day: Callable[[Given], date | None]
    count_from: CountFrom
    unit: Unit = Unit.FIXED_DATE
    after: Trigger | None = None
    step: str = ""

    def last_day(self, given: Given) -> date | None:
        """Find the day, or give None where it isn't known yet. Law: that of its clock."""
        day = self.day(given)
        return counting.day_before(day) if day and self.count_from is CountFrom.BEFORE_DATE else day


@dataclass(frozen=True, kw_only=True)
class ClockRule:
    """One clock as one version of the law has it.

    counts        the ways to its last day; the latest of them counts, or the earliest where `earliest` says so; none where the law sets no length
    needs         events without which it doesn't run, whatever else has happened
    clear_days    the notice may have to be in clear days, so whoever wants to be safe is a day earlier
    is_minimum    a time that must be given or has to pass, not one to keep: nobody is late with it
    to_verify     set down from knowledge or guidance, the text of the provision has not been read (domain.md 9.2)
    Law: its own `source`.
    """

    id: str
    name: str
    owner: Owner
    source: str
    counts: tuple[Count | FixedDay, ...] = ()
    earliest: bool = False
    needs: frozenset[Trigger] = frozenset()
    applies_if: Condition | None = None
    exceptions: frozenset[Reason] = field(default_factory=frozenset)
    statutory: bool = True
    clear_days: bool = False
    is_minimum: bool = False
    to_verify: bool = False
    effective_from: date = IN_FORCE_FROM
    effective_to: date | None = None

    def runs(self, given: Given) -> bool:
        """Say whether what has happened starts it, and whether it is the case it is for. Law: its own `source`."""
        return self.needs <= given.events.keys() and (self.applies_if is None or self.applies_if(given))

    def is_in_force(self, day: date) -> bool:
        """Say whether this version of the law governs what happens on a day. Law: its own `source`."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)
