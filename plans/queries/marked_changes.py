"""Write the plan in force with what is proposed marked in it: what is taken out struck through, what is put in marked, for one reader.

Law: SEND Regs 2014 reg 22(2): the amendment notice is a copy of the plan with the proposed changes specified.
Invariant: both readings come filtered for this reader (`plans.record.project`); what they don't see stands nowhere, and counts nowhere.
"""

from collections.abc import Iterable, Mapping

from permissions.vocabulary import CODES, Code
from plans.queries.changes import FieldChange, ItemChange, Threads, fields_of, item_changes, text_runs
from plans.queries.items import section_said
from plans.queries.words import Run as WordRun
from plans.record.canonical import ItemRecord
from plans.record.project import SeenSection
from plans.runs import Document, Mark, Paragraph, Part, Run, plain
from plans.statute.sections import KIND_NAMES

Seen = Mapping[Code, SeenSection]
NONE_IDENTIFIED = "None identified."
KEY: tuple[tuple[Run, str], ...] = (
    (Run("Normal words"), "the plan as it is now"),
    (Run("Italic", Mark.AUTHORITY), "words that the council proposes to put in"),
    (Run("Italic, struck through", Mark.AUTHORITY, is_struck=True), "words that the council proposes to take out"),
)
TAILS = {"added": ", added", "taken_out": ", taken out"}


def changes_document(before: Seen, after: Seen, *, reference: str, opening: Iterable[str]) -> Document:
    """Lay the proposed plan over the plan in force. Nothing personal stands in its title."""
    old, new = Threads(before), Threads(after)
    codes = [code for code in CODES if code in before and code in after]
    of = {code: tuple(_section(before[code], after[code], old, new)) for code in codes}
    parts = tuple(part for own in of.values() for part in own)
    changed = [
        section_said(code)
        for code, own in of.items()
        if any(run.is_change for part in own for line in part.paragraphs for run in line.runs)
    ]
    return Document(
        title=f"{reference}, proposed changes",
        heading="The plan with the proposed changes",
        opening=(
            *(plain(words) for words in opening),
            *([plain("Something changes in:")] if changed else []),
            *(plain(name, style="list") for name in changed),
        ),
        parts=parts,
        has_key=True,
        key=KEY,
    )


def _section(before: SeenSection, after: SeenSection, old: Threads, new: Threads) -> Iterable[Part]:
    lines = []
    if before.narrative.strip() or after.narrative.strip():
        lines.append(_text(before.narrative, after.narrative))
    if before.none_identified or after.none_identified:
        lines.append(_text(*(NONE_IDENTIFIED if one.none_identified else "" for one in (before, after))))
    changes = item_changes(before, after, old, new)
    yield Part(section_said(after.code), tuple(lines) or (() if changes else (plain("Nothing stands here in this copy of the plan."),)))
    was, now = ({item.record.uid: item.record for item in one.items} for one in (before, after))
    for number, change in enumerate(changes, start=1):
        record = now.get(change.uid) or was[change.uid]
        name = f"{KIND_NAMES[record.kind][0].capitalize()} {after.code}{number}{TAILS.get(change.kind, '')}"
        yield Part(name, tuple(_item(change, record)), level=3)


def _item(change: ItemChange, record: ItemRecord) -> Iterable[Paragraph]:
    words = change.words or text_runs(record.text, record.text)
    if words:
        yield Paragraph(tuple(_run(run) for run in words))
    elif change.title:
        yield plain(change.title)
    is_gone = change.kind == "taken_out"
    changed = {one.label for one in change.fields}
    for label, said in fields_of(record).items():
        if said and label not in changed:
            yield Paragraph((_put(said, is_struck=True) if is_gone else Run(said),), "small", label)
    for one in change.fields:
        yield Paragraph(tuple(_field(one)), "small", one.label)


def _field(one: FieldChange) -> Iterable[Run]:
    if one.words:
        yield from (_run(run) for run in one.words)
        return
    if one.before:
        yield _put(one.before, is_struck=True)
    if one.after:
        yield _put(f" {one.after}" if one.before else one.after)


def _text(before: str, after: str) -> Paragraph:
    return Paragraph(tuple(_run(run) for run in text_runs(before, after)))


def _run(run: WordRun) -> Run:
    return Run(run.text) if run.kind == "same" else _put(run.text, is_struck=run.kind == "removed")


def _put(words: str, *, is_struck: bool = False) -> Run:
    return Run(words, Mark.AUTHORITY, is_struck, "The council")
