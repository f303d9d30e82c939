"""Who comes through which door of a plan at which stage: the words of `doors_of_a_plan.txt`, by hand."""

from pathlib import Path

from permissions.vocabulary import CODES, PARTY_OF, Party, Role, Stage
from tests.permissions.expected import expected_verbs
from tests.world import IN_SAMS_CIRCLE

ROLES: dict[str, Role] = {slug: role for slug, (_name, role) in IN_SAMS_CIRCLE.items()} | {
    "amara": Role.PARENT,
    "joel": Role.PARENT,
    "marcus": Role.COORDINATOR,
    "pam": Role.SUPPORTER,
}
# Who reads the whole of an educational report in Section K, and so may have its file (domain.md 4.3, column K; Dr Okafor wrote it).
READ_WHOLE_REPORTS = ("amara", "joel", "priya", "okafor", "marcus", "tess", "hana", "susan", "sonia")
OPEN, FORBIDDEN, NOT_NOW, NOT_THERE = "open", "403", "409", "404"


def doors() -> list[tuple[str, str, str]]:
    lines = (Path(__file__).parent / "doors_of_a_plan.txt").read_text().splitlines()
    return [tuple(line.split(maxsplit=2)) for line in lines if line and not line.startswith("#")]


def verbs_ever(role: Role, code: str) -> set[str]:
    return {verb for stage in Stage for verb in expected_verbs(role, code, stage)}


def has_report(slug: str, stage: Stage) -> bool:
    now = set(expected_verbs(ROLES[slug], "K", stage))
    return slug in READ_WHOLE_REPORTS and ("view" in now or (slug == "okafor" and bool(now)))


def expected(slug: str, needs: str, stage: Stage) -> str:
    role = ROLES[slug]
    named = {
        "member": True,
        "council": PARTY_OF[role] is Party.COUNCIL,
        "cuts": role in (Role.COORDINATOR, Role.WRITER, Role.MANAGER),
        "keeps": role in (Role.COORDINATOR, Role.MANAGER),
        "strikes": role in (Role.COORDINATOR, Role.MANAGER, Role.LEADER),
        "watches": slug in ("amara", "joel", "marcus", "hana", "susan"),
        "holder": slug in ("amara", "joel"),
        "childs-page": slug in ("amara", "joel", "priya"),
        "sent": slug in ("amara", "joel", "marcus", "hana", "susan"),
        "decides": slug in ("marcus", "hana", "susan"),
        "checks": slug in ("marcus", "tess", "hana", "susan"),
        "officer": slug in ("marcus", "tess", "hana", "susan", "corinne", "sonia"),
    }
    if needs in named:
        refused = NOT_THERE if needs == "council" else FORBIDDEN
        return OPEN if named[needs] else refused
    if needs in ("names", "childs-facts", "childs-say", "holds-back", "issued", "serves", "more-time"):
        return expected_at_its_time(named, slug, needs, stage)
    if needs in ("answers", "proposes", "enters"):
        return expected_answering(slug, needs, stage)
    if needs in ("gives-reason", "not-council", "nobody", "working-paper"):
        return expected_beside(named, slug, needs, stage)
    if needs in ("anything", "has-report"):
        has_it = any(expected_verbs(role, code, stage) for code in CODES) if needs == "anything" else has_report(slug, stage)
        return OPEN if has_it else NOT_THERE
    if needs.startswith(("event ", "hears", "changes-", *TALK)) or needs.endswith(("-note", "-notes")):
        return expected_of_one(slug, needs, stage)
    return expected_in_section(role, *needs.split(), stage)


def expected_of_one(slug: str, needs: str, stage: Stage) -> str:
    if needs.startswith("event "):
        return expected_event(slug, *needs.split()[1:], stage)
    if needs.startswith("hears"):
        return expected_hearing(slug, needs, stage)
    return expected_change(slug, needs, stage)


def expected_beside(named: dict[str, bool], slug: str, needs: str, stage: Stage) -> str:
    role = ROLES[slug]
    if needs == "gives-reason":
        return (NOT_NOW if stage is Stage.ENDED else OPEN) if named["cuts"] else FORBIDDEN
    if needs in ("not-council", "nobody"):
        return NOT_THERE if named["council"] or needs == "nobody" else OPEN
    answers = role in (Role.PARENT, Role.YOUNG_PERSON, Role.REPRESENTATIVE, Role.SUPPORTER)
    return NOT_NOW if answers or (named["council"] and role not in (Role.TRAVEL, Role.AUDITOR)) else FORBIDDEN


def expected_in_section(role: Role, word: str, code: str, stage: Stage) -> str:
    wanted = {"sees": set(), "adds": {"add", "edit"}, "edits": {"edit"}, "comments": {"comment"}}[word]
    now = set(expected_verbs(role, code, stage))
    if not now:
        return FORBIDDEN
    if not wanted or now & wanted:
        return OPEN
    return NOT_NOW if verbs_ever(role, code) & wanted else FORBIDDEN


def expected_at_its_time(named: dict[str, bool], slug: str, needs: str, stage: Stage) -> str:
    role = ROLES[slug]
    if needs == "issued":
        return OPEN if slug in ("amara", "marcus", "hana") else NOT_THERE
    if needs in ("serves", "more-time"):
        answering = (Stage.CONSULTING, Stage.FINALISING)
        is_time = stage in answering or (needs == "serves" and stage in (Stage.DRAFTING, Stage.CHECKING, Stage.AMENDING))
        return (OPEN if is_time else NOT_NOW) if named["decides"] else FORBIDDEN
    if needs in ("names", "childs-facts"):
        entitled = named["keeps"] or (needs == "childs-facts" and named["holder"])
        return (NOT_NOW if stage is Stage.ENDED else OPEN) if entitled else FORBIDDEN
    if needs == "childs-say":
        return (OPEN if {"add"} & set(expected_verbs(role, "A", stage)) else NOT_NOW) if named["childs-page"] else FORBIDDEN
    if needs == "holds-back":
        early = stage in (Stage.REQUESTED, Stage.ASSESSING, Stage.DRAFTING, Stage.CHECKING)
        return (OPEN if early else NOT_NOW) if named["keeps"] else FORBIDDEN
    raise AssertionError(needs)


