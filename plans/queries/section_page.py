"""Read one section for one person: its words, its items, and who writes it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Subquery

from permissions.access import NOTHING_HERE
from permissions.matrix import matrix
from permissions.refusals import NotFound
from permissions.vocabulary import CODES, ROLE_NAMES, SECTION_NAMES, Code, Role, Verb
from plans.access import PlanAccess
from plans.models import LiveText, Section
from plans.queries.items import ItemView, ItemWriter, plan_url, section_said, visible_items, without_names
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.texts import TextBox, section_box
from plans.rendering import words_html
from plans.statute.sections import KINDS, MAY_STATE_NONE, PLAIN_NAMES, WITH_ARTICLE

# From so many items on, a section begins with a list of them.
MANY = 5


@dataclass(frozen=True)
class Addable:
    """One kind of item that this person may add here."""

    label: str
    url: str


@dataclass(frozen=True)
class SectionPage:
    """A section as one person reads it; `narrative_html` is safe HTML, `narrative` the words themselves.

    `box` is where its own words are written, None for whoever may not write them.
    """

    head: PlanHead
    code: Code
    name: str
    plain_name: str
    letter: str
    url: str
    narrative: str
    narrative_html: str
    none_identified: bool
    may_state_none: bool
    seq: int
    box: TextBox | None
    items: tuple[ItemView, ...]
    is_empty: bool
    sees_all: bool
    may_edit: bool
    may_write: bool
    addable: tuple[Addable, ...]
    written_by: str
    why_not: str
    contents: tuple[tuple[UUID, str], ...]
    before: tuple[str, str] | None
    after: tuple[str, str] | None
    talk_url: str


def section_code(text: str) -> Code:
    """Read a section's code from an address; NotFound for anything else."""
    try:
        return Code(text.upper())
    except ValueError as wrong:
        raise NotFound(NOTHING_HERE) from wrong


# In one query with the words, so that both are of one moment.
_WORDS_N = Subquery(LiveText.objects.filter(section=OuterRef("pk"), item=None).values("settled_n"))


def read_section_page(access: PlanAccess, code: Code) -> SectionPage:
    """Read a section that this person sees (`access.require` was asked): three queries."""
    section = Section.objects.annotate(words_n=_WORDS_N).get(plan=access.plan, type__code=code)
    visible = visible_items(access)
    writer = ItemWriter(access, visible)
    items = tuple(writer.view(row) for row in visible.of(code))
    narrative = _narrative(access, section)
    may_edit = bool(access.may(Verb.EDIT, code))
    may_add = access.may(Verb.ADD, code)
    before, after = _neighbours(access, code)
    return SectionPage(
        head=plan_head(access),
        code=code,
        name=SECTION_NAMES[code],
        plain_name=PLAIN_NAMES[code],
        letter=code.value,
        url=f"{plan_url(access)}sections/{code}/",
        narrative=narrative,
        narrative_html=words_html(narrative) if narrative else "",
        none_identified=section.none_identified,
        may_state_none=code in MAY_STATE_NONE,
        seq=section.seq,
        box=section_box(access, code, narrative, section.words_n) if may_edit else None,
        items=items,
        is_empty=not (narrative or items or section.none_identified),
        sees_all=access.sections[code].sees_narrative,
        may_edit=may_edit,
        may_write=may_edit or bool(may_add),
        addable=_addable(access, code) if may_add else (),
        written_by=_written_by(access, code),
        why_not=may_add.because if Verb.ADD in access.sections[code].by_role and not may_add else "",
        contents=tuple((item.uid, item.title) for item in items) if len(items) > MANY else (),
        before=before,
        after=after,
        talk_url=f"{plan_url(access)}sections/{code}/" if access.sees_names and access.may(Verb.COMMENT, code) else "",
    )


def _narrative(access: PlanAccess, section: Section) -> str:
    if not access.sections[section.code].sees_narrative:
        return ""
    return section.narrative if access.sees_names else without_names(section.narrative, access)


def _addable(access: PlanAccess, code: Code) -> tuple[Addable, ...]:
    base = f"{plan_url(access)}sections/{code}/add/"
    return tuple(Addable(f"Add {WITH_ARTICLE[kind]}", f"{base}{kind}/") for kind in KINDS[code])


def _written_by(access: PlanAccess, code: Code) -> str:
    writers = [
        ROLE_NAMES[role] for role in Role if {Verb.EDIT, Verb.ADD} & matrix()[role, code].verbs and role is not Role.BUSINESS_SUPPORT
    ]
    coordinator = plan_head(access).coordinator
    named = ", ".join(_in_a_sentence(name) for name in writers)
    or_talk = " or start a conversation here" if access.may(Verb.COMMENT, code) else ""
    return f"Written by: {named}. To have something changed, ask {coordinator}{or_talk}."


def _in_a_sentence(name: str) -> str:
    return name if name.split(" ")[0] in {"SENCo", "EHC"} else name[0].lower() + name[1:]


def _neighbours(access: PlanAccess, code: Code) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    seen = [one for one in CODES if one in access.visible_sections]
    place = seen.index(code)
    links = [(section_said(one), f"{plan_url(access)}sections/{one}/") for one in seen]
    return (links[place - 1] if place else None, links[place + 1] if place + 1 < len(seen) else None)
