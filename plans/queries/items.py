"""Read the items of a plan for one person: filtered by access first, then put into the words that the page prints."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from permissions.models import User
from permissions.vocabulary import ROLE_NAMES, SECTION_NAMES, Code, Role
from plans.access import PlanAccess, When, facts_of
from plans.models import SPECS, Item, ItemLink
from plans.queries.facts import Time, facts_said, title_said
from plans.queries.files import FileView, file_of
from plans.queries.texts import TextBox, item_box
from plans.rendering import first_sentence, words_html
from plans.saying import day_in_london, in_london
from plans.statute.sections import Kind


@dataclass(frozen=True)
class Strand:
    """One end of a link of the golden thread, as a page prints it."""

    uid: UUID
    words: str
    url: str
    section: str
    kind: Kind


@dataclass(frozen=True)
class ItemView:
    """One item as one person sees it; `words` is safe HTML, `facts` are (label, words), `gist` the first sentence where the title is none of the words.

    `box` is where its words are written, None for whoever may not write them.
    """

    uid: UUID
    code: Code
    kind: Kind
    title: str
    words: str
    is_kept: bool
    is_own: bool
    state_words: str
    facts: tuple[tuple[str, str], ...]
    time: Time | None
    because: tuple[Strand, ...]
    so_that: tuple[Strand, ...]
    source_words: str
    author: str
    audience: str
    may_change: bool
    actions: tuple[tuple[str, str], ...] = ()
    source_url: str = ""
    comments_words: str = ""
    comments_url: str = ""
    gist: str = ""
    file: FileView | None = None
    box: TextBox | None = None


@dataclass(frozen=True)
class SectionToRead:
    """One section as one person reads it in a version or on paper; `narrative_html` is safe HTML."""

    code: Code
    name: str
    narrative_html: str
    none_identified: bool
    items: tuple[ItemView, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing here for this person."""
        return not (self.narrative_html or self.none_identified or self.items)


@dataclass(frozen=True)
class VisibleItems:
    """The items of a plan that one person sees, in the order of their sections, and the links between them."""

    rows: tuple[Item, ...]
    links: tuple[tuple[int, int], ...]

    def of(self, code: Code) -> tuple[Item, ...]:
        """Give the items of one section."""
        return tuple(row for row in self.rows if row.section.code is code)


def rows_with_specs(rows: QuerySet[Item]) -> QuerySet[Item]:
    """Read items with their authors, sections, typed fields and live texts in one query, so that words and their number are of one moment."""
    return rows.select_related("author", "section", "live_text", *[kind.value for kind in SPECS], "evidence__file")


def visible_items(access: PlanAccess) -> VisibleItems:
    """Read what this person sees of the whole plan. Two queries."""
    rows = rows_with_specs(Item.objects.filter(plan=access.plan).exclude(state=Item.State.RETIRED)).order_by(
        "section__type__position", "position", "pk"
    )
    seen = [row for row in rows if access.sees_item(row.section.code, facts_of(row))]
    keys = {row.pk for row in seen}
    links = ItemLink.objects.filter(plan=access.plan).values_list("source_id", "target_id")
    return VisibleItems(
        rows=tuple(seen),
        links=tuple((source, target) for source, target in links if source in keys and target in keys),
    )


