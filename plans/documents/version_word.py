"""Describe a version for one reader as parts and paragraphs: what its Word file is made of, the same words as its PDF."""

from collections.abc import Iterable
from datetime import date

from plans.documents.prose import prose
from plans.queries.details import Cover
from plans.queries.items import ItemView, SectionToRead
from plans.queries.versions import VersionPage
from plans.runs import Document, Paragraph, Part, plain
from plans.saying import long_date


def version_document(page: VersionPage, *, recipient: str, today: date, cover: Cover | None) -> Document:
    """Describe what one person reads of a version, behind the cover that is theirs."""
    saved = f"Saved by {page.row.by} on {page.row.when}."
    return Document(
        title=f"{page.head.reference}, {page.row.title}",
        heading=page.head.title,
        opening=(
            plain("Education, Health and Care plan"),
            plain(f"{saved} {page.row.note}".strip()),
            plain(
                f"This copy was made for {recipient} on {long_date(today)}. It holds what this person may read of the plan, and may hold less than the "
                "copy of somebody else. A Word file can be changed by whoever has it: the version itself is kept in the portal."
            ),
            plain(page.hash, style="small", label="Fingerprint of this version"),
        ),
        parts=(*_cover(cover, long_date(today)), *(part for section in page.sections for part in _section(section))),
        has_key=False,
    )


def word_name(page: VersionPage) -> str:
    """Name the file by reference, kind and number: 0000-0SAM-shared-2.docx."""
    return f"{page.head.reference}-{page.row.kind.replace('_', '-')}-{page.row.number}.docx"


def _cover(cover: Cover | None, day: str) -> Iterable[Part]:
    if cover is None or not cover.child:
        return
    lines = [plain(words, label=label) for label, words in cover.child]
    lines += [plain(address, label="The child’s address") for address in cover.childs_addresses]
    if cover.warns:
        warning = "This copy says how to reach somebody of the family. Not everyone in this plan may know that. Never pass it on."
        lines.insert(0, plain(warning))
    yield Part("Personal details", tuple(lines))
    for adult in cover.adults:
        yield Part(adult.name, tuple(plain(words, label=label) for label, words in adult.lines), level=3)
    yield Part(
        "About these details", (plain(f"They stood so on {day}, and are no part of the version. Each reader’s copy has its own."),), level=3
    )


def _section(section: SectionToRead) -> Iterable[Part]:
    lines: list[Paragraph] = list(prose(section.narrative_html))
    if section.none_identified:
        lines.append(plain("None identified. This is a statement: the people who looked found nothing to write here."))
    if section.is_empty:
        lines.append(plain("Nothing was written here for this reader."))
    yield Part(f"{section.name} (Section {section.code})", tuple(lines))
    for item in section.items:
        yield Part(item.title, tuple(_item(item)), level=3)


def _item(item: ItemView) -> Iterable[Paragraph]:
    yield from prose(item.words)
    if item.file:
        yield plain(f"{item.file.name} ({item.file.about})", label="The report itself")
    if item.time and item.time.how_often:
        more = [part for part in (item.time.weeks, f"({item.time.a_year})" if item.time.a_year else "") if part]
        yield plain(", ".join([item.time.how_often, *more[:1]]) + "".join(f" {part}" for part in more[1:]), label="How often and how long")
    for label, words in item.facts:
        yield plain(words, label=label)
    for link in item.because:
        yield plain(f"{link.words}, {link.section}", label="Because")
    for link in item.so_that:
        yield plain(f"{link.words}, {link.section}", label="So that")
    if item.source_words:
        yield plain(f"From {item.source_words}", style="small")
    yield plain(item.author, style="small")
