"""Find the names of schools, and types of school, in words. Law: Children and Families Act 2014 s.38(5): a draft names no school, and no type of one."""

import re
from dataclasses import dataclass

from plans.statute.quality.saying import plain

# What follows the part of a name by which one knows it; "Elm Street School" is the same as "Elm Street Primary School".
_KIND_OF_PLACE = (
    "school", "schools", "academy", "college", "nursery", "primary", "secondary", "infant", "infants", "junior", "juniors", "centre", "center",
    "preschool", "pre-school", "playgroup", "grammar", "sixth", "university", "unit", "base", "hub",
)  # fmt: skip
_BESIDE_IT = (
    "the", "and", "of", "for", "at", "first", "middle", "upper", "lower", "high", "special", "community", "free", "form", "prep", "preparatory",
    "foundation", "ce", "cofe", "c", "e", "rc", "catholic", "church", "england", "voluntary", "aided", "controlled", "trust", "studio", "technical",
    "learning", "education", "educational", "support", "resource", "resourced", "provision", "independent", "residential", "day", "early", "years", "pre",
)  # fmt: skip
_GENERIC = frozenset(_KIND_OF_PLACE + _BESIDE_IT)
_GAP = r"[\s\-]+"
_KINDS = "|".join(sorted(map(re.escape, _KIND_OF_PLACE), key=len, reverse=True))
_TAIL = rf"(?:{_GAP}(?:{'|'.join(sorted(map(re.escape, _BESIDE_IT), key=len, reverse=True))}))" + rf"{{0,4}}{_GAP}(?:{_KINDS})\b"


@dataclass(frozen=True)
class SettingName:
    """A known school or other setting: `sure` finds its name, `perhaps` the part of it that may be a street or a person as well.

    Law: Children and Families Act 2014 s.38(5).
    """

    name: str
    sure: re.Pattern[str]
    perhaps: re.Pattern[str] | None


def _token(word: str) -> str:
    """Write one word of a name as people type it: Saint or St, with or without the apostrophe."""
    if word.casefold().rstrip(".") in ("st", "saint"):
        return r"(?:St\.?|Saint)"
    if word.casefold() in ("&", "and"):
        return "(?:&|and)"
    return "'?".join(re.escape(part) for part in re.split("'", word) if part) + ("'?s?" if word.endswith("'") else "")


def known_setting(name: str) -> SettingName | None:
    """Make the patterns for one name; None for a name that says nothing by itself. Law: Children and Families Act 2014 s.38(5)."""
    words = [word.strip(".,()") for word in plain(name).replace("-", " ").split() if word.strip(".,()")]
    own = list(words)
    while own and own[-1].casefold() in _GENERIC:
        own.pop()
    while own and own[0].casefold() == "the":
        own.pop(0)
    whole = _GAP.join(_token(word) for word in words)
    if not own:
        # "The Learning Centre": only with its capitals, since the words by themselves are anybody's.
        return SettingName(name, re.compile(rf"\b{whole}\b"), None) if len(words) > 1 else None
    part = _GAP.join(_token(word) for word in own)
    short = re.compile(rf"\b{part}\b") if len("".join(own)) > 3 else None
    if len(own) == len([word for word in words if word.casefold() != "the"]) and not any(word.casefold() in _GENERIC for word in words[1:]):
        # A name without any word for a school ("The Bridge") is found with its capitals, and followed by such a word.
        return SettingName(
            name,
            re.compile(rf"\b(?:[Tt]he\s+{part}|{part}(?i:{_TAIL}))\b" if words[0].casefold() == "the" else rf"\b{part}(?i:{_TAIL})"),
            short,
        )
    return SettingName(name, re.compile(rf"\b(?:{whole}\b|{part}{_TAIL})", re.IGNORECASE), short)


def key_of(name: str) -> str:
    """Give the letters of a name without which it can't stand in a text, to look there first. Law: none; it only saves time."""
    words = re.findall(r"[a-z]+", plain(name).casefold())
    telling = [word for word in words if word not in _GENERIC and word not in ("st", "saint")]
    return max(telling or words or [""], key=len)


