"""Reckon the days of a plan that moves between councils: handing over, telling the family, the first review (SEND Regs 2014 reg 15)."""

from datetime import date

from plans.statute.clocks import last_day
from plans.statute.lifecycle import PlanDates

# How far ahead a move may lie that is written down today; farther is a slip in the year.
MOST_DAYS_AHEAD = 366


def hand_over_by(aware_on: date, moves_on: date) -> date:
    """Give the last day for handing a plan over: the day of the move, or within 15 working days beginning with the day on which the move became known.

    Law: SEND Regs 2014 reg 15(2).
    """
    return last_day("CK34", old_la_aware=aware_on, moved=moves_on) or moves_on


def tell_by(transferred_on: date) -> date:
    """Give the last day for telling the family what happens with a plan that was taken over. Law: SEND Regs 2014 reg 15(4)."""
    return last_day("CK35", transfer_date=transferred_on) or transferred_on


def first_review_by(transferred_on: date, made_on: date) -> date:
    """Give the last day for the first review of a plan that was taken over. Law: SEND Regs 2014 reg 15(5)."""
    return last_day("CK36", plan_made=made_on, transfer_date=transferred_on) or transferred_on


def waits_to_be_told(dates: PlanDates) -> bool:
    """Say whether the family is still to be told what happens with a plan that was taken over. Law: SEND Regs 2014 reg 15(4)."""
    return bool(dates.taken_over_on and not dates.transfer_told_on)
