"""List what somebody may do next for a plan as a whole: the panel "What you can do now" on the plan page. No query.

One function a stage; a step stands there only for whoever may take it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from permissions.vocabulary import Stage, Verb
from plans.access import PlanAccess
from plans.access.answering import ANSWERERS, KEYERS
from plans.access.deciding import may_check, may_decide, may_end_case, may_send_to_check, may_sign
from plans.access.finishing import sees_agreements, sends_replies, writes_replies
from plans.access.reviewing import sees_reviews
from plans.access.rights import is_by_leave
from plans.queries.ending_steps import ending_steps
from plans.queries.items import plan_url
from plans.saying import long_date
from plans.statute.events import WHEN, Event
from plans.statute.lifecycle import Phase
from plans.statute.transfers import waits_to_be_told

IN_FORCE = frozenset({Stage.FINAL, Stage.AMENDING, Stage.CEASING})


@dataclass(frozen=True)
class NextStep:
    """One step: what it says and where it is taken. `is_main` marks what the stage waits for, `is_rare` what seldom happens to a child's plan."""

    words: str
    url: str
    is_main: bool = False
    is_rare: bool = False


def next_steps(access: PlanAccess) -> tuple[NextStep, ...]:
    """List the steps that this person may take at this stage, the main ones first."""
    found = [*_STEPS.get(access.stage, _none)(access), *_at_every_stage(access)]
    return tuple(sorted(found, key=lambda step: not step.is_main))


def _none(access: PlanAccess) -> Iterator[NextStep]:
    yield from ()


def _moving(access: PlanAccess) -> Iterator[NextStep]:
    """What the council does where a plan in force moves between councils; the family is not told of a move here (one parent may have told the council)."""
    plan, base = access.plan, f"{plan_url(access)}transfer/"
    if not may_decide(access) or plan.silenced_on:
        return
    if plan.handed_over_on:
        yield NextStep("The record for the new council", base)
    if access.stage not in WHEN[Event.HAND_OVER].stages:
        return
    if waits_to_be_told(plan.dates):
        yield NextStep("Tell the family what happens with the plan", f"{base}tell/", is_main=True)
    if plan.hand_over_by:
        yield NextStep(f"Hand the plan over to the new council, by {long_date(plan.hand_over_by)}", base, is_main=True)
    else:
        yield NextStep("The child moves to another council", base, is_rare=True)


def _at_every_stage(access: PlanAccess) -> Iterator[NextStep]:
    yield from _moving(access)
    yield from _reviewing(access)
    base = f"{plan_url(access)}decide/"
    for step in ending_steps(access):
        yield NextStep(step.words, f"{base}{step.what}/", is_main=step.is_main, is_rare=step.is_rare)
    if may_end_case(access) and access.stage in WHEN[Event.MOVED_OUT].stages:
        yield NextStep("The child moved to another council", f"{base}moved/", is_rare=True)
    if may_end_case(access) and not access.plan.silenced_on:
        yield NextStep("The child has died", f"{base}died/", is_rare=True)


def _requested(access: PlanAccess) -> Iterator[NextStep]:
    if may_decide(access):
        base = f"{plan_url(access)}decide/"
        yield NextStep("Decide whether to assess", f"{base}assess/", is_main=True)
        yield NextStep("The request was withdrawn", f"{base}withdrawn/", is_rare=True)


def _assessing(access: PlanAccess) -> Iterator[NextStep]:
    if may_decide(access):
        base = f"{plan_url(access)}decide/"
        yield NextStep("Decide whether to write a plan", f"{base}plan/", is_main=True)
        yield NextStep("The request was withdrawn", f"{base}withdrawn/", is_rare=True)


def _refused(access: PlanAccess) -> Iterator[NextStep]:
    if may_decide(access):
        yield NextStep("The decision is overturned", f"{plan_url(access)}decide/overturned/")


def _drafting(access: PlanAccess) -> Iterator[NextStep]:
    if may_send_to_check(access):
        yield NextStep("Send the draft to be checked", f"{plan_url(access)}decide/send-to-check/", is_main=True)


def _checking(access: PlanAccess) -> Iterator[NextStep]:
    if may_check(access):
        yield NextStep("Check the draft", f"{plan_url(access)}decide/check/", is_main=True)
    yield from _serving(access, "Send the draft to the family")


def _serving(access: PlanAccess, words: str) -> Iterator[NextStep]:
    if may_decide(access) and not access.plan.silenced_on:
        yield NextStep(words, f"{plan_url(access)}serve/")


def _proposed(access: PlanAccess) -> str:
    return "the proposed changes" if access.stage is Stage.AMENDING else "the draft"


