"""Read the safe HTML of a person's words (`plans.rendering.words_html`) back into paragraphs and runs, for a file that holds no HTML."""

from html.parser import HTMLParser
from typing import Literal

from plans.runs import Paragraph, Run


def prose(html: str) -> tuple[Paragraph, ...]:
    """Give the paragraphs and points of a list. The address of a link stands behind its words: a file leads nowhere by itself."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end()
    return tuple(reader.paragraphs)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[Paragraph] = []
        self.runs: list[Run] = []
        self.looks: list[Literal["strong", "em"]] = []
        self.points = 0
        self.address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph, a point, emphasis or a link."""
        if tag in ("p", "li", "ul", "ol"):
            self.end()
        if tag == "li":
            self.points += 1
        elif tag == "strong":
            self.looks.append("strong")
        elif tag == "em":
            self.looks.append("em")
        elif tag == "br":
            self.say("\n")
        elif tag == "a":
            self.address = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        if tag in ("p", "li"):
            self.end()
        if tag == "li":
            self.points -= 1
        elif tag in ("strong", "em") and self.looks:
            self.looks.pop()
        elif tag == "a" and self.address:
            said = "".join(run.words for run in self.runs)
            if not said.endswith(self.address):
                self.say(f" ({self.address})")
            self.address = ""

    def handle_data(self, data: str) -> None:
        """Take words."""
        self.say(data.replace("\n", " ") if self.runs else data.replace("\n", " ").lstrip())

    def say(self, words: str) -> None:
        """Add words to the paragraph that is being read."""
        if words and (words == "\n" or words.strip() or self.runs):
            self.runs.append(Run(words, look=self.looks[-1] if self.looks else ""))

    def end(self) -> None:
        """End the paragraph that is being read."""
        if "".join(run.words for run in self.runs).strip():
            self.paragraphs.append(Paragraph(tuple(self.runs), "list" if self.points else ""))
        self.runs = []