class ItemWriter:
    """Turn visible rows into the words of a page, with the golden thread looked up once."""

    def __init__(self, access: PlanAccess, visible: VisibleItems) -> None:
        self.access = access
        self.visible = visible
        self.by_key = {row.pk: row for row in visible.rows}
        self.from_: dict[int, list[int]] = {}
        self.to: dict[int, list[int]] = {}
        self._hows: dict[Code, When] = {}
        for source, target in visible.links:
            self.from_.setdefault(target, []).append(source)
            self.to.setdefault(source, []).append(target)

    def view(self, row: Item) -> ItemView:
        """Write one item."""
        access, kind, code = self.access, Kind(row.kind), row.section.code
        facts = facts_of(row)
        title, rest = self.title_and_rest(row)
        shows_words = access.sees_words(code, facts)
        is_kept = row.state == Item.State.KEPT
        is_own = row.author_id == access.person
        may_change = bool(access.may_change(code, facts))
        return ItemView(
            uid=row.uid,
            code=code,
            kind=kind,
            title=self._said(title),
            gist=self._said(first_sentence(row.text)[0]) if title_said(row) and shows_words else "",
            words=words_html(self._said(rest)) if rest and shows_words else "",
            is_kept=is_kept,
            is_own=is_own,
            state_words="Only you can see this" if is_kept else "",
            facts=tuple((label, self._said(words)) for label, words in facts_said(row)) if shows_words else (),
            time=Time.of(row.provision) if kind is Kind.PROVISION else None,
            because=self.strands(self.from_.get(row.pk, ())),
            so_that=self.strands(self.to.get(row.pk, ())),
            source_words=self._said(row.source),
            author=self.author(row),
            audience="",
            may_change=may_change,
            actions=(("Change", f"{plan_url(access)}items/{row.uid}/"),) if may_change else (),
            file=file_of(access, row),
            box=item_box(access, row) if may_change else None,
        )

    def title_and_rest(self, row: Item) -> tuple[str, str]:
        """Give an item's title and the words below it: a voice keeps its words whole, a report has a title of its own."""
        own = title_said(row)
        return (own, row.text) if own else first_sentence(row.text)

    def strands(self, keys: Iterable[int]) -> tuple[Strand, ...]:
        """Write the items that a thread leads to, in the plan's order."""
        wanted = set(keys)
        return tuple(self.strand(row) for row in self.visible.rows if row.pk in wanted)

    def strand(self, row: Item) -> Strand:
        """Write one end of a link."""
        code = row.section.code
        url = f"{plan_url(self.access)}sections/{code}/#item-{row.uid}"
        return Strand(row.uid, self._said(self.title_and_rest(row)[0]), url, section_said(code), Kind(row.kind))

    def author(self, row: Item) -> str:
        """Say who wrote an item and when, as far as this person may learn it (design, invariant 11); the order of a section's items is that of their adding."""
        name = "you" if row.author_id == self.access.person else self._person(row.author, row.author_role)
        how = self._how(row.section.code)
        if how is When.NEVER:
            return f"Written by {name}"
        said = in_london(row.saved_at) if how is When.MOMENT else day_in_london(row.saved_at)
        return f"Written by {name}; last changed {said}" if _was_changed(row) else f"Written by {name} on {said}"

    def _how(self, code: Code) -> When:
        if code not in self._hows:
            self._hows[code] = self.access.shows_list_when((row.author_id, row.author_role) for row in self.visible.of(code))
        return self._hows[code]

    def _person(self, person: User, role: str) -> str:
        name = ROLE_NAMES[Role(role)].lower() if not self.access.sees_names else person.name
        return name if not self.access.sees_names else f"{name} ({ROLE_NAMES[Role(role)]})"

    def _said(self, words: str) -> str:
        return words if self.access.sees_names else without_names(words, self.access)


def _was_changed(row: Item) -> bool:
    """Say whether an item was saved again, or its words written on, since it was added (its log begins with the words of that time)."""
    text = getattr(row, "live_text", None)
    return bool(row.seq or (text and text.settled_n > 1))


def plan_url(access: PlanAccess) -> str:
    """Give the address of a plan's page."""
    return f"/plans/{access.circle.circle.shown_reference}/"


def section_said(code: Code) -> str:
    """Name a section; its letter never stands without its name."""
    return f"{SECTION_NAMES[code]} (Section {code})"


def without_names(words: str, access: PlanAccess) -> str:
    """Take the child's names out of words, for a reader who is to judge the plan without knowing whose it is (domain.md 4.3, AUD)."""
    child = access.circle.circle.child
    names = sorted({name for name in (child.first_name, child.last_name, child.called) if name}, key=len, reverse=True)
    return re.sub(rf"\b({'|'.join(map(re.escape, names))})\b", "[name]", words, flags=re.IGNORECASE)