def _after_service(access: PlanAccess) -> Iterator[NextStep]:
    if may_decide(access):
        yield NextStep("What was sent, and to whom", f"{plan_url(access)}serve/sent/")
        yield NextStep("More time to answer", f"{plan_url(access)}more-time/")
    yield from _serving(access, f"Send {_proposed(access)} again")


def _finishing(access: PlanAccess) -> Iterator[NextStep]:
    """What leads from the answers to the final plan."""
    base, is_after = plan_url(access), access.phase is Phase.AFTER
    if not access.circle.is_council:
        yield NextStep("What you said, and the council’s answers", f"{base}replies/")
    elif writes_replies(access):
        yield NextStep(f"Answer what people said about {_proposed(access)}", f"{base}replies/", is_main=is_after)
    if sends_replies(access):
        yield NextStep("Ask schools and other places", f"{base}schools/")
    if sees_agreements(access):
        yield NextStep("What health and social care agree", f"{base}agreements/", is_main=not access.circle.is_council)
    if may_sign(access):
        yield NextStep("Sign the plan", f"{base}sign/")
    if may_decide(access):
        yield NextStep("Make the plan final", f"{base}final/")
    yield from _papers(access)


def _papers(access: PlanAccess) -> Iterator[NextStep]:
    """What can be taken away about the answers: made when it is asked for."""
    base = f"{plan_url(access)}documents/"
    if (ANSWERERS & set(access.circle.roles)) or (access.circle.is_council and access.sees_names):
        yield NextStep("What is agreed and what is not, word by word, as a document", f"{base}working/")
        yield NextStep("You said, we did: what was asked and answered, as a document", f"{base}said/")


def _answering(access: PlanAccess) -> Iterator[NextStep]:
    """What people say to a served draft: the family answers, professionals propose, the council enters what came on paper."""
    base, roles = plan_url(access), set(access.circle.roles)
    if is_by_leave(access):
        return
    if ANSWERERS & roles:
        yield NextStep(f"Answer {_proposed(access)}", f"{base}answer/", is_main=True)
    elif any(access.may(Verb.SUGGEST, code) for code in access.visible_sections):
        yield NextStep(f"Propose a change to {_proposed(access)}", f"{base}propose/")
    if KEYERS & roles:
        yield NextStep("Enter an answer that came on paper or by phone", f"{base}on-behalf/")


def _consulting(access: PlanAccess) -> Iterator[NextStep]:
    yield from _answering(access)
    yield from _after_service(access)
    yield from _finishing(access)


def _finalising(access: PlanAccess) -> Iterator[NextStep]:
    yield from _answering(access)
    yield from _after_service(access)
    yield from _finishing(access)
    if may_decide(access):
        yield NextStep("Write in the draft again", f"{plan_url(access)}decide/write-again/", is_rare=True)


def _reviewing(access: PlanAccess) -> Iterator[NextStep]:
    """The yearly review of a plan in force."""
    if access.stage in IN_FORCE and sees_reviews(access):
        yield NextStep("The review of the plan", f"{plan_url(access)}review/", is_main=access.stage is Stage.FINAL)


def _final(access: PlanAccess) -> Iterator[NextStep]:
    if may_decide(access):
        yield NextStep("Change the plan", f"{plan_url(access)}decide/amend/")


def _amending(access: PlanAccess) -> Iterator[NextStep]:
    """The changes of a plan in force: written and sent, then answered, then finished; at any time the council may decide to leave the plan as it is."""
    base = f"{plan_url(access)}decide/"
    if access.phase is Phase.WRITING and may_decide(access):
        yield NextStep("Send the proposed changes to the family", f"{plan_url(access)}serve/", is_main=True)
    if access.phase is not Phase.WRITING:
        yield from _answering(access)
        yield from _after_service(access)
        yield from _finishing(access)
    if may_decide(access):
        yield NextStep("Leave the plan as it is", f"{base}not-amending/", is_rare=access.phase is not Phase.AFTER)
        if access.phase is Phase.AFTER:
            yield NextStep("Write in the proposed changes again", f"{base}write-again/", is_rare=True)


_STEPS: dict[Stage, Callable[[PlanAccess], Iterator[NextStep]]] = {
    Stage.REQUESTED: _requested,
    Stage.ASSESSING: _assessing,
    Stage.REFUSED: _refused,
    Stage.DRAFTING: _drafting,
    Stage.CHECKING: _checking,
    Stage.CONSULTING: _consulting,
    Stage.FINALISING: _finalising,
    Stage.FINAL: _final,
    Stage.AMENDING: _amending,
}
