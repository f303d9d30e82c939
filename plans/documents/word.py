"""Make a Word file of a document of parts and marked words: changes are Word's own tracked changes, and what is said beside the words are its comments.

To accept every change gives the new words, to reject every change the words as they were served. Words are only ever text: no field, link, picture or macro
comes from them, nothing is fetched, and what a file says about itself is its neutral title.
"""

import io
import re
import unicodedata
from datetime import date, datetime, time
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from plans.runs import Document, Mark, Note, Paragraph, Run

# Characters that XML can't hold or that steer a program instead of being read.
_UNREADABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile("\r\n?|\u2028|\u2029|\x85|\x0b|\x0c")
LONGEST_NAME = 200
STYLES: dict[Mark, str] = {
    Mark.FAMILY: "Words of the family",
    Mark.AGREED_CHANGE: "Agreed change",
    Mark.AUTHORITY: "Words of the council",
    Mark.PROPOSED: "Proposed words",
}
# What the empty file brings that says nothing to people: a picture of its first page, data of templates, and which program made it.
_LEFT_OUT = ("thumbnail", "customXml", "stylesWithEffects", "extended-properties")


def word_file(document: Document, *, today: date) -> bytes:
    """Write a document as .docx, whose bytes follow from the document and the day alone: they tell neither the moment nor what else was made."""
    return _Writer(document, today).bytes()


def clean(words: str) -> str:
    """Take out what no text in a Word file may hold."""
    return _UNREADABLE.sub("", _BREAKS.sub("\n", words))


class _Writer:
    def __init__(self, document: Document, today: date) -> None:
        self.document, self.today = document, today
        self.word: WordDocument = docx.Document()
        self.changes = 0
        self.word.sections[0].page_width, self.word.sections[0].page_height = Mm(210), Mm(297)
        _neutral(self.word, document.title, today)
        _look(self.word)
        _foot(self.word, document.title)

    def bytes(self) -> bytes:
        """Write everything."""
        document = self.document
        self.word.add_heading(clean(document.heading), 1)
        for paragraph in document.opening:
            self._paragraph(paragraph)
        if document.has_key:
            self.word.add_heading("What the marks mean", 2)
            for run, meaning in document.key:
                line = self.word.add_paragraph(style="List Bullet")
                line._p.append(_run(run))
                line.add_run(f": {meaning}")
        for part in document.parts:
            _direct(self.word.add_heading(clean(part.title), part.level)._p, part.title)
            for paragraph in part.paragraphs:
                self._paragraph(paragraph)
        kept = io.BytesIO()
        self.word.save(kept)
        return _without_moment(kept)

    def _paragraph(self, paragraph: Paragraph) -> None:
        line: Any = self.word.add_paragraph(style="List Bullet" if paragraph.style == "list" else None)._p
        comments = [self._comment(note) for note in paragraph.notes]
        for number in comments:
            line.append(_element("w:commentRangeStart", {"w:id": number}))
        if paragraph.label:
            line.append(_run(Run(f"{paragraph.label}: ", look="strong"), size=paragraph.style))
        for run in paragraph.runs:
            line.append(self._change(run, paragraph.style) if run.is_change else _run(run, size=paragraph.style))
        for number in comments:
            line.append(_element("w:commentRangeEnd", {"w:id": number}))
            reference = _element("w:r")
            reference.append(_element("w:commentReference", {"w:id": number}))
            line.append(reference)
        _track_break(line, paragraph, self._facts)
        _direct(line, "".join(run.words for run in paragraph.runs))

    def _change(self, run: Run, size: str) -> Any:
        change = _element("w:del" if run.is_struck else "w:ins", self._facts(run))
        change.append(_run(run, size=size, text="w:delText" if run.is_struck else "w:t"))
        return change

    def _facts(self, run: Run) -> dict[str, str]:
        self.changes += 1
        facts = {"w:id": str(self.changes), "w:author": clean(run.by)[:LONGEST_NAME]}
        return facts | ({"w:date": f"{run.on.isoformat()}T00:00:00Z"} if run.on else {})

    def _comment(self, note: Note) -> str:
        """Add a comment, of the day that its reader may know, and not of the moment at which the file is made."""
        name = clean(note.who)[:LONGEST_NAME]
        comment = self.word.comments.add_comment(
            text=clean(note.words), author=name, initials="".join(part[0] for part in name.split()[:2])
        )
        element: Any = comment._comment_elm
        del element.attrib[qn("w:date")]
        if note.on:
            element.set(qn("w:date"), f"{note.on.isoformat()}T00:00:00Z")
        return str(comment.comment_id)


