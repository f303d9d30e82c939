"""Read a Word file as Word does, from its bytes: the text with every change accepted or rejected, its tracked changes, its comments."""

import io
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class WordFile:
    """The parts of the file by name, and the body and the comments read."""

    parts: dict[str, bytes]

    @property
    def body(self) -> ElementTree.Element:
        return ElementTree.fromstring(self.parts["word/document.xml"])  # noqa: S314  # a file of our own

    def text(self, *, accepted: bool) -> list[str]:
        """Give the paragraphs with every change accepted, or rejected; a paragraph whose end goes with the change runs into the next."""
        gone = "del" if accepted else "ins"
        lines, kept = [], ""
        for paragraph in self.body.iter(f"{W}p"):
            kept += "".join(_words(child) for child in paragraph if child.tag != f"{W}{gone}")
            if paragraph.find(f"{W}pPr/{W}rPr/{W}{gone}") is None:
                lines.append(kept)
                kept = ""
        return [line for line in [*lines, kept] if line]

    def changes(self) -> list[tuple[str, str, str | None, str]]:
        """Give each change of words: ins or del, its author, its day, its words."""
        found = [element for element in self.body.iter() if element.tag in (f"{W}ins", f"{W}del") and element.find(f"{W}r") is not None]
        return [
            (one.tag.removeprefix(W), one.get(f"{W}author", ""), (one.get(f"{W}date") or "")[:10] or None, _words(one)) for one in found
        ]

    def comments(self) -> list[tuple[str, str | None, str]]:
        """Give each comment: its author, its day, its words."""
        content = self.parts.get("word/comments.xml", b"<none/>")
        root = ElementTree.fromstring(content)  # noqa: S314  # a file of our own
        return [
            (one.get(f"{W}author", ""), (one.get(f"{W}date") or "")[:10] or None, "\n".join(_words(line) for line in one.iter(f"{W}p")))
            for one in root.iter(f"{W}comment")
        ]


def read_word(content: bytes) -> WordFile:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return WordFile({name: archive.read(name) for name in archive.namelist()})


def _words(element: ElementTree.Element) -> str:
    marks = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(one.text or "" if one.tag in (f"{W}t", f"{W}delText") else marks.get(one.tag, "") for one in element.iter())
