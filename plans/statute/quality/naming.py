"""Keep the school out of a draft (Q03). Law: Children and Families Act 2014 s.38(5); SEND Regs 2014 reg 27(1) for a reassessment.

Stopped: anything in Section I; in the council's words in B to H and J the name of a known setting, or a type of setting proposed as placement. Only shown: the
family's words, Section K, the setting where the child is now as a fact, generic words.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from permissions.vocabulary import Code
from plans.statute.quality.facts import Finding, ItemToCheck, Moment, PlanToCheck, Severity
from plans.statute.quality.mentions import (
    FACT,
    MODAL,
    TYPE,
    SettingName,
    is_reported,
    key_of,
    known_setting,
    proposes_place,
    type_is_proposed,
)
from plans.statute.quality.saying import plain, quoted, sentences
from plans.statute.quality.table import Rule, finding

_COUNCILS_WORDS = (Code.B, Code.C, Code.D, Code.E, Code.F, Code.G, Code.H1, Code.H2, Code.J)
_ABOUT_NOW = (Code.B, Code.C, Code.D)
_REWRITE = (
    "Write “school” or “the classroom” instead. The school and its type stand in Section I of the final plan, once the family has answered."
)


@dataclass
class _Found:
    """What was found in one place: what must go, and what is only shown."""

    names: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Words:
    """Words of one place. `is_place`: a field that says where help is given; `is_fact`: one that says how things are now."""

    text: str
    is_place: bool = False
    is_fact: bool = False


def _item_words(item: ItemToCheck) -> Iterator[_Words]:
    yield _Words(item.text)
    if item.need:
        yield _Words(item.need.impact)
    if item.outcome:
        facts = item.outcome
        for text in (facts.measure, facts.target, facts.by_phase, facts.steps, facts.monitored_by):
            yield _Words(text)
        yield _Words(facts.baseline, is_fact=True)
    if item.provision:
        for text in (item.provision.delivered_by, item.provision.qualification, item.provision.review, item.provision.flexibility_reason):
            yield _Words(text)
        yield _Words(item.provision.where, is_place=True)
    if item.budget:
        yield _Words(item.budget.purpose)
    if item.evidence:
        yield _Words(item.evidence.title)


class _Scan:
    """Look through the words of one plan, with the names that occur in it at all."""

    def __init__(self, plan: PlanToCheck) -> None:
        self.plan = plan
        texts = [section.narrative for section in plan.sections.values()]
        texts += [words.text for item in plan.items for words in _item_words(item)]
        whole = plain("\n".join(texts)).casefold()
        found = (known_setting(name) for name in sorted(plan.settings | {plan.present_setting}) if name and key_of(name) in whole)
        self.known = [name for name in found if name]
        child = plan.child
        self.childs = frozenset(name for name in (child.first_name, child.called, "he", "she", "they") if name)

    def look(self, words: _Words, code: Code, found: _Found, *, familys: bool) -> None:
        """Look through some words. Names first: what is a name is no type."""
        about_now = code in _ABOUT_NOW or words.is_fact
        for sentence in sentences(words.text):
            rest = self._names(sentence, words, found, about_now=about_now, familys=familys)
            self._types(rest, words, found, about_now=about_now, familys=familys)

    def _names(self, sentence: str, words: _Words, found: _Found, *, about_now: bool, familys: bool) -> str:
        for known in self.known:
            for match in known.sure.finditer(sentence):
                free = familys or is_reported(sentence, match.start(), self.childs) or self._is_fact(known, sentence, words, about_now)
                (found.shown if free else found.names).append(match.group())
            rest = known.sure.sub(lambda match: " " * len(match.group()), sentence)
            for match in known.perhaps.finditer(rest) if known.perhaps else ():
                free = familys or is_reported(sentence, match.start(), self.childs) or not (words.is_place or proposes_place(sentence))
                (found.shown if free else found.names).append(match.group())
            sentence = rest
        return sentence

    def _is_fact(self, known: SettingName, sentence: str, words: _Words, about_now: bool) -> bool:
        """Say whether the setting where the child is now is named as a fact. What help is given by whom is no fact of now, but a duty to come."""
        if known.name != self.plan.present_setting or words.is_place:
            return False
        return (about_now or self.plan.moment is Moment.AMENDMENT or _is_said_of_now(sentence)) and not proposes_place(sentence)

    def _types(self, sentence: str, words: _Words, found: _Found, *, about_now: bool, familys: bool) -> None:
        for match in TYPE.finditer(sentence):
            free = familys or is_reported(sentence, match.start(), self.childs)
            proposed = words.is_place or type_is_proposed(sentence, *match.span(), needs_modal=about_now)
            (found.types if proposed and not free else found.shown).append(match.group())


def _is_said_of_now(sentence: str) -> bool:
    return bool(FACT.search(sentence)) and not MODAL.search(sentence)


def _no_school_in_a_draft(plan: PlanToCheck) -> Iterator[Finding]:
    if plan.moment.is_final or (plan.moment is Moment.AMENDMENT and not plan.bans_place_in_amendments):
        return
    yield from _section_i(plan)
    scan = _Scan(plan)
    for code in _COUNCILS_WORDS:
        found = _Found()
        scan.look(_Words(plan.narrative(code)), code, found, familys=False)
        yield from _said(plan, found, code)
        for item in plan.of(code):
            found = _Found()
            for words in _item_words(item):
                scan.look(words, code, found, familys=item.is_familys)
            yield from _said(plan, found, item)
    for code in (Code.A, Code.K):
        found = _Found()
        for words in (_Words(plan.narrative(code)), *(words for item in plan.of(code) for words in _item_words(item))):
            scan.look(words, code, found, familys=True)
        yield from _said(plan, found, code)


def _section_i(plan: PlanToCheck) -> Iterator[Finding]:
    in_force = plan.in_force if plan.moment is Moment.AMENDMENT else frozenset()
    wrong = "A school or other place stands in Section I. A draft says neither its name nor its type."
    do = "Take it out. Which school the family asks for is part of their answer to the draft."
    for item in plan.of(Code.I):
        if item.uid not in in_force:
            yield finding(plan, "Q03", about=item, wrong=wrong, do=do)
    if plan.narrative(Code.I).strip() and plan.moment is not Moment.AMENDMENT:
        yield finding(plan, "Q03", about=Code.I, wrong="Section I says something. In a draft it is empty.", do=do)


def _said(plan: PlanToCheck, found: _Found, about: ItemToCheck | Code) -> Iterator[Finding]:
    wrong = []
    if found.names:
        wrong.append(f"A draft names no school. Here stands {quoted(found.names)}.")
    if found.types:
        wrong.append(f"A draft says no type of school for the child. Here stands {quoted(found.types)}.")
    if wrong:
        yield finding(plan, "Q03", about=about, wrong=" ".join(wrong), do=_REWRITE)
    elif found.shown:
        where = about if isinstance(about, Code) else about.section
        why = (
            "in the family’s words"
            if where is Code.A
            else "in the names of reports"
            if where is Code.K
            else "as a fact, or as an ordinary word"
        )
        do = "Nothing, if that is what it is. If it says where the child shall go, write it in other words."
        wrong_words = f"Here stands {quoted(found.shown)}. It may stay {why}."
        yield finding(plan, "Q03", about=about, wrong=wrong_words, do=do, severity=Severity.INFO)


RULES: tuple[Rule, ...] = (_no_school_in_a_draft,)
