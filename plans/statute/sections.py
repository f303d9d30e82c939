"""Say what each section holds: its kinds of item, and which may be stated as "none".

Law: SEND Regs 2014 reg 12(1); Children and Families Act 2014 s.37(2).
"""

from enum import StrEnum

from permissions.vocabulary import Code


class Kind(StrEnum):
    """The kinds of item of a plan. Law: SEND Regs 2014 reg 12(1), what each section must set out."""

    VOICE = "voice"
    ASPIRATION = "aspiration"
    NEED = "need"
    OUTCOME = "outcome"
    PROVISION = "provision"
    PLACEMENT = "placement"
    BUDGET = "budget"
    EVIDENCE = "evidence"


KINDS: dict[Code, tuple[Kind, ...]] = {
    Code.A: (Kind.VOICE, Kind.ASPIRATION),
    Code.B: (Kind.NEED,),
    Code.C: (Kind.NEED,),
    Code.D: (Kind.NEED,),
    Code.E: (Kind.OUTCOME,),
    Code.F: (Kind.PROVISION,),
    Code.G: (Kind.PROVISION,),
    Code.H1: (Kind.PROVISION,),
    Code.H2: (Kind.PROVISION,),
    Code.I: (Kind.PLACEMENT,),
    Code.J: (Kind.BUDGET,),
    Code.K: (Kind.EVIDENCE,),
}

KIND_NAMES: dict[Kind, tuple[str, str]] = {
    Kind.VOICE: ("voice", "voices"),
    Kind.ASPIRATION: ("hope", "hopes"),
    Kind.NEED: ("need", "needs"),
    Kind.OUTCOME: ("outcome", "outcomes"),
    Kind.PROVISION: ("piece of help", "pieces of help"),
    Kind.PLACEMENT: ("placement", "placements"),
    Kind.BUDGET: ("budget line", "budget lines"),
    Kind.EVIDENCE: ("report", "reports"),
}

WITH_ARTICLE: dict[Kind, str] = {kind: f"{'an' if one[0] in 'aeiou' else 'a'} {one}" for kind, (one, _many) in KIND_NAMES.items()}

# Law: a section is stated as empty, never left blank (domain.md 6, Q02; SEND Regs 2014 reg 12(1)).
MAY_STATE_NONE = frozenset({Code.C, Code.D, Code.G, Code.H1, Code.H2, Code.J})

# The golden thread: what may lead to what (Code of Practice 9.61 to 9.69).
ALLOWED_LINKS = frozenset(
    {
        (Kind.ASPIRATION, Kind.NEED),
        (Kind.ASPIRATION, Kind.OUTCOME),
        (Kind.NEED, Kind.PROVISION),
        (Kind.NEED, Kind.OUTCOME),
        (Kind.PROVISION, Kind.OUTCOME),
    }
)

# The order in which a family reads the plan (screens.md 2): the voice first, the letters second.
PLAIN_NAMES: dict[Code, str] = {
    Code.A: "Views, interests and hopes",
    Code.B: "What help is needed with learning",
    Code.C: "Health needs",
    Code.D: "Social care needs",
    Code.E: "What we want to happen",
    Code.F: "How we help with learning",
    Code.G: "How health services help",
    Code.H1: "Social care help under the 1970 Act",
    Code.H2: "Other social care help",
    Code.I: "School or other place",
    Code.J: "Personal budget",
    Code.K: "Advice behind this plan",
}
