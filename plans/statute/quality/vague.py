"""Find the words that leave help open (domain.md 6, the list of vague terms), and say what to write instead.

Law: Code of Practice 9.69, provision is "detailed and specific and should normally be quantified".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plans.statute.quality.saying import sentences, unquoted

_AMOUNT = (
    r"(?:\d+|half|one|two|three|four|five|six|seven|eight|nine|ten|twelve)(?:\s+and\s+a\s+half)?(?:[\s-]+an?)?(?:[\s-]+|'s\s+)"
    r"(?:minutes?|hours?|days?|sessions?|weeks?|times?|terms?)"
)
_HAS_AMOUNT = re.compile(rf"\b{_AMOUNT}'?\b|\bonce\b|\btwice\b", re.IGNORECASE)


@dataclass(frozen=True)
class Vague:
    """One way to leave something open: what finds it, what to say instead. `of_time` may be explained by the reason why the help is flexible.

    `unless_amount`: it is not vague where the sentence says how much. Law: Code of Practice 9.69.
    """

    pattern: re.Pattern[str]
    instead: str
    of_time: bool = False
    unless_amount: bool = False


def _vague(pattern: str, instead: str, *, cased: bool = False, of_time: bool = False, unless_amount: bool = False) -> Vague:
    return Vague(re.compile(pattern, 0 if cased else re.IGNORECASE), instead, of_time, unless_amount)


_HOW_OFTEN = "Say how often: a number, and a day, week or term."
_DOES = "Say what is done, by whom."
_WHICH = "Name it, so that nobody has to guess."
_WILL = "Write “does” or “will”."
_WHO = "Say who: their role and training."
_WHEN_EXACTLY = "Say when, or how one knows that it is time."

VAGUE: tuple[Vague, ...] = (
    _vague(r"\b(?:have |has |having |given |with |gets? )?access to\b", _DOES),
    _vague(r"\bopportunit(?:y|ies)\b", _DOES),
    _vague(r"\bwould benefit from\b", "Say that it is given."),
    _vague(r"\bregular(?:ly)?\b(?!\s+(?:verbs?|plurals?|nouns?|shapes?|polygons?))", _HOW_OFTEN, of_time=True),
    _vague(r"\bfrequent(?:ly)?\b", _HOW_OFTEN, of_time=True),
    _vague(
        r"\b(?:as and when|as|if|when|where|whenever|wherever)(?:\s+and\s+when)?\s+(?:it\s+is\s+|this\s+is\s+|he\s+|she\s+|they\s+)?"
        r"(?:required|needed|necessary|appropriate|advised|possible|needs? (?:it|to))\b(?!\s+by\s+(?:law|the\s+(?:Equality|Children)))",
        _WHEN_EXACTLY,
        of_time=True,
    ),
    _vague(
        r"(?<!look )(?<!looks )(?<!looked )(?<!looking )(?<!caught )(?<!keeps )(?<!lives )(?<!catch )(?<!catching )(?<!keep )(?<!live )\bup to\b"
        r"(?!\s*(?:\d|date\b|an? hour|half|one\b|two\b|three\b|four\b|five\b|six\b|ten\b|him\b|her\b|them\b))",
        "Say how many.",
        of_time=True,
    ),
    _vague(r"\bon-?going\b", "Say until when, and when it is looked at again.", of_time=True),
    _vague(r"\bor (?:an )?(?:equivalent|similar)\b", _WHICH),
    _vague(r"\bsuch as\b|\be\.g\.?(?!\w)|\betc\b\.?|\bfor example\b|\bfor instance\b", _WHICH),
    _vague(r"\bsmall[- ]groups?\b(?!\s+of\s+(?:at most |no more than |up to |not more than )?(?:\d|two|three|four|five|six))", "Say how many children are in the group."),
    _vague(r"\bhigh(?:er)?[- ](?:levels?|ratios?|adult)\b|\benhanced (?:support|staffing|levels?)\b", "Say how many hours, and how many adults for how many children."),
    _vague(r"\bsome\b(?!\s+one\b)", "Say how many, or which."),
    _vague(r"\bkey (?:adults?|workers?|persons?|people|staff)\b", _WHO),
    _vague(r"\badult support\b|\bsupport from (?:an adult|adults|staff)\b|\badditional adults?\b", _WHO),
    _vague(r"\b(?:school|nursery|college) staff\b|\bmembers? of staff\b", _WHO),
    _vague(r"\bthe (?:setting|school|nursery|college|provider) (?:will|should|is to|are to)\b", _WHO),
    _vague(r"\b(?:is|are|be|being|made) available\b", _DOES),
    _vague(r"\bsubject to (?:review|availability|funding|change)\b", "Say when it is looked at again. Until then it is due."),
    _vague(
        r"\bflexib(?:le|ly|ility)\b(?!\s+(?:joints?|seat\w*|wrists?|fingers?|cushions?|bands?|grips?|ruler|hose))",
        "Say what may change, who decides it, and what stays.",
        of_time=True,
    ),
    _vague(r"\bconsider(?:ation)?\b(?:\s+(?:should be|will be|to be))?(?:\s+given)?\s*(?:of|to|for)?\b", "Say what is done. To consider is not help."),
    _vague(r"\b(?:is|are|be|being) encouraged\b|\bencouragement\b", "Say who does what, so that the child can."),
    _vague(
        r"\b(?:guidance|advice)\b(?!\s+(?:in|under|named in|of)\s+(?:this|section|the plan))",
        "Say who gives it to whom, how often and for how long.",
        unless_amount=True,
    ),
    _vague(
        r"(?<!travel )(?<!potty )(?<!toilet )(?<!strength )(?<!same )\btraining\b"
        r"(?!\s*(?:in|named in|of|from|under)\s+(?:this section|this plan|the row|section|above|below))",
        "Say what it is about, how many hours, and how often it is done again.",
        unless_amount=True,
    ),
    _vague(r"\bconsist(?:s|ing)? of\b", "Say what is done, how often and for how long."),
    _vague(r"\b(?:useful|helpful)\b", "Say that it is given."),
    _vague(r"\b(?:may|might)\b(?!\s+\d)(?!\s+half)", _WILL, cased=True),
    _vague(r"\bcould\b|\bshould\b", _WILL),
    _vague(r"\bT\.?B\.?[CAD]\b|\bto be (?:confirmed|agreed|arranged|decided|determined)\b", "Settle it before the plan goes out."),
)  # fmt: skip

# What makes training or advice something that one can check: its amount, its level, a certificate.
_NAMED_TRAINING = re.compile(
    r"\b(?:level \d|accredited|certificate\w*|diploma|degree|registered|qualified|NVQ|DBS|ELSA|HCPC|first aid|makaton|signed off|watched)\b",
    re.IGNORECASE,
)


def vague_words(text: str, *, explained: bool = False, is_training: bool = False) -> Iterator[tuple[str, str]]:
    """Find the vague words of a text, each with what to write instead; quotations are left out.

    `explained`: the row says why it is flexible, which covers words of time. `is_training`: the row is training itself, its amount stands in its fields.
    Law: Code of Practice 9.69.
    """
    for sentence in sentences(unquoted(text)):
        has_amount = bool(_HAS_AMOUNT.search(sentence) or _NAMED_TRAINING.search(sentence))
        for one in VAGUE:
            if (one.of_time and explained) or (one.unless_amount and (has_amount or is_training)):
                continue
            for match in one.pattern.finditer(sentence):
                yield " ".join(match.group().split()), one.instead


_NUMBER = r"(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|half)"
_UNIT = r"(?:minutes?|mins?|hours?|hrs?|sessions?|times|days?|weeks?|visits?|lessons?)"
_RANGE = re.compile(
    rf"\b(?:between\s+{_NUMBER}\s+and\s+{_NUMBER}|{_NUMBER}\s*(?:-|–|—|to|or)\s*{_NUMBER})[\s-]*{_UNIT}\b"
    rf"|\b(?:up to|a maximum of|no more than|around|about|approximately|roughly)\s+(?:an?\s+|{_NUMBER}[\s-]+(?:an?\s+)?){_UNIT}\b",
    re.IGNORECASE,
)


def ranges(text: str) -> Iterator[str]:
    """Find amounts of time that are ranges or ceilings: "20-45 minutes", "up to 3 hours". Law: Code of Practice 9.69."""
    for sentence in sentences(unquoted(text)):
        yield from (" ".join(match.group().split()) for match in _RANGE.finditer(sentence))
