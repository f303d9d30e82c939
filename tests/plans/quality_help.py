"""A small plan in which no check finds anything, and ways to put one fault into it."""

import uuid
from dataclasses import replace
from datetime import date

from permissions.vocabulary import CODES, Code, Party
from plans.statute.quality import (
    BudgetFacts,
    ChildToCheck,
    EvidenceFacts,
    Finding,
    ItemToCheck,
    LaterFacts,
    Moment,
    NeedFacts,
    OutcomeFacts,
    PlacementFacts,
    PlanToCheck,
    ProvisionFacts,
    SectionToCheck,
    VoiceFacts,
    check,
)
from plans.statute.sections import Kind

TODAY = date(2026, 11, 26)
# Nine years old, in Year 5.
BORN_ON = date(2017, 8, 29)
NONE_HERE = frozenset({Code.C, Code.D, Code.G, Code.H1, Code.H2, Code.J})
NARRATIVES = {
    Code.B: "Strengths: Sam talks easily about things he knows, and he is kind to younger children. He is good at learning facts.",
    Code.E: "The SENCo sets the next small step with Sam at the start of each term and checks it at the end.",
}


def uid(name: str) -> uuid.UUID:
    """Give an item its number by its name."""
    return uuid.uuid5(uuid.NAMESPACE_OID, name)


def item(name: str, code: str, kind: Kind, text: str, *, source: str = "", side: Party = Party.PROFESSIONAL, **facts) -> ItemToCheck:
    return ItemToCheck(uid=uid(name), section=Code(code), kind=kind, text=text, title=text[:30], source=source, side=side, **facts)


def voice(
    name: str = "voice", text: str = "I like maths. Draw it if you talk with me.", *, speaker: str = "child", speaker_name: str = "Sam"
) -> ItemToCheck:
    return item(name, "A", Kind.VOICE, text, side=Party.FAMILY, voice=VoiceFacts(speaker=speaker, speaker_name=speaker_name))


def hope(name: str = "hope", text: str = "I want to play in goal.") -> ItemToCheck:
    return item(name, "A", Kind.ASPIRATION, text, side=Party.FAMILY)


def need(
    name: str = "need",
    text: str = "Sam follows two words at a time.",
    *,
    code: str = "B",
    source: str = "Speech and language therapy advice, page 4",
    **facts,
) -> ItemToCheck:
    told = NeedFacts(**{"area": "communication", "impact": "He stops and copies others."} | facts)
    return item(name, code, Kind.NEED, text, source=source, need=told)


def outcome(
    name: str = "outcome", text: str = "Sam begins the right task by himself.", *, source: str = "Educational advice, page 2", **facts
) -> ItemToCheck:
    told = {
        "measure": "Ten tasks, counted",
        "target": "8 in 10",
        "baseline": "2 in 10",
        "by_on": date(2027, 7, 1),
        "steps": "Four, then six.",
        "monitored_by": "SENCo",
    }
    return item(name, "E", Kind.OUTCOME, text, source=source, outcome=OutcomeFacts(**told | facts))


def help_(
    name: str = "help",
    text: str = "The therapist practises instructions with Sam.",
    *,
    code: str = "F",
    source: str = "Speech and language therapy advice, page 9",
    **facts,
) -> ItemToCheck:
    told = {
        "delivered_by": "Speech and language therapist", "qualification": "Registered with the HCPC", "sessions": 2, "per": "week", "minutes": 30,
        "grouping": "one_to_one", "children_max": 1, "adults": 1, "where": "A quiet room", "weeks_a_year": 39, "review": "Each term",
    }  # fmt: skip
    return item(name, code, Kind.PROVISION, text, source=source, provision=ProvisionFacts(**told | facts))


def report(name: str, title: str, advice_type: str, **facts) -> ItemToCheck:
    told = {"author_name": f"A. {name.title()}", "author_role": "Specialist", "dated_on": date(2026, 9, 1), "has_file": True} | facts
    return item(name, "K", Kind.EVIDENCE, "What it says.", evidence=EvidenceFacts(advice_type=advice_type, title=title, **told))


def place(text: str = "Where Sam will go.", name: str = "Oakfield School") -> ItemToCheck:
    return item("place", "I", Kind.PLACEMENT, text, side=Party.COUNCIL, placement=PlacementFacts(name=name, type="special"))


def budget(text: str, how: str = "direct_payment") -> ItemToCheck:
    return item("budget", "J", Kind.BUDGET, text, side=Party.COUNCIL, budget=BudgetFacts(part="education", how=how))


