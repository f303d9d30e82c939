"""Read sections of a plan as they stand, to be printed for one reader."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from permissions.vocabulary import ROLE_NAMES, SECTION_NAMES, Code, Role
from plans.access.paper import OnTheTable
from plans.models import Item, Section
from plans.queries.items import ItemWriter, SectionToRead, VisibleItems, visible_items, without_names
from plans.rendering import words_html


@dataclass(frozen=True)
class PaperPlan:
    """The sections that are printed. `left_out` names the items that their author keeps and that stay off the paper."""

    sections: tuple[SectionToRead, ...]
    left_out: frozenset[UUID]


def read_paper(access: OnTheTable, codes: Iterable[Code], *, with_kept: bool) -> PaperPlan:
    """Read sections that this person sees, in the plan's order; what the reader keeps to themselves only `with_kept`. Three queries.

    Invariant: nobody is "you" on a paper; every author stands there by name.
    """
    seen = visible_items(access)
    kept = {row.pk: row.uid for row in seen.rows if row.state == Item.State.KEPT and not with_kept}
    links = tuple(link for link in seen.links if not kept.keys() & set(link))
    visible = VisibleItems(tuple(row for row in seen.rows if row.pk not in kept), links)
    writer, wanted = ItemWriter(access, visible), set(codes)
    rows = {row.code: row for row in Section.objects.filter(plan=access.plan)}
    sections = tuple(_section(access, writer, rows[code]) for code in access.visible_sections if code in wanted)
    return PaperPlan(sections, frozenset(kept.values()))


def _section(access: OnTheTable, writer: ItemWriter, section: Section) -> SectionToRead:
    narrative = section.narrative if access.sections[section.code].sees_narrative else ""
    said = narrative if access.sees_names else without_names(narrative, access)
    items = tuple(replace(writer.view(row), author=_author(access, writer, row)) for row in writer.visible.of(section.code))
    return SectionToRead(section.code, SECTION_NAMES[section.code], words_html(said) if said else "", section.none_identified, items)


def _author(access: OnTheTable, writer: ItemWriter, row: Item) -> str:
    said = writer.author(row)
    return said.replace("Written by you", f"Written by {row.author.name} ({ROLE_NAMES[Role(row.author_role)]})", 1)