def _without_moment(made: io.BytesIO) -> bytes:
    """Pack a file again with the one day for every part that a bare ZipInfo names, 1 January 1980: the same words on the same day are the same bytes."""
    kept = io.BytesIO()
    with ZipFile(made) as parts, ZipFile(kept, "w") as packed:
        for part in parts.infolist():
            packed.writestr(ZipInfo(part.filename), parts.read(part), ZIP_DEFLATED)
    return kept.getvalue()


def _element(name: str, facts: dict[str, str] | None = None) -> Any:
    element: Any = OxmlElement(name)
    for key, value in (facts or {}).items():
        element.set(qn(key), value)
    return element


def _run(run: Run, *, size: str = "", text: str = "w:t") -> Any:
    """Write the words of a run, with a style that names whose they are; breaks and tabs are Word's own. `text` is "w:delText" inside a deletion."""
    element, look = _element("w:r"), _element("w:rPr")
    if run.mark in STYLES:
        look.append(_element("w:rStyle", {"w:val": STYLES[run.mark].replace(" ", "")}))
    if run.look:
        look.append(_element("w:b" if run.look == "strong" else "w:i"))
    if run.is_struck:
        look.append(_element("w:strike"))
    if size == "small":
        look.append(_element("w:sz", {"w:val": "20"}))
    if _is_right_to_left(run.words):
        look.append(_element("w:rtl"))
    element.append(look)
    for piece in re.split(r"([\n\t])", clean(run.words)):
        if piece in ("\n", "\t"):
            element.append(_element("w:br" if piece == "\n" else "w:tab"))
        elif piece:
            words = _element(text, {"xml:space": "preserve"})
            words.text = piece
            element.append(words)
    return element


def _track_break(line: Any, paragraph: Paragraph, facts: Any) -> None:
    """Let a paragraph that is new, or goes, as a whole take its own end with it."""
    kinds = {run.is_struck for run in paragraph.runs if run.words.strip() and run.is_change}
    if paragraph.label or len(kinds) != 1 or any(run.words.strip() and not run.is_change for run in paragraph.runs):
        return
    look = _element("w:rPr")
    look.append(_element("w:del" if True in kinds else "w:ins", facts(paragraph.runs[0])))
    line.get_or_add_pPr().append(look)


def _is_right_to_left(words: str) -> bool:
    strong = (kind for letter in words if (kind := unicodedata.bidirectional(letter)) in ("L", "R", "AL"))
    return next(strong, "L") != "L"


def _direct(line: Any, words: str) -> None:
    if _is_right_to_left(words):
        line.get_or_add_pPr().insert_element_before(_element("w:bidi"), "w:jc", "w:rPr", "w:sectPr", "w:pPrChange")


def _neutral(word: WordDocument, title: str, today: date) -> None:
    """Say nothing of who made the file, when to the minute, or on what."""
    facts = word.core_properties
    facts.author = facts.last_modified_by = facts.comments = facts.keywords = facts.subject = facts.category = ""
    facts.title, facts.language, facts.revision = title, "en-GB", 1
    facts.created = facts.modified = datetime.combine(today, time())  # Word keeps a day without a zone
    for part in (word.part.package, word.part):
        relations: Any = part.rels
        for key, relation in list(relations.items()):
            if any(name in f"{relation.reltype} {relation.target_ref}" for name in _LEFT_OUT):
                del relations[key]


def _look(word: WordDocument) -> None:
    """Set type that people read easily, black on white, headings in our own dark green; and a style that names whose words are whose."""
    styles: Any = word.styles
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    defaults.find(qn("w:lang")).set(qn("w:val"), "en-GB")
    styles["Normal"].font.name, styles["Normal"].font.size = "Arial", Pt(11.5)
    styles["Normal"].paragraph_format.line_spacing_rule = WD_LINE_SPACING.ONE_POINT_FIVE
    for level, size in ((1, 20), (2, 15), (3, 12)):
        font = styles[f"Heading {level}"].font
        font.name, font.size, font.color.rgb = "Arial", Pt(size), RGBColor(0x12, 0x40, 0x3F)
        fonts = font.element.rPr.rFonts
        for name in [name for name in fonts.attrib if "Theme" in name]:
            del fonts.attrib[name]
    for mark, name in STYLES.items():
        style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.element.set(qn("w:styleId"), name.replace(" ", ""))
        style.font.bold = True if mark in (Mark.FAMILY, Mark.PROPOSED) else None
        style.font.italic = True if mark is Mark.AUTHORITY else None
        style.font.underline = True if mark is Mark.AGREED_CHANGE else None


def _foot(word: WordDocument, title: str) -> None:
    """Print the neutral title and the number of the page at the foot."""
    foot = word.sections[0].footer.paragraphs[0]
    foot.add_run(f"{title}, page ")
    field = _element("w:fldSimple", {"w:instr": "PAGE"})
    field.append(_run(Run("1")))
    foot._p.append(field)
