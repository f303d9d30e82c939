"""Ask, before a plan is decided to end and before it has ended, whether what the law wants first has been done."""

from datetime import date

from permissions.refusals import Invalid
from plans.access import PlanAccess
from plans.queries.ending import age_of_child, last_assessed_on, not_heard
from plans.statute.ceasing import Ending, Grounds, wrong_with, wrong_with_end
from plans.statute.reassessing import Refusal, is_recent

NOT_RECENT = "The last assessment was not less than six months before the request, so this can’t be the reason."


def require_may_end(access: PlanAccess, grounds: Grounds, *, decided_on: date) -> None:
    """Raise Invalid, field by field, where a plan can't be decided to end yet: the consultation, and what the decision stands on at this age.

    Law: Children and Families Act 2014 s.45; SEND Regs 2014 regs 29 to 31.
    """
    wrong = wrong_with(grounds, age=age_of_child(access, decided_on), decided_on=decided_on)
    silent = not_heard(access)
    if silent:
        wrong["is_yes"] = (
            f"First write down what they said about ending the plan, or that they have not answered: {', '.join(silent)}."
            " The law has the council consult everybody before it decides."
        )
    if wrong:
        raise Invalid(wrong)


def require_has_ended(access: PlanAccess, ending: Ending) -> None:
    """Raise Invalid, field by field, where a plan has not ended in this way, or not yet. Law: Children and Families Act 2014 s.45(4)."""
    plan = access.plan
    wrong = wrong_with_end(
        ending,
        sent_on=plan.ceasing_on or access.today,
        appealed_on=plan.cease_appealed_on,
        born_on=access.circle.circle.child.born_on,
        today=access.today,
    )
    if wrong:
        raise Invalid(wrong)


def require_may_refuse(access: PlanAccess, refusal: str) -> None:
    """Raise Invalid where a reassessment is refused for no reason, or for one that does not hold. Law: SEND Regs 2014 reg 24."""
    asked_on = access.plan.reassess_asked_on or access.today
    if refusal not in list(Refusal):
        raise Invalid({"refusal": "Choose why there is no reassessment."})
    if refusal == Refusal.RECENT and not is_recent(last_assessed_on(access.plan), asked_on=asked_on):
        raise Invalid({"refusal": NOT_RECENT})
