"""Set down the clocks of a plan in force: reviews, amendments, changes of phase, moves, ends and ages, CK18 to CK41 and CK47 of domain.md 1.2."""

from collections.abc import Callable
from datetime import date

from plans.statute.clock_rules import ClockRule, Count, CountFrom, FixedDay, Given, Owner, Trigger, Unit
from plans.statute.counting import days_after, weeks_after
from plans.statute.window import MINIMUM_DAYS

DEVON = "R (L, M and P) v Devon CC [2022] EWHC 493 (Admin)"
# Law: SEND Regs 2014 regs 20(10) and 22(3), as read in R (L, M and P) v Devon CC [2022] EWHC 493 (Admin): 4 weeks and 8 weeks.
WEEKS_OF_A_REVIEW = 12
WEEKS_TO_DECIDE_REVIEW = 4
AGE_OF_SCHOOL_LEAVING = 16
SEPTEMBER = 9
_FRIDAY = 4
_FIVE = 5
_YEAR_NINE = 9


def school_leaving_day(born_on: date) -> date:
    """Give the day at whose end somebody is no longer of compulsory school age: the last Friday of June of the school year of the 16th birthday.

    A school year ends with August, so a birthday on 31 August belongs to the June before it, one on 1 September to the June after it.
    Law: Education Act 1996 s.8(3); Education (School Leaving Date) Order 1997.
    """
    year = born_on.year + AGE_OF_SCHOOL_LEAVING + (born_on.month >= SEPTEMBER)
    last_of_june = date(year, 6, 30)
    return days_after(last_of_june, -((last_of_june.weekday() - _FRIDAY) % 7))


def _is_of_a_review(given: Given) -> bool:
    """Say whether the amendment notice follows the review meeting, and not something else long after it."""
    met, sent = given.events.get(Trigger.REVIEW_MEETING), given.events.get(Trigger.AMENDMENT_NOTICE_SENT)
    return bool(met and sent and met <= sent <= weeks_after(met, WEEKS_OF_A_REVIEW))


def _is_outside_a_review(given: Given) -> bool:
    return not _is_of_a_review(given)


def _is_in_year_nine_or_later(given: Given) -> bool:
    return given.facts.year_group is not None and given.facts.year_group >= _YEAR_NINE


def _is_under_five(given: Given) -> bool:
    """Say whether the child was under five when the plan was made or last reviewed."""
    born_on = given.events.get(Trigger.BORN_ON)
    since = [day for event in (Trigger.PLAN_MADE, Trigger.REVIEW_DECIDED) if (day := given.events.get(event))]
    if born_on is None or not since:
        return False
    last = max(since)
    return last.year - born_on.year - ((last.month, last.day) < (born_on.month, born_on.day)) < _FIVE


def _in_the_year_of_transfer(month: int, day: int) -> Callable[[Given], date | None]:
    return lambda given: date(given.facts.transfer_year, month, day) if given.facts.transfer_year else None


def _end_of_compulsory_school_age(given: Given) -> date | None:
    born_on = given.events.get(Trigger.BORN_ON)
    return school_leaving_day(born_on) if born_on else None


def _of_the_meeting(weeks: int, count_from: CountFrom = CountFrom.EXCLUDE_EVENT) -> Count:
    return Count(after=Trigger.REVIEW_MEETING, n=weeks, unit=Unit.WEEK, count_from=count_from)


def _a_year_of_the_last_review(unit_months: int = 12) -> tuple[Count, ...]:
    return tuple(
        Count(after=event, n=unit_months, unit=Unit.MONTH, count_from=CountFrom.INCLUDE_EVENT)
        for event in (Trigger.PLAN_MADE, Trigger.REVIEW_DECIDED)
    )


