"""Say what each notice of a decision must hold, and put one together; a notice with a block left empty does not exist.

The words are the council's (it edits them, with placeholders in braces); which blocks there must be is the law's (domain.md 1.6).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Notice(StrEnum):
    """The notices and letters of the statutory life of a plan. Law: SEND Regs 2014 regs 5, 10, 13, 14, 20, 22 and 31."""

    RECEIVED = "received"
    ASSESS_YES = "assess_yes"
    ASSESS_NO = "assess_no"
    PLAN_YES = "plan_yes"
    PLAN_NO = "plan_no"
    OVERTURNED = "overturned"
    WITHDRAWN = "withdrawn"
    MOVED_OUT = "moved_out"
    HANDED_OVER = "handed_over"
    TAKEN_OVER = "taken_over"
    DRAFT = "draft"
    FINAL = "final"
    AMENDMENT = "amendment"
    NOT_AMENDING = "not_amending"
    REVIEW_INVITE = "review_invite"
    MAINTAIN = "maintain"
    CEASE = "cease"
    RIGHTS_TOLD = "rights_told"
    CONSIDER_CEASE = "consider_cease"
    CONSIDER_TOLD = "consider_told"
    CEASE_TOLD = "cease_told"
    NOT_CEASING = "not_ceasing"
    PLAN_ENDED = "ended"
    REASSESS_YES = "reassess_yes"
    REASSESS_NO = "reassess_no"


class Block(StrEnum):
    """The parts of a notice, in the order in which they are read. Law: SEND Regs 2014 regs 5(3), 10(3), 13(1), 22(2), 31(3) and 32."""

    DECISION = "decision"
    REASONS = "reasons"
    MISSING = "missing"
    EVIDENCE = "evidence"
    NEXT = "next"
    REPRESENTATIONS = "representations"
    SETTING = "setting"
    LAST_DAY = "last_day"
    MEETING = "meeting"
    FIND_SCHOOLS = "find_schools"
    APPEAL = "appeal"
    TIME_LIMITS = "time_limits"
    MEDIATION = "mediation"
    CERTIFICATE = "certificate"
    ADVISER = "adviser"
    MEDIATION_TIMES = "mediation_times"
    TELL_US = "tell_us"
    DISAGREEMENT = "disagreement"
    SENDIASS = "sendiass"
    CONTACT = "contact"


# Under which heading each block stands; none: it begins the letter.
HEADINGS: dict[Block, str] = {
    Block.DECISION: "",
    Block.REASONS: "Our reasons",
    Block.MISSING: "What we asked for besides",
    Block.EVIDENCE: "What comes with this letter",
    Block.NEXT: "What happens next",
    Block.REPRESENTATIONS: "Tell us what you think",
    Block.SETTING: "Ask for a school or other place",
    Block.LAST_DAY: "The last day to answer",
    Block.MEETING: "You can ask for a meeting",
    Block.FIND_SCHOOLS: "Where to find schools and colleges",
    Block.APPEAL: "Your right to appeal",
    Block.TIME_LIMITS: "How long you have",
    Block.MEDIATION: "Your right to mediation",
    Block.CERTIFICATE: "The mediation certificate",
    Block.ADVISER: "The mediation adviser",
    Block.MEDIATION_TIMES: "How long mediation takes",
    Block.TELL_US: "If you want mediation, tell us",
    Block.DISAGREEMENT: "Settling a disagreement in other ways",
    Block.SENDIASS: "Free, independent advice",
    Block.CONTACT: "Whom to ask",
}
BLOCK_NAMES: dict[Block, str] = HEADINGS | {Block.DECISION: "What was decided"}

# Law: SEND Regs 2014 reg 32: what a notice tells of mediation. The right to it, the certificate, the adviser, the times, what to tell the council.
ABOUT_MEDIATION = (Block.MEDIATION, Block.CERTIFICATE, Block.ADVISER, Block.MEDIATION_TIMES, Block.TELL_US)
# Law: SEND Regs 2014 regs 5(3), 10(3), 14(2), 20(11), 31(3): whatever may be appealed says how, until when, and who helps.
ABOUT_APPEALS = (Block.APPEAL, Block.TIME_LIMITS, *ABOUT_MEDIATION, Block.DISAGREEMENT, Block.SENDIASS)

# What each notice must hold. Each line has its Law: what is not here is not sent.
MANDATORY: dict[Notice, tuple[Block, ...]] = {
    # Law: SEND Regs 2014 reg 4(1): the council tells what it will do; the Code of Practice (9.17) has the request acknowledged.
    Notice.RECEIVED: (Block.DECISION, Block.NEXT, Block.SENDIASS, Block.CONTACT),
    # Law: SEND Regs 2014 reg 5(1): tell the parent or young person that an assessment will be secured.
    Notice.ASSESS_YES: (Block.DECISION, Block.NEXT, Block.SENDIASS, Block.CONTACT),
    # Law: SEND Regs 2014 reg 5(3); Children and Families Act 2014 s.36(5).
    Notice.ASSESS_NO: (Block.DECISION, Block.REASONS, *ABOUT_APPEALS, Block.CONTACT),
    # Law: SEND Regs 2014 reg 13(1): the draft follows.
    Notice.PLAN_YES: (Block.DECISION, Block.NEXT, Block.SENDIASS, Block.CONTACT),
    # Law: SEND Regs 2014 reg 10(3).
    Notice.PLAN_NO: (Block.DECISION, Block.REASONS, *ABOUT_APPEALS, Block.CONTACT),
    # Law: SEND Regs 2014 regs 43 to 45: what an order, or giving way to an appeal, asks the council to do.
    Notice.OVERTURNED: (Block.DECISION, Block.REASONS, Block.NEXT, Block.SENDIASS, Block.CONTACT),
    # Law: Children and Families Act 2014 s.36: without a request there is nothing to decide, unless the council goes on by itself.
    Notice.WITHDRAWN: (Block.DECISION, Block.NEXT, Block.SENDIASS, Block.CONTACT),
    # Law: Children and Families Act 2014 s.24: another council becomes responsible.
    Notice.MOVED_OUT: (Block.DECISION, Block.NEXT, Block.SENDIASS, Block.CONTACT),
    # Law: SEND Regs 2014 reg 15(2) and (3): the new council maintains the plan from then on.
    Notice.HANDED_OVER: (Block.DECISION, Block.NEXT, Block.SENDIASS, Block.CONTACT),
    # Law: SEND Regs 2014 reg 15(4): that the plan was transferred, whether there will be an assessment, and when the plan is reviewed.
    Notice.TAKEN_OVER: (Block.DECISION, Block.NEXT, Block.SENDIASS, Block.CONTACT),
    # Law: SEND Regs 2014 reg 13(1)(a); Children and Families Act 2014 s.38(2) and (4).
    Notice.DRAFT: (
        Block.DECISION,
        Block.REPRESENTATIONS,
        Block.SETTING,
        Block.LAST_DAY,
        Block.MEETING,
        Block.FIND_SCHOOLS,
        Block.SENDIASS,
        Block.CONTACT,
    ),
    # Law: SEND Regs 2014 reg 14(2).
    Notice.FINAL: (Block.DECISION, *ABOUT_APPEALS, Block.CONTACT),
    # Law: SEND Regs 2014 reg 22(2).
    Notice.AMENDMENT: (
        Block.DECISION,
        Block.EVIDENCE,
        Block.REPRESENTATIONS,
        Block.SETTING,
        Block.LAST_DAY,
        Block.MEETING,
        Block.FIND_SCHOOLS,
        Block.SENDIASS,
        Block.CONTACT,
    ),
    # Law: SEND Regs 2014 reg 22(4) with reg 20(11).
    Notice.NOT_AMENDING: (Block.DECISION, Block.REASONS, *ABOUT_APPEALS, Block.CONTACT),
    # Law: SEND Regs 2014 regs 20(3), (4) and 21(3), (4); Code of Practice 9.176: the day, who comes, what is asked of you, a personal budget.
    Notice.REVIEW_INVITE: (Block.DECISION, Block.NEXT, Block.REPRESENTATIONS, Block.SENDIASS, Block.CONTACT),
    # Law: SEND Regs 2014 reg 20(11).
    Notice.MAINTAIN: (Block.DECISION, Block.REASONS, *ABOUT_APPEALS, Block.CONTACT),
    # Law: SEND Regs 2014 reg 31(3).
    Notice.CEASE: (Block.DECISION, Block.REASONS, *ABOUT_APPEALS, Block.CONTACT),
    # Law: SEND Regs 2014 reg 31(1): the family is told that the council thinks about it, and asked; the plan stands meanwhile.
    # Law: SEND Code of Practice 2015, paragraphs 8.15 and 8.16: the change of rights is told in good time.
    Notice.RIGHTS_TOLD: (Block.DECISION, Block.NEXT, Block.SENDIASS, Block.CONTACT),
    Notice.CONSIDER_CEASE: (Block.DECISION, Block.REASONS, Block.REPRESENTATIONS, Block.MEETING, Block.SENDIASS, Block.CONTACT),
    # Law: SEND Regs 2014 reg 31(1): the head of the school or other place is asked, too.
    Notice.CONSIDER_TOLD: (Block.DECISION, Block.REASONS, Block.REPRESENTATIONS, Block.CONTACT),
    # Law: SEND Regs 2014 reg 31(2): the school and the responsible commissioning body are told of the decision.
    Notice.CEASE_TOLD: (Block.DECISION, Block.NEXT, Block.CONTACT),
    # Law: Children and Families Act 2014 s.51(2): the family is told what it can appeal against.
    Notice.NOT_CEASING: (Block.DECISION, Block.REASONS, *ABOUT_APPEALS, Block.CONTACT),
    # Law: Children and Families Act 2014 s.45(4): from this day on the duty to secure the provision is over.
    Notice.PLAN_ENDED: (Block.DECISION, Block.NEXT, Block.CONTACT),
    # Law: SEND Regs 2014 reg 25(1).
    Notice.REASSESS_YES: (Block.DECISION, Block.NEXT, Block.SENDIASS, Block.CONTACT),
    # Law: SEND Regs 2014 reg 25(2); Children and Families Act 2014 s.51(2)(d).
    Notice.REASSESS_NO: (Block.DECISION, Block.REASONS, *ABOUT_APPEALS, Block.CONTACT),
}
# What may stand in a notice besides, where there is something to say.
OPTIONAL: dict[Notice, tuple[Block, ...]] = {
    Notice.RECEIVED: (Block.MISSING,),
    Notice.ASSESS_YES: (Block.REASONS,),
    Notice.PLAN_YES: (Block.REASONS,),
    Notice.PLAN_NO: (Block.NEXT,),
    Notice.ASSESS_NO: (Block.NEXT,),
    Notice.WITHDRAWN: (Block.REASONS,),
    Notice.MOVED_OUT: (Block.REASONS,),
    Notice.HANDED_OVER: (Block.REASONS,),
    Notice.TAKEN_OVER: (Block.REASONS,),
    Notice.CEASE_TOLD: (Block.REASONS,),
    Notice.PLAN_ENDED: (Block.REASONS,),
    Notice.REASSESS_YES: (Block.REASONS,),
}
# The blocks that the council does not edit: they are written for one child, when it is decided.
WRITTEN_EACH_TIME = frozenset({Block.REASONS, Block.MISSING})

NOTICE_NAMES: dict[Notice, str] = {
    Notice.RECEIVED: "We have received a request",
    Notice.ASSESS_YES: "We will carry out an assessment",
    Notice.ASSESS_NO: "We will not carry out an assessment",
    Notice.PLAN_YES: "We will write a plan",
    Notice.PLAN_NO: "We will not write a plan",
    Notice.OVERTURNED: "Our decision has changed",
    Notice.WITHDRAWN: "The request was withdrawn",
    Notice.MOVED_OUT: "Another council is responsible now",
    Notice.HANDED_OVER: "Another council is responsible for the plan now",
    Notice.TAKEN_OVER: "We have taken over the plan",
    Notice.DRAFT: "Your draft plan",
    Notice.FINAL: "Your final plan",
    Notice.AMENDMENT: "We propose to change the plan",
    Notice.NOT_AMENDING: "We will not change the plan",
    Notice.REVIEW_INVITE: "You are invited to a review of the plan",
    Notice.MAINTAIN: "The plan goes on as it is",
    Notice.CEASE: "We have decided to end the plan",
    Notice.RIGHTS_TOLD: "Your rights are about to change",
    Notice.CONSIDER_CEASE: "We are thinking about ending the plan",
    Notice.CONSIDER_TOLD: "We are thinking about ending a plan",
    Notice.CEASE_TOLD: "We have decided to end a plan",
    Notice.NOT_CEASING: "The plan goes on",
    Notice.PLAN_ENDED: "The plan has ended",
    Notice.REASSESS_YES: "We will carry out a reassessment",
    Notice.REASSESS_NO: "We will not carry out a reassessment",
}

# What the council may put into its words, and what stands there in a letter.
PLACEHOLDERS: dict[str, str] = {
    "child": "the child’s name",
    "reference": "the reference of the plan",
    "council": "the name of the council",
    "council_phone": "the council’s phone number",
    "council_email": "the council’s e-mail address",
    "council_reach": "the council’s phone number or e-mail address, whichever there is",
    "coordinator": "the name of the EHC coordinator",
    "sendiass": "how to reach the independent advice service (SENDIASS)",
    "portal": "the address of this service",
    "received_on": "the day on which the request was received",
    "decided_on": "the day of the decision",
    "assess_by": "the last day to say whether there will be an assessment (6 weeks)",
    "no_plan_by": "the last day to say that there will be no plan (16 weeks)",
    "final_by": "the last day for the final plan (20 weeks)",
    "appeal_by": "two months after the letter",
    "next_by": "what happens by which day after a decision was overturned, or after a plan was taken over",
    "closes_on": "the last day to answer a draft",
    "parents_until": "the last day on which the parents hold the rights",
    "young_from": "the first day on which the young person holds the rights",
    "meeting_on": "the day of a review meeting",
    "meeting_place": "where a review meeting is, and at what time",
    "advice_by": "the day by which what people say before a review meeting is sent round",
    "adult_life": "from year 9 on, that a review plans for adult life; otherwise that it looks at the coming year",
}
_BRACES = re.compile(r"\{([^{}]*)\}")


class Incomplete(Exception):  # noqa: N818 an answer, not a fault
    """Tell which block of a notice has no words, as a sentence. Law: SEND Regs 2014 reg 32: a notice says all of it."""


@dataclass(frozen=True)
class Passage:
    """A paragraph, or a list with a line each. Law: SEND Regs 2014 reg 5(1): the form of a notice is the council’s."""

    lines: tuple[str, ...]
    is_list: bool = False


@dataclass(frozen=True)
class Written:
    """One block as it will be read. Law: SEND Regs 2014 reg 32."""

    block: Block
    heading: str
    passages: tuple[Passage, ...]


def what_is_wrong(words: str) -> str:
    """Say what is wrong with the placeholders in the council's words; "" where nothing is. Law: SEND Regs 2014 reg 32: nothing is left out unseen."""
    unknown = sorted({name for name in _BRACES.findall(words) if name not in PLACEHOLDERS})
    if unknown:
        said = ", ".join(f"{{{name}}}" for name in unknown)
        return f"There is nothing to put in the place of {said}. Use only the names of the list."
    if set("{}") & set(_BRACES.sub("", words)):
        return "A brace is left over. Write a name of the list between { and }."
    return ""