REPORTS = (
    report("home", "What we see at home", "family", has_file=False),
    report("school", "Educational advice", "educational"),
    report("doctor", "Medical advice", "medical", obtained=False, not_obtained_reason="The clinic sees him on 3 December."),
    report("ep", "Psychological advice", "psychological"),
    report(
        "care", "Social care advice", "social_care", obtained=False, not_obtained_reason="Asked on 1 October; the visit is on 2 December."
    ),
    report("salt", "Speech and language therapy advice", "therapy"),
)
PARENT = voice("parent", "He was born three weeks early. He is the funniest person I know.", speaker="parent", speaker_name="Amara")
WRITING = need("need2", "He writes six words a minute.", source="Psychological advice, page 2", area="cognition")
SOUND = (
    voice(), PARENT, hope(), need(), outcome(), outcome("outcome2", "Sam tells what he did at the weekend."),
    outcome("outcome3", "Sam plays a game with two others."), help_(),
    WRITING, help_("help2", "The teacher practises typing with Sam.", delivered_by="Teacher", source="Psychological advice, page 7"), *REPORTS,
)  # fmt: skip
LINKS = (
    ("hope", "outcome"), ("need", "help"), ("need2", "help2"), ("need", "outcome"), ("need", "outcome2"), ("need2", "outcome3"),
    ("help", "outcome"), ("help", "outcome2"), ("help2", "outcome3"),
)  # fmt: skip


def tied(items: tuple[ItemToCheck, ...], links: tuple[tuple[str, str], ...]) -> tuple[ItemToCheck, ...]:
    """Tie items by their names."""
    pairs = [(uid(one), uid(other)) for one, other in links]
    return tuple(
        replace(
            one,
            leads_to=one.leads_to | {target for source, target in pairs if source == one.uid},
            comes_from=one.comes_from | {source for source, target in pairs if target == one.uid},
        )
        for one in items
    )


def plan(
    *items: ItemToCheck,
    without: tuple[str, ...] = (),
    links=LINKS,
    narratives=None,
    none=NONE_HERE,
    moment=Moment.FIRST_DRAFT,
    child=None,
    **facts,
) -> PlanToCheck:
    """Give the sound plan with some items put in (one of the same name is replaced) or left out."""
    told = {one.uid: one for one in (*SOUND, *items)}
    for name in without:
        told.pop(uid(name))
    said = NARRATIVES | {Code(code): text for code, text in (narratives or {}).items()}
    filled = {one.section for one in told.values()} | {code for code, text in said.items() if text}
    sections = {
        code: SectionToCheck(code=code, narrative=said.get(code, ""), none_identified=code in none and code not in filled) for code in CODES
    }
    return PlanToCheck(
        moment=moment,
        today=TODAY,
        child=child or ChildToCheck(first_name="Sam", last_name="Adeyemi", born_on=BORN_ON),
        sections=sections,
        items=tied(tuple(told.values()), links),
        **{
            "year_group": 5,
            "present_setting": "Elm Street Primary School",
            "settings": frozenset({"Elm Street Primary School", "Oakfield School"}),
        }
        | facts,
    )


def final(*items: ItemToCheck, later: LaterFacts | None = None, **facts) -> PlanToCheck:
    """Give the sound plan on the day on which it is to be final."""
    return plan(*items, moment=Moment.FINAL, later=later or DONE, **facts)


DONE = LaterFacts(
    changes_without_origin=(), answers_open=0, notice_missing=(), signed=True, dated=True, says_version=True, says_what_it_replaces=True,
    review_due_on=date(2027, 11, 25), setting_consulted=True, reply_or_lapse=True, health_agreed=True, care_agreed=True, need_codes=("SLCN",),
    changes_without_evidence=(),
)  # fmt: skip


def found(of: PlanToCheck, check_id: str, about: str | None = None) -> list[Finding]:
    """Give what one check finds, in all the plan, in a section ("F") or about an item by its name."""
    code, number = (about if about in CODES else None), (uid(about) if about and about not in CODES else None)
    return [
        one
        for one in check(of)
        if one.id == check_id and (code is None or (one.section == code and not one.item)) and (number is None or one.item == number)
    ]


def said(of: PlanToCheck, check_id: str, about: str | None = None) -> str:
    """Give the words of what one check finds, and nothing where it finds nothing."""
    return " ".join(one.wrong for one in found(of, check_id, about))
