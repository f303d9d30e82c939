"""Say what has to follow, by which day, once a decision not to go on is overturned."""

from datetime import date

from plans.statute.clock_rules import Trigger
from plans.statute.clocks import RULES, clocks

# What is said of each day that the clock of an order asks for, in its order. Law: SEND Regs 2014 reg 44(2)(b), CK44.
AFTER_ORDER_TO_ASSESS = (
    "We begin the assessment, and write to you about it, by {day}.",
    "If we find that no plan is needed, we tell you by {day}.",
    "If there is to be a plan, the final plan is due by {day}. You get a draft to answer first.",
)
# Law: SEND Regs 2014 reg 44(2)(c), CK43.
AFTER_ORDER_TO_PLAN = (
    "You get a draft of the plan to answer by {day}.",
    "The final plan is due by {day}.",
)


def steps_after(ordered_on: date, *, is_plan: bool) -> tuple[tuple[date, str], ...]:
    """Give the days that count from an order of the Tribunal, each with what is due then.

    Law: SEND Regs 2014 reg 44(2)(b) and (c).
    """
    id_, event, words = (
        ("CK43", Trigger.TRIBUNAL_PLAN_ORDER, AFTER_ORDER_TO_PLAN)
        if is_plan
        else ("CK44", Trigger.TRIBUNAL_ASSESS_ORDER, AFTER_ORDER_TO_ASSESS)
    )
    (clock,) = clocks({event: ordered_on}, rules=[rule for rule in RULES if rule.id == id_])
    return tuple((step.last_day, said) for step, said in zip(clock.steps, words, strict=True))
