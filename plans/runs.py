"""What a document for people is made of, whichever file it becomes: parts, paragraphs, and runs of words that say whose they are.

`Mark` is the customary key of the SEND Tribunal's working document: normal: agreed; bold: the family's; underlined: an agreed change; italic: the authority's;
struck through: taken out. `PROPOSED` are words that somebody else asks for, who is no party there; it stands in no working document.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal


class Mark(StrEnum):
    """Whose words a run is."""

    AGREED = "agreed"
    FAMILY = "family"
    AGREED_CHANGE = "agreed change"
    AUTHORITY = "council"
    PROPOSED = "proposed"


# What stands before a run where its look alone would say whose it is: words to add, and words to take out.
LABELS: dict[tuple[Mark, bool], str] = {
    (Mark.FAMILY, False): "family",
    (Mark.FAMILY, True): "family, take out",
    (Mark.AGREED_CHANGE, False): "agreed change",
    (Mark.AGREED_CHANGE, True): "agreed, taken out",
    (Mark.AUTHORITY, False): "council",
    (Mark.AUTHORITY, True): "council, take out",
    (Mark.PROPOSED, False): "proposed",
    (Mark.PROPOSED, True): "proposed, take out",
}


@dataclass(frozen=True)
class Run:
    """Words that stand together. `by` and `on` say who asked for the change and on which day; None where this reader is not told the day."""

    words: str
    mark: Mark = Mark.AGREED
    is_struck: bool = False
    by: str = ""
    on: date | None = None
    look: Literal["", "strong", "em"] = ""

    @property
    def label(self) -> str:
        """Say in words whose it is; nothing for what is agreed."""
        return LABELS.get((self.mark, self.is_struck), "")

    @property
    def is_change(self) -> bool:
        """Say whether the served words are different here, or somebody wants them to be."""
        return self.mark is not Mark.AGREED


@dataclass(frozen=True)
class Note:
    """Something said beside the words: a reason, a question, a reply."""

    who: str
    words: str
    on: date | None = None


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `label` stands before its words, `notes` beside it. A tracked change is never split over two paragraphs: a line of words may hold breaks."""

    runs: tuple[Run, ...]
    style: Literal["", "list", "small"] = ""
    label: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Part:
    """A heading (of level 2 or 3) and what stands below it."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    level: Literal[2, 3] = 2


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document. `title` says nothing personal: it is the name that programs show; `heading` is for people. `has_key`: the meaning of the marks stands on top."""

    title: str
    heading: str
    opening: tuple[Paragraph, ...]
    parts: tuple[Part, ...]
    has_key: bool
    key: tuple[tuple[Run, str], ...] = field(default=())


KEY: tuple[tuple[Run, str], ...] = (
    (Run("Normal words"), "agreed, or not disputed"),
    (Run("Bold", Mark.FAMILY), "words that the family asks for"),
    (Run("Bold, struck through", Mark.FAMILY, is_struck=True), "words that the family wants taken out"),
    (Run("Underlined", Mark.AGREED_CHANGE), "a change that is agreed"),
    (Run("Underlined, struck through", Mark.AGREED_CHANGE, is_struck=True), "words that are taken out, which is agreed"),
    (Run("Italic", Mark.AUTHORITY), "words of the council that are not agreed"),
    (Run("Italic, struck through", Mark.AUTHORITY, is_struck=True), "words that the council takes out, which is not agreed"),
)

KEY_OF_A_PROPOSAL: tuple[tuple[Run, str], ...] = (
    (Run("Bold", Mark.PROPOSED), "words that were proposed"),
    (Run("Bold, struck through", Mark.PROPOSED, is_struck=True), "words that were proposed to be taken out"),
)


def key_of(parts: Iterable[Part]) -> tuple[tuple[Run, str], ...]:
    """Give what the marks mean that stand in a document."""
    used = {(run.mark, run.is_struck) for part in parts for paragraph in part.paragraphs for run in paragraph.runs if run.is_change}
    return tuple((run, meaning) for run, meaning in (*KEY, *KEY_OF_A_PROPOSAL) if (run.mark, run.is_struck) in used)


def plain(words: str, *, style: Literal["", "list", "small"] = "", label: str = "") -> Paragraph:
    """Make a paragraph of words that nobody changes."""
    return Paragraph((Run(words),), style, label)
