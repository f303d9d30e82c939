"""Read which provision health and social care have agreed, and whether a signature holds: each for exactly the words that stand in the plan (SEND Regs 2014 reg 12(2)).

Invariant: an agreement to other words than those that stand now is none, and silence is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from permissions.access import NOTHING_HERE
from permissions.refusals import NotFound, NotPermitted
from permissions.vocabulary import ROLE_NAMES, SECTION_NAMES, Code, Role, Verb
from plans.access import PlanAccess
from plans.access.deciding import may_decide
from plans.access.finishing import AGREES_IN, NOT_FOR_FAMILY, agrees, is_being_finished, sees_agreements
from plans.models import Agreement
from plans.queries.items import ItemView, SectionToRead, plan_url, section_said
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.version_items import VersionItems
from plans.record.canonical import SectionRecord, canonical, section_json, sha256_of
from plans.record.project import SeenSection, project
from plans.record.rows import put_forward
from plans.rendering import words_html
from plans.saying import in_london

Kind = Agreement.Kind
WHO: dict[str, str] = {
    Kind.HEALTH: "the designated clinical officer, for the Integrated Care Board",
    Kind.SOCIAL_CARE: "the designated social care officer",
}


@dataclass(frozen=True)
class Standing:
    """Whether something is agreed for the words as they stand. `given` is the newest agreement that holds; `is_needed` is false where none is identified.

    `was_other` says that there is one, for words that changed since; `taken_back` that whoever gave it took it back.
    """

    kind: str
    sha256: str
    is_needed: bool
    given: Agreement | None
    was_other: bool = False
    taken_back: bool = False

    @property
    def holds(self) -> bool:
        """Say whether nothing stands in the way."""
        return not self.is_needed or self.given is not None


@dataclass(frozen=True)
class AgreementCard:
    """One agreement as the page shows it: the provision as it stands, what is agreed, and what this person may do."""

    kind: str
    title: str
    sections: tuple[SectionToRead, ...]
    standing: Standing
    words: str
    note: str
    tone: str
    may_give: bool
    may_take_back: bool
    url: str
    why_not: str
    taken_out_at: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class AgreementsPage:
    """What is to be agreed before the plan is final."""

    head: PlanHead
    cards: tuple[AgreementCard, ...]
    codes: tuple[Code, ...]


def hash_of(sections: Mapping[Code, SectionRecord], kind: str) -> str:
    """Name the words that an agreement, or a signature of the whole plan, is to."""
    shas = {code.value: sha256_of(section_json(sections[code])) for code in AGREES_IN.get(kind, tuple(sections))}
    return sha256_of(canonical(shas))


def standing_of(access: PlanAccess, kind: str, sections: Mapping[Code, SectionRecord]) -> Standing:
    """Say whether something is agreed, or the plan is signed, for the words in `sections`. One query."""
    sha = hash_of(sections, kind)
    rows = list(Agreement.objects.filter(plan=access.plan, kind=kind).select_related("by").order_by("pk"))
    newest = rows[-1] if rows else None
    holds = newest if newest and newest.is_given and newest.sha256 == sha else None
    return Standing(
        kind=kind,
        sha256=sha,
        is_needed=is_needed(kind, sections),
        given=holds,
        was_other=bool(newest and newest.is_given and newest.sha256 != sha),
        taken_back=bool(newest and not newest.is_given),
    )


def is_needed(kind: str, sections: Mapping[Code, SectionRecord]) -> bool:
    """Say whether there is anything to agree: a section that states "none identified" and holds nothing needs nobody."""
    return any(sections[code].items or not sections[code].none_identified for code in AGREES_IN.get(kind, ())) or kind == Kind.SIGNED


def read_agreements(access: PlanAccess) -> AgreementsPage:
    """Read the page. Raises NotPermitted for whoever is neither of the council nor one who agrees. Seven queries."""
    if not sees_agreements(access):
        raise NotPermitted(NOT_FOR_FAMILY)
    sections = put_forward(access.plan)
    seen = project(access, sections, reader="")
    writer = VersionItems(access, seen)
    cards = []
    codes: list[Code] = []
    for kind, of in AGREES_IN.items():
        if not access.circle.is_council and not agrees(access, kind):
            continue
        to_read = tuple(section_to_read(writer, seen[code]) for code in of if code in seen)
        codes += [section.code for section in to_read]
        cards.append(_card(access, kind, standing_of(access, kind, sections), to_read))
    return AgreementsPage(plan_head(access), tuple(cards), tuple(codes))


def _card(access: PlanAccess, kind: str, standing: Standing, sections: tuple[SectionToRead, ...]) -> AgreementCard:
    may = agrees(access, kind)
    answer = access.may(Verb.APPROVE, AGREES_IN[kind][0]) if may else None
    words, tone = _said(standing)
    return AgreementCard(
        kind=kind,
        title=" and ".join(section_said(code) for code in AGREES_IN[kind]),
        sections=sections,
        standing=standing,
        words=words,
        note=standing.given.note if standing.given else "",
        tone=tone,
        may_give=bool(answer) and standing.is_needed and standing.given is None,
        may_take_back=bool(answer) and standing.given is not None,
        url=f"{plan_url(access)}agreements/{kind}/",
        taken_out_at=_take_out_urls(access, kind, standing, sections),
        why_not=answer.because if answer is not None and not answer else ("" if may else f"This is agreed by {WHO[kind]}."),
    )


def _take_out_urls(access: PlanAccess, kind: str, standing: Standing, sections: tuple[SectionToRead, ...]) -> tuple[tuple[str, str], ...]:
    """Say where each piece of health provision that is not agreed is taken out; nothing for whoever does not decide."""
    if kind != Kind.HEALTH or standing.holds or not may_decide(access) or not is_being_finished(access):
        return ()
    return tuple((item.title, f"{plan_url(access)}agreements/take-out/{item.uid}/") for section in sections for item in section.items)


def read_unagreed(access: PlanAccess, uid: UUID) -> ItemView:
    """Read one piece of health provision that could be taken out; NotFound for anything else."""
    seen = project(access, put_forward(access.plan), reader="")
    section = seen.get(Code.G)
    found = next((item for item in section.items if item.record.uid == str(uid)), None) if section else None
    if found is None:
        raise NotFound(NOTHING_HERE)
    return VersionItems(access, seen).view(Code.G, found)


def section_to_read(writer: VersionItems, section: SeenSection) -> SectionToRead:
    """Write one section as this person reads it."""
    return SectionToRead(
        code=section.code,
        name=SECTION_NAMES[section.code],
        narrative_html=words_html(section.narrative) if section.narrative else "",
        none_identified=section.none_identified,
        items=tuple(writer.view(section.code, item) for item in section.items),
    )


def _said(standing: Standing) -> tuple[str, str]:
    if not standing.is_needed:
        return ("Nothing to agree: none identified", "done")
    if standing.given:
        by = standing.given
        return (f"Agreed by {by.by.name} ({ROLE_NAMES[Role(by.role)]}) on {in_london(by.at)}, for exactly these words", "done")
    if standing.was_other:
        return ("Agreed for other words: they have changed since, so it has to be agreed again", "late")
    return ("The agreement was taken back", "late") if standing.taken_back else ("Not agreed yet", "soon")