def expected_answering(slug: str, needs: str, stage: Stage) -> str:
    """In this world no draft was served: the family is told so, and while others could answer one, that it was not sent to them."""
    answered = (Stage.CONSULTING, Stage.FINALISING)
    if needs == "answers":
        return (FORBIDDEN if stage in answered else NOT_NOW) if slug in ("amara", "joel", "pam") else FORBIDDEN
    if needs == "proposes":
        return NOT_NOW if slug in ("priya", "okafor", "lena", "tom", "rao", "bea", "grace", "iqbal") else FORBIDDEN
    return (OPEN if stage in answered else NOT_NOW) if slug in ("corinne", "marcus", "hana") else FORBIDDEN


DECIDERS = ("marcus", "hana", "susan")
WHO: dict[str, tuple[str, ...]] = {
    "decide": DECIDERS,
    "end": (*DECIDERS, "corinne"),
    "send": (*DECIDERS, "tess"),
    "check": ("hana",),
    "read": (*DECIDERS, "tess", "corinne"),
    "no-original": (*DECIDERS, "tess", "corinne"),
    "letter": (*DECIDERS, "amara"),
    "reply": ("marcus", "hana", "tess"),
    "send-replies": ("marcus", "hana"),
    "see-agreements": ("marcus", "tess", "hana", "susan", "corinne", "sonia", "bea", "iqbal"),
    "agree-health": ("bea",),
    "sign": ("hana", "susan"),
    "issue": DECIDERS,
    "see-reviews": (
        *("amara", "joel", "pam", "priya", "okafor", "lena", "tom", "rao", "bea", "grace", "iqbal"),
        *("marcus", "hana", "susan", "tess", "corinne"),
    ),
    "arrange": (*DECIDERS, "priya"),
    "ask-review": ("amara", "joel", "priya"),
    "anyone": tuple(ROLES),
    "choose-for-parents": (),
}


def expected_event(slug: str, who: str, stages: str, stage: Stage) -> str:
    if slug not in WHO[who]:
        return NOT_THERE if who == "letter" else FORBIDDEN
    if who == "no-original":
        return NOT_THERE
    return OPEN if stages == "any" or stage in stages.split(",") else NOT_NOW


TALK = ("speaks", "raised-thread", "own-comment", "new-comment")


def expected_talk(slug: str, needs: str, stage: Stage) -> str:
    """Priya began a conversation for everyone in B; whoever views B reads it, but those who read it without names or in part."""
    role = ROLES[slug]
    if needs.startswith("speaks"):
        if not any(expected_verbs(role, code, stage) for code in CODES) or (
            needs == "speaks-inside" and PARTY_OF[role] is not Party.COUNCIL
        ):
            return NOT_THERE
        if any("comment" in expected_verbs(role, code, stage) for code in CODES):
            return OPEN
        return NOT_NOW if any("comment" in verbs_ever(role, code) for code in CODES) else FORBIDDEN
    now = set(expected_verbs(role, "B", stage))
    if "view" not in now:
        return NOT_THERE
    if needs == "raised-thread":
        return (NOT_NOW if stage is Stage.ENDED else OPEN) if slug == "priya" else FORBIDDEN
    if slug != "priya":
        return NOT_THERE
    return OPEN if needs == "own-comment" or "comment" in now else NOT_NOW


def expected_note(slug: str, needs: str, stage: Stage) -> str:
    if PARTY_OF[ROLES[slug]] is not Party.COUNCIL:
        return FORBIDDEN
    whole = ("B", "C", "D", "E", "F", "G", "H1", "H2")
    if needs == "own-note" and not all("view" in expected_verbs(ROLES[slug], code, stage) for code in whole):
        return NOT_THERE
    if needs == "own-note" and slug != "marcus":
        return FORBIDDEN
    return NOT_NOW if stage is Stage.ENDED else OPEN


def expected_hearing(slug: str, needs: str, stage: Stage) -> str:
    """Words reach whoever sees them as they are typed, but nobody who reads without names; those of a family only their writer and the council."""
    role, code = ROLES[slug], "A" if needs == "hears-voice" else "B"
    now = set(expected_verbs(role, code, stage))
    if needs == "hears-voice" and slug != "amara" and PARTY_OF[role] is not Party.COUNCIL:
        return NOT_THERE
    hears = "view" in now and role not in (Role.TRAVEL, Role.AUDITOR)
    return OPEN if hears or (needs == "hears-need" and slug == "lena" and bool(now)) else NOT_THERE


def expected_change(slug: str, needs: str, stage: Stage) -> str:
    if needs.startswith(TALK):
        return expected_talk(slug, needs, stage)
    if "note" in needs:
        return expected_note(slug, needs, stage)
    role, (code, author) = ROLES[slug], {"changes-need": ("B", "lena"), "changes-voice": ("A", "amara")}[needs]
    now = set(expected_verbs(role, code, stage))
    if slug == author:
        return OPEN if "add" in now else NOT_NOW
    if "view" not in now:
        return NOT_THERE
    if needs == "changes-voice":
        return FORBIDDEN
    if "edit" in now:
        return OPEN
    return NOT_NOW if "edit" in verbs_ever(role, code) else FORBIDDEN
