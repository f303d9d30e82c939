"""Put the items of a version into the words that a page prints, as the live plan's are."""

from collections.abc import Mapping
from uuid import UUID

from permissions.vocabulary import ROLE_NAMES, Code, Role
from plans.access import PlanAccess
from plans.contents import spec_names
from plans.models import SPECS, Item
from plans.queries.facts import Time, facts_said, title_said
from plans.queries.files import file_in_version
from plans.queries.items import ItemView, Strand, section_said
from plans.record.canonical import ItemRecord
from plans.record.project import SeenItem, SeenSection
from plans.rendering import first_sentence, words_html
from plans.statute.sections import KIND_NAMES, Kind


def row_of(record: ItemRecord) -> Item:
    """Make the row that an item of a version once was; it is never stored."""
    model, names = SPECS[record.kind], spec_names(record.kind)
    spec = model(**{name: model._meta.get_field(name).to_python(value) for name, value in record.spec.items() if name in names})  # type: ignore[union-attr]
    row = Item(uid=UUID(record.uid), kind=record.kind, text=record.text, source=record.source)
    setattr(row, record.kind.value, spec)
    return row


def title_and_rest(record: ItemRecord) -> tuple[str, str]:
    """Give an item's title and the words below it, as in the live plan."""
    own = title_said(row_of(record))
    title, rest = (own, record.text) if own else first_sentence(record.text)
    return title or KIND_NAMES[record.kind][0].capitalize(), rest


class VersionItems:
    """The items of a version that one person sees, with the golden thread looked up once; links lead to the items on the same page."""

    def __init__(self, access: PlanAccess, sections: Mapping[Code, SeenSection]) -> None:
        self.access = access
        self.by_uid = {item.record.uid: (code, item) for code, section in sections.items() for item in section.items}

    def view(self, code: Code, item: SeenItem) -> ItemView:
        """Write one item."""
        record = item.record
        row = row_of(record)
        title, rest = title_and_rest(record)
        return ItemView(
            uid=row.uid,
            code=code,
            kind=record.kind,
            title=title,
            words=words_html(rest) if rest else "",
            is_kept=False,
            is_own=item.is_own,
            state_words="",
            facts=tuple(facts_said(row)) if item.shows_words else (),
            time=Time.of(row.provision) if record.kind is Kind.PROVISION else None,
            because=self.strands(record.comes_from),
            so_that=self.strands(record.leads_to),
            source_words=record.source,
            author=self._author(item),
            audience="",
            may_change=False,
            file=file_in_version(self.access, item),
        )

    def strands(self, uids: tuple[str, ...]) -> tuple[Strand, ...]:
        """Write the items that a thread leads to, in the plan's order."""
        return tuple(self.strand(uid) for uid in self.by_uid if uid in uids)

    def strand(self, uid: str) -> Strand:
        """Write one end of a link."""
        code, item = self.by_uid[uid]
        return Strand(UUID(uid), title_and_rest(item.record)[0], f"#item-{uid}", section_said(code), item.record.kind)

    def _author(self, item: SeenItem) -> str:
        author = item.record.author
        role = ROLE_NAMES[Role(author.role)]
        return f"Written by {author.name} ({role})" if author.name != role else f"Written by {role}"
