"""Turn a person's plain words into safe HTML: the one sanitiser of the house.

Words are plain text with paragraphs, bullet points, emphasis and links (a small part of Markdown). Raw HTML is text. After rendering, bleach keeps a short
list of tags; after that, every link is read again and kept only for http, https, mailto and tel.
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

import bleach
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

TAGS = frozenset({"p", "ul", "ol", "li", "em", "strong", "a", "br"})
ATTRIBUTES = {"a": ["href", "rel"]}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_markdown = MarkdownIt("zero", {"breaks": True, "html": False}).enable(
    ["list", "emphasis", "link", "newline", "autolink", "escape", "backticks"]
)
_markdown.disable(["backticks"])
_HREF = re.compile(r'<a href="([^"]*)">')


def _kept_link(match: re.Match[str]) -> str:
    address = match.group(1).replace("&amp;", "&").strip()
    if urlsplit(address).scheme.lower() in SCHEMES:
        return f'<a href="{match.group(1)}" rel="noreferrer nofollow">'
    return "<a>"


@lru_cache(maxsize=8192)
def words_html(words: str) -> SafeString:
    """Render words as HTML that is safe to print: paragraphs, lists, emphasis and links, nothing else."""
    cleaned = bleach.clean(_markdown.render(words), tags=TAGS, attributes=ATTRIBUTES, protocols=SCHEMES, strip=False)
    return SafeString(_HREF.sub(_kept_link, cleaned))


_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_HEADED = re.compile(r"\*{1,2}([^*\n]{1,110})\*{1,2}\s+(?=\S)")


def first_sentence(words: str, *, most: int = 110) -> tuple[str, str]:
    """Split words into a short title (the first sentence, as plain text) and the rest; the rest is the whole where the title had to be cut."""
    title, rest = _titled(words.strip(), most)
    return (title, rest) if title else (_shortened(words.strip(), most), "")


def _titled(text: str, most: int) -> tuple[str, str]:
    headed = _HEADED.match(text)
    if headed:
        return headed.group(1).rstrip(".:"), text[headed.end() :]
    if text.startswith(("-", "*")):
        return (_shortened(text.lstrip("-* ").split("\n")[0].replace("*", ""), most), text)
    head, *rest = _SENTENCE_END.split(text, maxsplit=1)
    head = head.replace("*", "")
    if len(head) <= most:
        return head.rstrip("."), rest[0] if rest else ""
    return _shortened(head, most), text


def _shortened(text: str, most: int) -> str:
    if len(text) <= most:
        return text.rstrip(".") or text
    return text[:most].rsplit(" ", 1)[0].rstrip(",;:") + " …"
