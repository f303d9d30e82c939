"""Say who reads a thread, who answers, and with which audience a person may open one.

A thread is never wider than its section: whoever reads one sees the whole of the section, or comments in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from comments.models import Thread
from permissions.refusals import NotPermitted
from permissions.vocabulary import CODES, Code, Part, Role, Stage, Verb
from plans.access import PlanAccess

Audience = Thread.Audience


@dataclass(frozen=True)
class ThreadFacts:
    """What decides who reads a thread: its section, its audience, and for a private one the person of the family."""

    code: Code
    audience: str
    person: int | None = None


def hears_talk(access: PlanAccess, code: Code) -> bool:
    """Say whether talk about a section may reach this person at all: they see all of it, or comment there.

    Invariant: whoever sees named fields only, or the section without names, reads no talk about it: it speaks of the rest, and by name.
    """
    section = access.sections[code]
    sees_all = Part.WHOLE in section.parts or Verb.COMMENT in section.verbs
    return access.sees_names and Verb.VIEW in section.verbs and sees_all


def is_coordinator(access: PlanAccess) -> bool:
    """Say whether this person holds the part of the coordinator here."""
    return Role.COORDINATOR in access.circle.roles and not access.circle.is_family


def audiences_heard(access: PlanAccess) -> frozenset[str]:
    """Name the audiences that this person belongs to wherever they hear talk; private threads are decided one by one."""
    heard = {Audience.EVERYONE.value}
    if not access.circle.is_family:
        heard.add(Audience.PROFESSIONALS.value)
        if access.circle.is_council:
            heard.add(Audience.COUNCIL.value)
        if is_coordinator(access):
            heard.add(Audience.PERSON.value)
    return frozenset(heard)


def reads_thread(access: PlanAccess, facts: ThreadFacts) -> bool:
    """Decide whether this person reads a thread."""
    if not hears_talk(access, facts.code):
        return False
    return facts.audience in audiences_heard(access) or (facts.audience == Audience.PERSON and facts.person == access.person)


def readable(access: PlanAccess, *, codes: Iterable[Code] = CODES, prefix: str = "") -> Q:
    """Give the same decision as a part of a query over threads (or over what hangs on them, by `prefix`)."""
    heard = [code.value for code in codes if hears_talk(access, code)]
    audience = Q(**{f"{prefix}audience__in": sorted(audiences_heard(access))})
    own = Q(**{f"{prefix}audience": Audience.PERSON, f"{prefix}person": access.person})
    return Q(**{f"{prefix}circle": access.plan.circle_id, f"{prefix}section__type__in": heard}) & (audience | own)


def may_answer(access: PlanAccess, facts: ThreadFacts) -> bool:
    """Decide whether this person answers in a thread: whoever reads it and comments in the section; in a private one both of the two.

    Nobody answers once the plan has ended.
    """
    if not reads_thread(access, facts) or access.stage is Stage.ENDED:
        return False
    return facts.audience == Audience.PERSON or bool(access.may(Verb.COMMENT, facts.code))


def audiences_for(access: PlanAccess, code: Code) -> tuple[Audience, ...]:
    """List the audiences with which this person may open a thread in a section, the one to begin with first; empty where they open none."""
    if not hears_talk(access, code) or not access.may(Verb.COMMENT, code):
        return ()
    if access.circle.is_family:
        return (Audience.PERSON, Audience.EVERYONE)
    if not access.circle.is_council:
        return (Audience.EVERYONE, Audience.PROFESSIONALS)
    open_to = (Audience.EVERYONE, Audience.PROFESSIONALS, Audience.COUNCIL)
    return (*open_to, Audience.PERSON) if is_coordinator(access) else open_to


def require_opening(access: PlanAccess, code: Code, audience: str) -> None:
    """Raise the fitting refusal unless this person may open a thread with this audience."""
    access.require(Verb.COMMENT, code)
    if audience not in audiences_for(access, code):
        raise NotPermitted("You can't start a conversation with these people here.")
