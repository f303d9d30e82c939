"""Say what has to follow, by which day, once a decision not to go on is overturned."""

from datetime import date

from plans.statute.counting import weeks_after

# Law: SEND Regs 2014 reg 44(2)(b): an order to assess. Weeks from the order, and what they are for.
AFTER_ORDER_TO_ASSESS = (
    (2, "We begin the assessment, and write to you about it, by {day}."),
    (10, "If we find that no plan is needed, we tell you by {day}."),
    (14, "If there is to be a plan, the final plan is due by {day}. You get a draft to answer first."),
)
# Law: SEND Regs 2014 reg 44(2)(c): an order to make a plan.
AFTER_ORDER_TO_PLAN = (
    (5, "You get a draft of the plan to answer by {day}."),
    (11, "The final plan is due by {day}."),
)


def steps_after(ordered_on: date, *, is_plan: bool) -> tuple[tuple[date, str], ...]:
    """Give the days that count from an order of the Tribunal, each with what is due then.

    Law: SEND Regs 2014 reg 44(2)(b) and (c).
    """
    steps = AFTER_ORDER_TO_PLAN if is_plan else AFTER_ORDER_TO_ASSESS
    return tuple((weeks_after(ordered_on, weeks), words) for weeks, words in steps)
