"""Reckon the days of a review: by when it has to be finished, held, announced, reported and decided; and which school year a child is in.

Pure: dates in, dates out. The days are those of the clocks CK18, CK20 to CK23, CK27, CK29 and CK30; this module only puts them together for one review.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from plans.statute.clock_rules import Facts
from plans.statute.clocks import last_day, latest_meeting_before_transfer_on, latest_meeting_on
from plans.statute.clocks_of_review import SEPTEMBER
from plans.statute.counting import day_before, weeks_after, weeks_before

YEAR_NINE = 9
# In the calendar year after that of the September in which these school years begin, a child changes phase: into reception, to secondary school, to post-16.
_INTO_SCHOOL, _INTO_SECONDARY, _INTO_POST_16 = -1, 6, 11
_RECEPTION_AT = 5
WEEKS_OF_NOTICE = 2


class Phase(StrEnum):
    """The change of phase that a review has to come before. Law: SEND Regs 2014 reg 18(1)."""

    NONE = ""
    SCHOOL = "school"
    POST_16 = "post_16"


_CLOCK_OF = {Phase.SCHOOL: "CK29", Phase.POST_16: "CK30"}


class Group(StrEnum):
    """Those who have to be invited to a review meeting. Law: SEND Regs 2014 regs 20(2) and 21(2)."""

    FAMILY = "family"
    SETTING = "setting"
    COUNCIL = "council"
    HEALTH = "health"
    SOCIAL_CARE = "social_care"


GROUP_NAMES: dict[str, str] = {
    Group.FAMILY: "The family",
    Group.SETTING: "The school or other setting",
    Group.COUNCIL: "An officer of the council who is responsible for special educational needs",
    Group.HEALTH: "A health professional",
    Group.SOCIAL_CARE: "An officer of social care",
}


@dataclass(frozen=True, kw_only=True)
class Due:
    """Until when a review has to be finished and held. `because` says which of the two dates binds: the year, or the change of phase.

    `amended_by` is the last day for the amended plan before a change of phase, None where there is none.

    Law: Children and Families Act 2014 s.44(1); SEND Regs 2014 regs 18(1) and 20(10).
    """

    finish_by: date
    meet_by: date
    because: str
    source: str
    amended_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class Days:
    """The days that follow from the day of the meeting. `invite_safely_by` is a day earlier: the notice may have to be in clear days.

    Law: SEND Regs 2014 regs 20(3), (4), (9), (10) and 21; R (L, M and P) v Devon CC [2022] EWHC 493 (Admin).
    """

    meeting_on: date
    invite_by: date
    invite_safely_by: date
    report_by: date
    decide_by: date
    final_by: date


def review_due(finish_by: date, *, phase: str = Phase.NONE, transfer_year: int | None = None) -> Due:
    """Say until when the next review has to be finished and held: the day of a change of phase wins over the year where its meeting has to be earlier.

    `finish_by` is the end of the year (`plans.statute.turn.review_by`). Law: as `Due`.
    """
    year = Due(
        finish_by=finish_by,
        meet_by=latest_meeting_on(finish_by),
        because="A plan is reviewed within 12 months",
        source="Children and Families Act 2014, section 44(1)",
    )
    amended_by = last_day(_CLOCK_OF[Phase(phase)], Facts(transfer_year=transfer_year)) if phase else None
    if amended_by is None:
        return year
    meet_by = latest_meeting_before_transfer_on(amended_by)
    if meet_by >= year.meet_by:
        return replace(year, amended_by=amended_by)
    because = "Before a change of phase the plan is reviewed and changed by this day"
    source = "SEND Regulations 2014, regulation 18(1)"
    return Due(finish_by=amended_by, meet_by=meet_by, because=because, source=source, amended_by=amended_by)


def days_of(meeting_on: date) -> Days:
    """Reckon the days around a meeting. Law: as `Days`."""
    found = {clock: last_day(clock, review_meeting=meeting_on) or meeting_on for clock in ("CK20", "CK22", "CK23", "CK27")}
    return Days(
        meeting_on=meeting_on,
        invite_by=found["CK20"],
        invite_safely_by=day_before(found["CK20"]),
        report_by=found["CK22"],
        decide_by=found["CK23"],
        final_by=found["CK27"],
    )


def first_meeting_on(today: date) -> date:
    """Give the first day on which a meeting can be held to which people are invited today. Law: SEND Regs 2014 regs 20(3) and 21(3)."""
    return weeks_after(today, WEEKS_OF_NOTICE)


def is_announced_in_time(meeting_on: date, today: date) -> bool:
    """Say whether an invitation today still gives the two weeks. Law: SEND Regs 2014 regs 20(3) and 21(3)."""
    return today <= weeks_before(meeting_on, WEEKS_OF_NOTICE)


def year_group(born_on: date, today: date) -> int:
    """Give the school year by age: 0 is reception, below that no school yet. A child who is taught out of their year has another one.

    Law: Education Act 1996 s.8 with School Admissions Code 2.18: a school year begins in September, with those who were five by the end of August.
    """
    school_year = today.year - (today.month < SEPTEMBER)
    birth_year = born_on.year - (born_on.month < SEPTEMBER)
    return school_year - birth_year - _RECEPTION_AT


def is_of_year_nine(born_on: date, meeting_on: date) -> bool:
    """Say whether a review on this day has to plan for adult life. Law: SEND Regs 2014 regs 20(6) and 21(6)."""
    return year_group(born_on, meeting_on) >= YEAR_NINE


def next_phase(born_on: date, today: date) -> tuple[Phase, int | None]:
    """Guess by age which change of phase comes next September, and in which calendar year; a person says whether it is so. Law: SEND Regs 2014 reg 18(1)."""
    group = year_group(born_on, today)
    if group in (_INTO_SCHOOL, _INTO_SECONDARY):
        phase = Phase.SCHOOL
    elif group == _INTO_POST_16:
        phase = Phase.POST_16
    else:
        return Phase.NONE, None
    return phase, today.year + (today.month >= SEPTEMBER)


def groups_missing(groups: frozenset[str]) -> tuple[str, ...]:
    """List whoever of the five nobody comes for. Law: SEND Regs 2014 regs 20(2) and 21(2)."""
    return tuple(GROUP_NAMES[group] for group in Group if group not in groups)
