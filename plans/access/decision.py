"""Multiply who (the circle) by when (the stage) by what (the state of an item): the only place where that is done.

Page, form, socket, comparison, history, PDF and count ask here. An answer can explain itself; templates print it and never decide.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property

from permissions.access import NOTHING_HERE, CircleAccess
from permissions.refusals import Decision, NotFound, NotNow, NotPermitted
from permissions.vocabulary import CODES, PARTY_OF, Code, Part, Party, Role, Stage, Verb
from plans.models import Item, Plan
from plans.statute import lifecycle
from plans.statute.sections import Kind

KEPT, PUT_FORWARD = Item.State.KEPT, Item.State.PUT_FORWARD
NARRATIVE_PARTS = frozenset({Part.WHOLE, Part.NO_HEALTH_OR_SOCIAL, Part.PSEUDONYMISED})


class When(Enum):
    """How exactly a time is shown."""

    MOMENT = "day and hour"
    DAY = "day"
    NEVER = "not at all"


@dataclass(frozen=True)
class ItemFacts:
    """What decides who sees an item; the same whether the item is a row or stands in a version."""

    kind: Kind
    state: str
    author: int
    is_safety: bool = False
    is_travel: bool = False
    advice_type: str = ""
    budget_part: str = ""


@dataclass(frozen=True)
class SectionAccess:
    """What one person may do in one section now. `parts` name what of it is open; `verbs` before the stage stand in `by_role`."""

    verbs: frozenset[Verb]
    by_role: frozenset[Verb]
    parts: frozenset[Part]
    held_back: str = ""

    @property
    def sees_narrative(self) -> bool:
        """Say whether the running text of the section is open."""
        return Verb.VIEW in self.verbs and bool(self.parts & NARRATIVE_PARTS)

    @property
    def without_names(self) -> bool:
        """Say whether names are taken out of what this person reads."""
        return self.parts == {Part.PSEUDONYMISED}


@dataclass(frozen=True)
class PlanAccess:
    """Everything that one person may do in one plan today, computed once and handed to page, form and socket alike."""

    circle: CircleAccess
    plan: Plan
    stage: Stage
    sections: Mapping[Code, SectionAccess]

    @property
    def person(self) -> int:
        """Give the number of the person."""
        return self.circle.person

    @property
    def today(self) -> date:
        """Give the civil date on which this was asked."""
        return self.circle.today

    @property
    def role(self) -> Role:
        """Give the role in which this person acts."""
        return self.circle.main_role

    @cached_property
    def phase(self) -> lifecycle.Phase | None:
        """Say how far what is proposed has come: written, being answered, being finished; None where nothing is proposed."""
        return lifecycle.phase(self.plan.dates, today=self.today)

    @cached_property
    def visible_sections(self) -> tuple[Code, ...]:
        """List the sections of which this person sees anything."""
        return tuple(code for code in CODES if self.sections[code].verbs)

    def may(self, verb: Verb, code: Code) -> Decision:
        """Decide one verb in one section, and say why not. Whoever edits a section adds to it."""
        section = self.sections[code]
        verb = self._as_held(verb, code)
        if verb in section.verbs:
            return Decision(allowed=True)
        if section.held_back:
            return Decision(allowed=False, because=section.held_back, source="Held back by the council while the draft is written")
        if verb in section.by_role:
            answers = [lifecycle.allows(role, code, verb, self.stage, self.phase) for role in self.circle.roles]
            return next((answer for answer in answers if not answer), Decision(allowed=False))
        return Decision(
            allowed=False, because="This part of the plan is written by other people.", source="SEND Regulations 2014, regulation 12"
        )

    def require(self, verb: Verb, code: Code) -> None:
        """Raise the fitting refusal unless the verb is allowed: NotFound for what is not seen, NotNow for the stage, NotPermitted otherwise."""
        answer = self.may(verb, code)
        if answer:
            return
        if code not in self.visible_sections:
            raise NotPermitted(answer.because, source=answer.source)
        if self._as_held(verb, code) in self.sections[code].by_role and not self.sections[code].held_back:
            raise NotNow(answer.because, source=answer.source, until=self._until())
        raise NotPermitted(answer.because, source=answer.source)

    def _as_held(self, verb: Verb, code: Code) -> Verb:
        """Give the verb by which a role adds: its own, or, where it has none or the stage took it away, that of editing."""
        section = self.sections[code]
        own = section.verbs if verb in section.verbs or Verb.EDIT in section.verbs else section.by_role
        return Verb.EDIT if verb is Verb.ADD and Verb.ADD not in own and Verb.EDIT in own else verb

    def _until(self) -> date | None:
        is_answered = self.stage is Stage.CONSULTING or self.phase is lifecycle.Phase.WINDOW
        return self.plan.closes_on if is_answered else None

    def sees_item(self, code: Code, facts: ItemFacts) -> bool:
        """Say whether this person sees an item: their own always while they see the section, others' when put forward and of an open part."""
        section = self.sections[code]
        if not section.verbs:
            return False
        if facts.author == self.person:
            return True
        return facts.state == PUT_FORWARD and Verb.VIEW in section.verbs and any(part_shows(part, facts) for part in section.parts)

    def sees_words(self, code: Code, facts: ItemFacts) -> bool:
        """Say whether this person reads an item's words, and not its title only."""
        return facts.author == self.person or bool(self.sections[code].parts - {Part.TITLES})

    def may_change(self, code: Code, facts: ItemFacts) -> Decision:
        """Decide whether this person may change an item's words and fields.

        A voice or a hope is changed by whoever wrote it and by nobody else; any other item that was put forward also by those who edit the section.
        """
        if facts.author == self.person:
            return self.may(Verb.ADD, code)
        if facts.kind in (Kind.VOICE, Kind.ASPIRATION):
            return Decision(
                allowed=False, because="These are somebody's own words. Nobody else can change them.", source="Code of Practice 9.69"
            )
        return self.may(Verb.EDIT, code)

    def require_change(self, code: Code, facts: ItemFacts) -> None:
        """Raise the fitting refusal unless this person may change the item; an item that they don't see is not there."""
        if not self.sees_item(code, facts):
            raise NotFound(NOTHING_HERE)
        answer = self.may_change(code, facts)
        if answer:
            return
        if facts.author == self.person or facts.kind not in (Kind.VOICE, Kind.ASPIRATION):
            self.require(Verb.ADD if facts.author == self.person else Verb.EDIT, code)
        raise NotPermitted(answer.because, source=answer.source)

    def shows_when(self, actor: int, role: str) -> "When":
        """Say how exactly this person may learn when somebody did something (design, invariant 11).

        The hour of a family member's doings is for that person and the council. A professional learns the day; another of the family not even that.
        """
        if actor == self.person or self.circle.is_council or PARTY_OF[Role(role)] is not Party.FAMILY:
            return When.MOMENT
        return When.NEVER if self.circle.is_family else When.DAY

    def shows_list_when(self, doers: Iterable[tuple[int, str]]) -> "When":
        """Say how exactly this person may learn when things were done that stand in one list (each by an actor, in a role).

        Invariant: all are told as that one of which this person may know least, since the ones around it would tell its time.
        """
        known = {self.shows_when(actor, role) for actor, role in doers}
        return next((least for least in (When.NEVER, When.DAY) if least in known), When.MOMENT)

    @property
    def keeps_circle(self) -> bool:
        """Say whether this person adds, limits and ends memberships."""
        return bool({Role.COORDINATOR, Role.MANAGER} & set(self.circle.roles))

    @property
    def cuts_versions(self) -> bool:
        """Say whether this person cuts and shares versions."""
        return bool({Role.COORDINATOR, Role.WRITER, Role.MANAGER} & set(self.circle.roles))

    @property
    def sees_names(self) -> bool:
        """Say whether this person is shown the child's name (an auditor reads without names)."""
        return set(self.circle.roles) != {Role.AUDITOR}


def part_shows(part: Part, facts: ItemFacts) -> bool:
    """Say whether a part of a section holds an item (domain.md 4.3: the named fields only)."""
    if part in (Part.WHOLE, Part.TITLES, Part.EXTRACT, Part.PSEUDONYMISED):
        return True
    return {
        Part.SAFETY: facts.is_safety,
        Part.TRAVEL: facts.is_travel,
        Part.LINE_ITEMS: facts.kind is Kind.PROVISION,
        Part.HEALTH: facts.advice_type == "medical" or facts.budget_part == "health",
        Part.SOCIAL_CARE: facts.advice_type == "social_care" or facts.budget_part == "social_care",
        Part.NO_HEALTH_OR_SOCIAL: facts.advice_type not in ("medical", "social_care"),
    }[part]