CLOCKS = (
    ClockRule(
        id="CK18",
        name="Finish the yearly review and tell the family what was decided",
        owner=Owner.COUNCIL,
        counts=_a_year_of_the_last_review(),
        source="Children and Families Act 2014, section 44(1)",
    ),
    ClockRule(
        id="CK19",
        name="Send schools the list of plans that are due for review",
        owner=Owner.COUNCIL,
        counts=(Count(after=Trigger.TERM_STARTS, n=2, unit=Unit.WEEK, count_from=CountFrom.NOTICE_BEFORE),),
        statutory=False,
        source="SEND Code of Practice 2015, paragraph 9.172",
    ),
    ClockRule(
        id="CK20",
        name="Invite to the review meeting",
        owner=Owner.ARRANGER,
        counts=(_of_the_meeting(2, CountFrom.NOTICE_BEFORE),),
        clear_days=True,
        source="SEND Regulations 2014, regulations 20(3) and 21(3)",
    ),
    ClockRule(
        id="CK21",
        name="Get advice for the review and send it to everybody who is invited",
        owner=Owner.ARRANGER,
        counts=(_of_the_meeting(2, CountFrom.NOTICE_BEFORE),),
        clear_days=True,
        source="SEND Regulations 2014, regulations 20(4) and 21(4)",
    ),
    ClockRule(
        id="CK22",
        name="Send the report of the review to everybody who was invited",
        owner=Owner.SETTING,
        counts=(_of_the_meeting(2),),
        source="SEND Regulations 2014, regulations 20(7) to (9) and 21(7)",
    ),
    ClockRule(
        id="CK23",
        name="Tell the family whether the plan stays, changes or ends",
        owner=Owner.COUNCIL,
        counts=(_of_the_meeting(WEEKS_TO_DECIDE_REVIEW),),
        source="SEND Regulations 2014, regulation 20(10)",
    ),
    ClockRule(
        id="CK24",
        name="Send the amendment notice: the plan, the proposed changes and their evidence",
        owner=Owner.COUNCIL,
        counts=(_of_the_meeting(WEEKS_TO_DECIDE_REVIEW),),
        source=f"SEND Regulations 2014, regulations 20(10) and 22(2); {DEVON}",
    ),
    ClockRule(
        id="CK25",
        name="The family answers the proposed changes, at least until the end of this day",
        owner=Owner.FAMILY,
        counts=(Count(after=Trigger.AMENDMENT_NOTICE_SERVED, n=MINIMUM_DAYS, unit=Unit.DAY, count_from=CountFrom.INCLUDE_EVENT),),
        is_minimum=True,
        source="SEND Regulations 2014, regulation 22(2)(c)",
    ),
    ClockRule(
        id="CK26",
        name="Send the final amended plan, or say why it stays as it is",
        owner=Owner.COUNCIL,
        counts=(
            Count(after=Trigger.AMENDMENT_NOTICE_SENT, n=8, unit=Unit.WEEK),
            Count(after=Trigger.REVIEW_MEETING, n=WEEKS_OF_A_REVIEW, unit=Unit.WEEK, applies_if=_is_of_a_review),
        ),
        earliest=True,
        source="SEND Regulations 2014, regulation 22(3) and (4)",
    ),
    ClockRule(
        id="CK27",
        name="Send the final amended plan after a review meeting, at the very latest",
        owner=Owner.COUNCIL,
        counts=(_of_the_meeting(WEEKS_OF_A_REVIEW),),
        source=f"SEND Regulations 2014, regulations 20(10) and 22(3); {DEVON}",
    ),
    ClockRule(
        id="CK28",
        name="Send the final plan that is amended outside a review",
        owner=Owner.COUNCIL,
        counts=(Count(after=Trigger.AMENDMENT_NOTICE_SENT, n=8, unit=Unit.WEEK),),
        applies_if=_is_outside_a_review,
        source="SEND Regulations 2014, regulations 22(3) and 28",
        to_verify=True,
    ),
    ClockRule(
        id="CK29",
        name="Review and amend the plan of a child who changes phase of education",
        owner=Owner.COUNCIL,
        counts=(FixedDay(day=_in_the_year_of_transfer(2, 15), count_from=CountFrom.BEFORE_DATE),),
        source="SEND Regulations 2014, regulation 18(1)(b)",
    ),
    ClockRule(
        id="CK30",
        name="Review and amend the plan of a young person who goes from secondary school to a post-16 institution",
        owner=Owner.COUNCIL,
        counts=(FixedDay(day=_in_the_year_of_transfer(3, 31), count_from=CountFrom.BEFORE_DATE),),
        source="SEND Regulations 2014, regulation 18(1)(a)",
    ),
    ClockRule(
        id="CK31",
        name="Review and amend the plan before a move between post-16 institutions",
        owner=Owner.COUNCIL,
        counts=(Count(after=Trigger.POST16_TRANSFER_DATE, n=5, unit=Unit.MONTH, count_from=CountFrom.NOTICE_BEFORE),),
        source="SEND Regulations 2014, regulation 18(2)",
    ),
    ClockRule(
        id="CK32",
        name="Think of a review for a child under five, every three to six months",
        owner=Owner.COUNCIL,
        counts=_a_year_of_the_last_review(6),
        applies_if=_is_under_five,
        statutory=False,
        source="SEND Code of Practice 2015, paragraph 9.178",
    ),
    ClockRule(
        id="CK33",
        name="Plan for adult life at the review, from year 9 on",
        owner=Owner.ARRANGER,
        counts=(Count(after=Trigger.REVIEW_MEETING, n=0, unit=Unit.DAY),),
        applies_if=_is_in_year_nine_or_later,
        source="SEND Regulations 2014, regulations 20(6) and 21(6)",
    ),
    ClockRule(
        id="CK34",
        name="Transfer the plan to the new council",
        owner=Owner.COUNCIL,
        # On the day of the move, or in the 15 working days where the council did not know it so long before: whichever is later is both.
        counts=(
            Count(after=Trigger.OLD_LA_AWARE, n=15, unit=Unit.WORKING_DAY, count_from=CountFrom.INCLUDE_EVENT),
            Count(after=Trigger.MOVED, n=0, unit=Unit.DAY),
        ),
        source="SEND Regulations 2014, regulation 15(2)",
    ),
    ClockRule(
        id="CK35",
        name="Tell the family that the plan was transferred, whether it is assessed anew and when it is reviewed",
        owner=Owner.COUNCIL,
        counts=(Count(after=Trigger.TRANSFER_DATE, n=6, unit=Unit.WEEK),),
        source="SEND Regulations 2014, regulation 15(4)",
    ),
    ClockRule(
        id="CK36",
        name="Review the plan that was transferred",
        owner=Owner.COUNCIL,
        counts=(
            *_a_year_of_the_last_review(),
            Count(after=Trigger.TRANSFER_DATE, n=3, unit=Unit.MONTH, count_from=CountFrom.INCLUDE_EVENT),
        ),
        needs=frozenset({Trigger.TRANSFER_DATE}),
        source="SEND Regulations 2014, regulation 15(5)",
        to_verify=True,
    ),
    ClockRule(
        id="CK37",
        name="Tell the new integrated care board that the child has moved",
        owner=Owner.HEALTH,
        counts=(Count(after=Trigger.OLD_ICB_AWARE, n=15, unit=Unit.WORKING_DAY, count_from=CountFrom.INCLUDE_EVENT),),
        source="SEND Regulations 2014, regulation 16",
        to_verify=True,
    ),
    ClockRule(
        id="CK38",
        name="Tell and ask the family and the school before it is decided that a plan ends (no time is set)",
        owner=Owner.COUNCIL,
        source="SEND Regulations 2014, regulation 31",
    ),
    ClockRule(
        id="CK39",
        name="The plan stays in force at least until the end of this day, the last on which the family can appeal",
        owner=Owner.COUNCIL,
        counts=(
            Count(after=Trigger.CEASE_NOTICE_SENT, n=2, unit=Unit.MONTH),
            Count(after=Trigger.CERTIFICATE_DATED, n=1, unit=Unit.MONTH),
        ),
        needs=frozenset({Trigger.CEASE_NOTICE_SENT}),
        is_minimum=True,
        source="Children and Families Act 2014, section 45(4)",
    ),
    ClockRule(
        id="CK40",
        name="The young person's rights begin at the end of this day",
        owner=Owner.PORTAL,
        counts=(FixedDay(day=_end_of_compulsory_school_age, count_from=CountFrom.AT_ITS_END, after=Trigger.BORN_ON),),
        source="Children and Families Act 2014, section 83(2); Education Act 1996, section 8(3)",
    ),
    ClockRule(
        id="CK41",
        name="A plan can stay to the end of the academic year of the 25th birthday (which day that is depends on the course)",
        owner=Owner.COUNCIL,
        is_minimum=True,
        source="Children and Families Act 2014, section 46; SEND Regulations 2014, regulation 46",
        to_verify=True,
    ),
    ClockRule(
        id="CK47",
        name="Review direct payments for the first time",
        owner=Owner.COUNCIL,
        counts=(Count(after=Trigger.FIRST_DIRECT_PAYMENT, n=3, unit=Unit.MONTH, count_from=CountFrom.INCLUDE_EVENT),),
        source="Special Educational Needs (Personal Budgets) Regulations 2014",
    ),
)