def blocks_of(notice: Notice) -> tuple[Block, ...]:
    """List the blocks of a notice in the order in which they are read. Law: domain.md 1.6, SEND Regs 2014 regs 5(3), 10(3), 13, 22(2), 31(3), 32."""
    there = {*MANDATORY[notice], *OPTIONAL.get(notice, ())}
    return tuple(block for block in Block if block in there)


def edited_blocks(notice: Notice) -> tuple[Block, ...]:
    """List the blocks whose words the council keeps. Law: as `blocks_of`."""
    return tuple(block for block in blocks_of(notice) if block not in WRITTEN_EACH_TIME)


def compose(notice: Notice, texts: Mapping[Block, str], facts: Mapping[str, str]) -> tuple[Written, ...]:
    """Put a notice together from words and facts. Raises Incomplete where a mandatory block is empty, or a placeholder in one stands for nothing.

    Law: SEND Regs 2014 regs 5(3), 10(3), 14(2), 20(11), 22(2), 31(3) and 32: a notice without one of its parts is none.
    """
    written = []
    for block in blocks_of(notice):
        is_needed = block in MANDATORY[notice]
        words = texts.get(block, "").strip()
        filled = words if block in WRITTEN_EACH_TIME else _filled(notice, block, words, facts, is_needed=is_needed)
        if filled.strip():
            written.append(Written(block, HEADINGS[block], passages(filled)))
        elif is_needed:
            message = f"“{BLOCK_NAMES[block]}” has no words in the letter “{NOTICE_NAMES[notice]}”. The law asks for it, so nothing can be sent yet."
            raise Incomplete(message)
    return tuple(written)


def _filled(notice: Notice, block: Block, words: str, facts: Mapping[str, str], *, is_needed: bool) -> str:
    empty = [name for name in _BRACES.findall(words) if not facts.get(name, "").strip()]
    if empty and is_needed:
        name = PLACEHOLDERS.get(empty[0], empty[0])
        message = f"“{BLOCK_NAMES[block]}” in the letter “{NOTICE_NAMES[notice]}” needs {name}, and that is not known. So nothing can be sent yet."
        raise Incomplete(message)
    return "" if empty else _BRACES.sub(lambda found: facts[found[1]], words)


def passages(words: str) -> tuple[Passage, ...]:
    """Read words as paragraphs (divided by an empty line) and lists (lines that begin with a dash). Law: SEND Regs 2014 reg 5(1): in any form."""
    found = []
    for paragraph in re.split(r"\n\s*\n", words.strip()):
        lines = tuple(line.strip() for line in paragraph.splitlines() if line.strip())
        if lines and all(line.startswith("- ") for line in lines):
            found.append(Passage(tuple(line.removeprefix("- ") for line in lines), is_list=True))
        elif lines:
            found.append(Passage(lines))
    return tuple(found)
