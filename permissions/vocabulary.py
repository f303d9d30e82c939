"""Name the sections, roles, verbs, parties and stages of a plan, in the statute's and the field's own words.

No framework here: every other module speaks in these words.
"""

from enum import StrEnum


class Verb(StrEnum):
    """What a person may do in a section, in the order in which they are always printed."""

    VIEW = "view"
    COMMENT = "comment"
    SUGGEST = "suggest"
    ADD = "add"
    EDIT = "edit"
    APPROVE = "approve"


class Stage(StrEnum):
    """Where a plan stands in its statutory life (domain.md 3)."""

    REQUESTED = "requested"
    ASSESSING = "assessing"
    REFUSED = "refused"
    DRAFTING = "drafting"
    CHECKING = "checking"
    CONSULTING = "consulting"
    FINALISING = "finalising"
    FINAL = "final"
    AMENDING = "amending"
    CEASING = "ceasing"
    ENDED = "ended"


class Role(StrEnum):
    """The part that a person has in one plan (domain.md 4.2)."""

    CHILD = "child"
    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    REPRESENTATIVE = "representative"
    SUPPORTER = "supporter"
    SENCO = "senco"
    CONSULTED_SETTING = "consulted_setting"
    TEACHER = "teacher"
    EDUCATIONAL_PSYCHOLOGIST = "educational_psychologist"
    THERAPIST = "therapist"
    MEDICAL = "medical"
    DCO = "dco"
    SOCIAL_WORKER = "social_worker"
    DSCO = "dsco"
    ADULT_CARE = "adult_care"
    VIRTUAL_SCHOOL_HEAD = "virtual_school_head"
    COORDINATOR = "coordinator"
    WRITER = "writer"
    BUSINESS_SUPPORT = "business_support"
    PANEL_MEMBER = "panel_member"
    MANAGER = "manager"
    LEADER = "leader"
    FINANCE = "finance"
    TRAVEL = "travel"
    AUDITOR = "auditor"


ROLE_NAMES: dict[Role, str] = {
    Role.CHILD: "Child",
    Role.PARENT: "Parent or carer",
    Role.YOUNG_PERSON: "Young person",
    Role.REPRESENTATIVE: "Representative of the young person",
    Role.SUPPORTER: "Supporter chosen by the family",
    Role.SENCO: "SENCo",
    Role.CONSULTED_SETTING: "Consulted setting",
    Role.TEACHER: "Teacher or key worker",
    Role.EDUCATIONAL_PSYCHOLOGIST: "Educational psychologist",
    Role.THERAPIST: "Therapist",
    Role.MEDICAL: "Doctor or nurse",
    Role.DCO: "Designated clinical officer",
    Role.SOCIAL_WORKER: "Social worker",
    Role.DSCO: "Designated social care officer",
    Role.ADULT_CARE: "Adult social care",
    Role.VIRTUAL_SCHOOL_HEAD: "Virtual school head",
    Role.COORDINATOR: "EHC coordinator",
    Role.WRITER: "Plan writer",
    Role.BUSINESS_SUPPORT: "Business support",
    Role.PANEL_MEMBER: "Panel member",
    Role.MANAGER: "Manager",
    Role.LEADER: "Service leader",
    Role.FINANCE: "Finance and commissioning",
    Role.TRAVEL: "Travel assistance",
    Role.AUDITOR: "Quality auditor",
}


# The names of guardian's permissions on a circle: one a role, and one for a person who was limited to single sections.
ROLE_PERMISSION = "role_"
ROLE_RESTRICTED = "role_restricted"


class Party(StrEnum):
    """The side a role stands on: the stage table of domain.md 4.4 speaks of these."""

    FAMILY = "family"
    PROFESSIONAL = "professional"
    SETTING = "consulted setting"
    TEACHER = "teacher"
    COUNCIL = "council"


PARTIES: dict[Party, frozenset[Role]] = {
    Party.FAMILY: frozenset({Role.CHILD, Role.PARENT, Role.YOUNG_PERSON, Role.REPRESENTATIVE, Role.SUPPORTER}),
    Party.PROFESSIONAL: frozenset(
        {
            Role.SENCO,
            Role.EDUCATIONAL_PSYCHOLOGIST,
            Role.THERAPIST,
            Role.MEDICAL,
            Role.DCO,
            Role.SOCIAL_WORKER,
            Role.DSCO,
            Role.ADULT_CARE,
            Role.VIRTUAL_SCHOOL_HEAD,
        }
    ),
    Party.SETTING: frozenset({Role.CONSULTED_SETTING}),
    Party.TEACHER: frozenset({Role.TEACHER}),
    Party.COUNCIL: frozenset(
        {
            Role.COORDINATOR,
            Role.WRITER,
            Role.BUSINESS_SUPPORT,
            Role.PANEL_MEMBER,
            Role.MANAGER,
            Role.LEADER,
            Role.FINANCE,
            Role.TRAVEL,
            Role.AUDITOR,
        }
    ),
}

PARTY_OF: dict[Role, Party] = {role: party for party, roles in PARTIES.items() for role in roles}

# Two parents are two people: these roles never learn of each other's doings through the portal (design, invariant 11).
PARENTAL_ROLES = frozenset({Role.PARENT, Role.REPRESENTATIVE})


class Code(StrEnum):
    """The letter of a section; H is two sections by law (Children and Families Act 2014 s.37(2)(e) and (f))."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
    G = "G"
    H1 = "H1"
    H2 = "H2"
    I = "I"  # noqa: E741 the statute's own letter
    J = "J"
    K = "K"


SECTION_NAMES: dict[Code, str] = {
    Code.A: "Views, interests and hopes",
    Code.B: "Special educational needs",
    Code.C: "Health needs",
    Code.D: "Social care needs",
    Code.E: "Outcomes",
    Code.F: "Special educational provision",
    Code.G: "Health provision",
    Code.H1: "Social care provision under the 1970 Act",
    Code.H2: "Other social care provision",
    Code.I: "School or other placement",
    Code.J: "Personal budget",
    Code.K: "Advice and information",
}

VERBS = tuple(Verb)
CODES = tuple(Code)
EVERY_SECTION = frozenset(Code)


class Part(StrEnum):
    """Which part of a section a cell of the matrix opens, where it is not the whole (domain.md 4.3)."""

    WHOLE = "whole"
    EXTRACT = "extract"
    SAFETY = "safety"
    TRAVEL = "travel"
    LINE_ITEMS = "line items"
    TITLES = "titles"
    HEALTH = "health part"
    SOCIAL_CARE = "social care part"
    NO_HEALTH_OR_SOCIAL = "all but health and social care"
    PSEUDONYMISED = "without names"
