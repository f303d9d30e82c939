"""Who may do what in which section, before the stage of the plan takes anything away.

Source: domain.md 4.3, row by row. Law: Children and Families Act 2014 s.37(2); SEND Regs 2014 regs 12, 13(2) and 17 (who may know what).

A cell is letters in the order V view, C comment, S suggest, + add (own items and their words), E edit, A approve. E carries V and C, A carries V: nobody
changes or approves what they may not read. A star marks what is off until the coordinator grants it for one plan (`*V` all of it, `V *C` the part behind
the star). A word in brackets names the part of a section that the cell opens.
"""

from dataclasses import dataclass
from functools import cache

from permissions.vocabulary import CODES, VERBS, Code, Part, Role, Verb

_LETTERS = {"V": Verb.VIEW, "C": Verb.COMMENT, "S": Verb.SUGGEST, "+": Verb.ADD, "E": Verb.EDIT, "A": Verb.APPROVE}
_CARRIES = {Verb.EDIT: {Verb.VIEW, Verb.COMMENT}, Verb.APPROVE: {Verb.VIEW}}

_COLUMNS = ("A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K")

_FAMILY = "VCS+A | VCS | VCS | VCS | VCS | VCS | VCS | VCS | V | VCS | V+"
_READER = "V | VC | VC | VC | VC | VC | VC | VC | V | V | V"

_ROWS: dict[Role, str] = {
    Role.PARENT: _FAMILY,
    Role.YOUNG_PERSON: _FAMILY,
    Role.REPRESENTATIVE: _FAMILY,
    Role.CHILD: "V+ | V | V | V | VC | VC | - | - | - | - | -",
    Role.SUPPORTER: "VCS | VCS | *VC | *VC | VCS | VCS | *V | *V | V | V | *V",
    Role.SENCO: "VC+ | VCS+ | V *C | *V | VCS+ | VCS+ | V *C | *V | V | *V | V+ (all but health and social care)",
    Role.CONSULTED_SETTING: "V | V | V | *V | V | V | V | *V | - | - | *V",
    Role.TEACHER: "V (extract) | V | V (safety) | - | V | V | V (safety) | - | V | - | -",
    Role.EDUCATIONAL_PSYCHOLOGIST: "VC | VCS+ | V | *V | VCS+ | VCS+ | V | - | - | - | V+",
    Role.THERAPIST: "VC | VCS+ | VCS+ | - | VCS+ | VCS+ | VCS+ | - | - | - | V+ (titles)",
    Role.MEDICAL: "V | VC | VCS+ | - | VCS+ | VC | VCS+ | - | - | - | +",
    Role.DCO: "V | VC | VCSA | - | VCS | VC | VCSA | - | V | VA (health part) | V (health part)",
    Role.SOCIAL_WORKER: "VC | V | - | VCS+ | VCS+ | V | - | VCS+ | - | V (social care part) | +",
    Role.DSCO: "V | V | - | VCSA | VCS | V | - | VCSA | V | A (social care part) | V (social care part)",
    Role.ADULT_CARE: "V | V | V | VC | VC | V | V | VC | V | V | V (titles)",
    Role.VIRTUAL_SCHOOL_HEAD: "V | V | V | VC | VC | V | V | VC | V | V | V (titles)",
    Role.COORDINATOR: "V | E | E | E | E | E | E | E | E | E | E",
    Role.WRITER: "V | E | E | E | E | E | E | E | - | E | V",
    Role.BUSINESS_SUPPORT: "+ | - | - | - | - | - | - | - | V | - | +",
    Role.PANEL_MEMBER: _READER,
    Role.MANAGER: "V | VCE | VCE | VCE | VCE | VCE | VCE | VCE | EA | A | V",
    Role.LEADER: "V | V | V | V | V | V | V | V | A | A | V",
    Role.FINANCE: "- | - | - | - | - | V (line items) | - | V (line items) | V | V | -",
    Role.TRAVEL: "- | V (travel) | V (travel) | - | - | V (travel) | V (travel) | V (travel) | V | - | -",
    Role.AUDITOR: "V (without names) | V | V | V | V | V | V | V | V | V | V (titles)",
}

# The provision by which each row stands: why this role has a part in a plan at all. CFA is the Children and Families Act 2014, Regs the SEND Regulations 2014.
LAW: dict[Role, str] = {
    Role.PARENT: "CFA s.19, s.38(2); Regs 12(1), 13(1)",
    Role.YOUNG_PERSON: "CFA s.19, s.38(2); Regs 12(1), 13(1)",
    Role.REPRESENTATIVE: "Regs 64",
    Role.CHILD: "CFA s.19; Regs 12(1)",
    Role.SUPPORTER: "CFA s.32",
    Role.SENCO: "CFA s.67; Regs 6(1)(b), 50",
    Role.CONSULTED_SETTING: "CFA s.39(2)",
    Role.TEACHER: "CFA s.66; Regs 17",
    Role.EDUCATIONAL_PSYCHOLOGIST: "Regs 6(1)(d)",
    Role.THERAPIST: "Regs 6(1)(c), 6(1)(f)",
    Role.MEDICAL: "Regs 6(1)(c)",
    Role.DCO: "CFA s.26; Regs 12(2)",
    Role.SOCIAL_WORKER: "Regs 6(1)(e)",
    Role.DSCO: "CFA s.37(2); Regs 6(1)(e)",
    Role.ADULT_CARE: "Care Act 2014 s.58; Regs 6(1)(e)",
    Role.VIRTUAL_SCHOOL_HEAD: "Children Act 1989 s.22(3B)",
    Role.COORDINATOR: "CFA s.36 to s.40",
    Role.WRITER: "CFA s.37; Regs 12",
    Role.BUSINESS_SUPPORT: "CFA s.36 to s.40; Regs 17",
    Role.PANEL_MEMBER: "CFA s.36, s.37(1)",
    Role.MANAGER: "CFA s.37, s.40",
    Role.LEADER: "CFA s.37, s.40",
    Role.FINANCE: "CFA s.49",
    Role.TRAVEL: "Education Act 1996 s.508B",
    Role.AUDITOR: "Regs 17",
}


@dataclass(frozen=True)
class Cell:
    """What one role may do in one section: `verbs` from the first day, `grantable` ones only when the coordinator grants them."""

    verbs: frozenset[Verb]
    grantable: frozenset[Verb]
    part: Part


def _verbs(letters: str) -> frozenset[Verb]:
    named = {_LETTERS[letter] for letter in letters}
    return frozenset(named.union(*(_CARRIES.get(verb, set()) for verb in named)))


def _cell(text: str) -> Cell:
    words, _, part = text.partition(" (")
    plain, _, starred = words.replace("-", "").partition("*")
    return Cell(_verbs(plain.strip()), _verbs(starred.strip()), Part(part.rstrip(")")) if part else Part.WHOLE)


@cache
def matrix() -> dict[tuple[Role, Code], Cell]:
    """Return the whole matrix: 25 roles by 12 sections."""
    table: dict[tuple[Role, Code], Cell] = {}
    for role, row in _ROWS.items():
        cells = dict(zip(_COLUMNS, (_cell(text.strip()) for text in row.split("|")), strict=True))
        for code in CODES:
            table[role, code] = cells["H" if code in (Code.H1, Code.H2) else code]
    return table


def in_order(verbs: frozenset[Verb] | set[Verb]) -> tuple[Verb, ...]:
    """Put verbs into the one order in which they are printed."""
    return tuple(verb for verb in VERBS if verb in verbs)