_SORT = r"(?:mainstream|special(?:ist)?|independent|non-maintained|residential|boarding|alternative|hospital|state(?:-funded)?|grammar|selective|maintained)"
_AGE = r"(?:primary|secondary|junior|infant|nursery|day|sixth[- ]form|high|further education|special(?:ist)?|residential|education(?:al)?)"
_PLACE = r"(?:schools?|settings?|placements?|colleges?|academ(?:y|ies)|nurser(?:y|ies)|institutions?|environments?|primar(?:y|ies)|secondar(?:y|ies))"
TYPE = re.compile(
    rf"""\b(?:
        {_SORT}(?:[\s,]+(?:or|and)?\s*{_SORT})?(?:[\s-]+{_AGE}){{0,3}}[\s-]+{_PLACE}\b(?!\s+(?:nurs\w+|meals?))
      | (?:mainstream|alternative|residential)\s+(?:education(?:al)?\s+)?provision\b
      | (?:a|an|the|in)\s+mainstream\b(?=\s*(?:[.,;:)]|$|with\b|or\b|and\b))
      | (?:(?:specially|additionally|enhanced)[\s-]+)?resourced?[\s-]+(?:provision|base|unit|school)s?\b
      | enhanced\s+(?:mainstream\s+)?(?:provision|school)\b
      | (?:SEN|SEND|ASD|ASC|SEMH|SLCN|autism|autistic|language|speech\s+and\s+language|hearing(?:[\s-]+impair\w+)?|visual(?:[\s-]+impair\w+)?
          |special(?:ist)?(?:\s+(?:needs|educational\s+needs))?|nurture|learning\s+support)[\s-]+(?:units?|bases?)\b
      | pupil\s+referral\s+units?\b | (?-i:\bPRU\b) | (?-i:\bAP\b)(?!\s+(?:exam|score))
      | (?:further\s+education|FE|sixth[\s-]form|specialist)\s+colleges?\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)

_WISH = (
    r"(?:will|shall|should|must|would|need(?:s|ed)?|require(?:s|d)?|necessary|ought|recommend\w*|propos\w+|suitable|appropriate|best"
    r"|is\s+to|are\s+to|need\s+for|prefer\w*)"
)
MODAL = re.compile(rf"\b{_WISH}\b", re.IGNORECASE)
_GOES = (
    r"(?:attend|go\s+to|move\s+(?:in)?to|transfer(?:red)?\s+to|start\s+(?:at|in)|join|be\s+(?:placed|educated|taught|based|admitted|named|met|provided|offered)"
    r"|remain|stay|continue|return|be\s+in|be\s+at|be\s+given\s+a\s+place|have\s+a\s+place|be\s+named)"
)
# A placement is proposed: somebody will, should or needs to be there.
PROPOSES = re.compile(
    rf"\b(?:{_WISH}\b(?:\W+\w+){{0,5}}?\W+{_GOES}\b|place(?:d|ment)?\s+(?:at|in|within)\b|admi(?:ssion|tted)\s+to\b|transfer\s+to\b|move\s+to\b"
    r"|(?:suitable|appropriate|preferred|right|recommended|proposed|named)\s+(?:school|setting|placement|place)\b|named\s+in\s+(?:this\s+plan|section)"
    r"|(?:is|be)\s+named\b|met\s+(?:only\s+|best\s+)?(?:at|in|by|within)\b|(?:can|could|would|will|should)\s+(?:best\s+)?meet\b)",
    re.IGNORECASE,
)
# A fact of now or before.
FACT = re.compile(
    r"\b(?:attends|attended|has\s+attended|has\s+been|goes\s+to|went\s+to|is\s+(?:now\s+|currently\s+)?(?:a\s+pupil\s+)?(?:at|in)|is\s+on\s+roll|on\s+the\s+roll"
    r"|currently|at\s+present|at\s+the\s+moment|now|so\s+far|already|since|was|were|began|started|joined|left|moved|in\s+place)\b",
    re.IGNORECASE,
)
_BEFORE_TYPE = re.compile(
    rf"\b(?:needs?|requires?|need\s+for|{_GOES}|place(?:d|ment)?(?:\s+(?:in|at|within))?|educated(?:\s+(?:in|at|within))|taught\s+(?:in|at|within)|based\s+(?:in|at)"
    r"|admi(?:ssion|tted)\s+to|met\s+(?:\w+\s+)?(?:in|by|within|at|through)|suit(?:ed|able)(?:\s+(?:to|for))?|appropriate|recommend\w*|propos\w+|considered?\s+for"
    r"|access\s+to|provided\s+(?:in|by|at|within|through)|delivered\s+(?:in|by|at|within|through)|available\s+(?:in|at|within)|best\s+(?:in|at|served)"
    r"|type\s+of\s+(?:school|setting|placement)|transfer\s+to|move\s+to)\b(?:\W+\w+){0,6}?\W*$",
    re.IGNORECASE,
)
_AFTER_TYPE = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:(?:is|are|be)\W+(?:\w+\W+){0,2}?(?:needed|required|recommended|appropriate|suitable|proposed|best|necessary|named|right)\b"
    r"|(?:would|will|should|can)\W+(?:best\W+)?(?:meet|suit|provide|be\b))",
    re.IGNORECASE,
)
_ADULTS = r"(?:parents?|mother|father|mum|dad|family|carers?|grand\w+|step\w+)"
_SAYS = r"(?:said|says|told|would\s+like|would\s+love|would\s+prefer|wants?|wanted|wish(?:es|ed)?|hopes?|hoped|prefers?|preferred|asks?|asked|feels?|thinks?|believes?)"


def type_is_proposed(sentence: str, start: int, end: int, *, needs_modal: bool) -> bool:
    """Say whether the type of school at this place of a sentence is one in which the child shall be. Law: Children and Families Act 2014 s.38(5)(b)."""
    if needs_modal and not MODAL.search(sentence):
        return False
    return bool(_BEFORE_TYPE.search(sentence[:start]) or _AFTER_TYPE.search(sentence[end:]))


def proposes_place(sentence: str) -> bool:
    """Say whether a sentence that names a school says that the child shall be there, and not that the child is or was.

    Law: Children and Families Act 2014 s.38(5)(a).
    """
    return bool(PROPOSES.search(sentence)) and not (FACT.search(sentence) and not MODAL.search(sentence))


def is_reported(sentence: str, start: int, childs_names: frozenset[str]) -> bool:
    """Say whether what stands at this place is told as the family's own words or wish. Law: Children and Families Act 2014 s.19(a), s.38(2)(b)(ii)."""
    before = sentence[:start]
    if re.search(rf"\b{_ADULTS}\b[^.!?]{{0,60}}\b{_SAYS}\b", before, re.IGNORECASE):
        return True
    names = "|".join(map(re.escape, sorted(childs_names))) or "(?!)"
    own = re.search(rf"\b(?:{names})\b[^.!?]{{0,40}}?\b{_SAYS}\b(?P<rest>.*)$", before, re.IGNORECASE)
    return bool(own and not re.search(r"\b(?:should|must|requires?|needs?|shall)\b", own["rest"], re.IGNORECASE))
