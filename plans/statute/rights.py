"""Say who holds the rights in a plan on a day, and from when: the child's parents, and after the end of compulsory school age the young person (domain.md 4.5)."""

from datetime import date
from enum import StrEnum

from plans.statute.clocks_of_review import SEPTEMBER, school_leaving_day
from plans.statute.counting import days_after


class Holder(StrEnum):
    """Whose the rights of a plan are on a day: of exactly one of these. Law: Children and Families Act 2014 ss.80 and 83(2); SEND Regs 2014 regs 63 and 64."""

    PARENTS = "parents"
    YOUNG_PERSON = "young_person"
    REPRESENTATIVE = "representative"


class Matter(StrEnum):
    """The kinds of decision for which somebody's capacity is looked at, each by itself. Law: Mental Capacity Act 2005 ss.1 to 3."""

    ANSWER = "answer"
    SHARING = "sharing"
    REVIEW = "review"
    BUDGET = "budget"
    APPEAL = "appeal"


MATTER_NAMES: dict[Matter, str] = {
    Matter.ANSWER: "Answering a draft or changes to the plan, and getting the council’s letters",
    Matter.SHARING: "Deciding who else reads the plan",
    Matter.REVIEW: "Taking part in a review of the plan",
    Matter.BUDGET: "A personal budget",
    Matter.APPEAL: "Mediation and appeals",
}


class Keeps(StrEnum):
    """What a young person lets a parent keep, in one section. Law: Children and Families Act 2014 s.19; SEND Regs 2014 reg 17 (their consent)."""

    FULL = "full"
    VIEW = "view"
    NONE = "none"


KEEPS_NAMES: dict[Keeps, str] = {
    Keeps.FULL: "Read it, talk about it and suggest changes",
    Keeps.VIEW: "Only read it",
    Keeps.NONE: "Not see it",
}


def last_day_of_parents(born_on: date) -> date:
    """Give the Friday at whose end the rights move: the last Friday of June in the school year of the 16th birthday, on which the parents hold them still.

    Law: Children and Families Act 2014 s.83(2); Education Act 1996 s.8(3); Education (School Leaving Date) Order 1997.
    """
    return school_leaving_day(born_on)


def first_day_of_young_person(last_day: date) -> date:
    """Give the Saturday from whose first moment, in London, the young person holds the rights. Law: as `last_day_of_parents`."""
    return days_after(last_day, 1)


def has_moved(last_day: date | None, day: date) -> bool:
    """Say whether the rights have moved on a day; not where no day of birth is known. Law: as `last_day_of_parents`."""
    return last_day is not None and day > last_day


def told_from(last_day: date) -> date:
    """Give the day from which on both are told: the first of the autumn before (Year 11).

    Law: SEND Code of Practice 2015, paragraphs 8.15 and 8.16: the council tells families of the change in good time.
    """
    return date(last_day.year - 1, SEPTEMBER, 1)


def holder_on(last_day: date | None, day: date, *, is_represented: bool) -> Holder:
    """Say who holds the rights in one matter on a day; `is_represented`: it is recorded that the young person lacks capacity for this matter.

    Law: Children and Families Act 2014 ss.80 and 83(2); SEND Regs 2014 reg 64. Capacity is presumed (Mental Capacity Act 2005 s.1(2)).
    """
    if not has_moved(last_day, day):
        return Holder.PARENTS
    return Holder.REPRESENTATIVE if is_represented else Holder.YOUNG_PERSON
