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
