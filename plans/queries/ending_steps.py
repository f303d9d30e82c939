"""Say which steps lead to the end of a plan, or to a reassessment, and whose they are. No query."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from permissions.refusals import NotNow
from plans.access import PlanAccess
from plans.access.deciding import may_decide, may_key_request, require_stage
from plans.statute.ceasing import kept_until
from plans.statute.events import Event


@dataclass(frozen=True)
class EndingStep:
    """One step: what it says, its address below decide/, and whether the plan waits for it or it seldom happens."""

    words: str
    what: str
    is_main: bool = False
    is_rare: bool = False


_REASSESS = EndingStep("Answer the request for a reassessment", "reassess", is_main=True)
_STEPS: tuple[tuple[Event, Callable[[PlanAccess], bool], EndingStep], ...] = (
    (Event.DECIDE_REASSESS, may_decide, _REASSESS),
    (
        Event.SAY_CEASE,
        may_decide,
        EndingStep("Write down what the family and the school say about ending the plan", "ending-said", is_main=True),
    ),
    (Event.DECIDE_CEASE, may_decide, EndingStep("Decide whether the plan ends", "ending")),
    (Event.ASK_REASSESS, may_key_request, EndingStep("Record a request for a reassessment", "reassessment-asked", is_rare=True)),
    (Event.CONSIDER_CEASE, may_decide, EndingStep("We are thinking about ending the plan", "consider-ending", is_rare=True)),
    (Event.APPEAL_CEASE, may_key_request, EndingStep("Record an appeal against ending the plan", "ending-appeal")),
)


def ending_steps(access: PlanAccess) -> Iterator[EndingStep]:
    """List the steps that this person may take now."""
    for event, may, step in _STEPS:
        if may(access) and _is_time(access, event):
            yield step
    if may_decide(access) and _is_time(access, Event.END_PLAN):
        yield from _at_the_end(access)


def _is_time(access: PlanAccess, event: Event) -> bool:
    try:
        require_stage(access, event)
    except NotNow:
        return False
    return True


def _at_the_end(access: PlanAccess) -> Iterator[EndingStep]:
    """Propose the end once the time to appeal is over; a person confirms it (invariant 10)."""
    is_appealed = access.plan.cease_appealed_on is not None
    if access.plan.ceasing_on and kept_until(access.plan.ceasing_on) < access.today:
        words = (
            "The appeal was dismissed: confirm that the plan has ended"
            if is_appealed
            else "The time to appeal is over: confirm that the plan has ended"
        )
        yield EndingStep(words, "end", is_main=True)
    yield EndingStep("The appeal was allowed: the plan goes on" if is_appealed else "The plan goes on after all", "go-on")
