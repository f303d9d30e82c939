"""The table of canaries (`canaries.txt`), and how one is looked for in whatever a person gets."""

import html
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from pypdf import PdfReader

PEOPLE = ("amara", "marcus", "pam", "joel", "priya", "susan", "nadia", "ines", "root")
DRAWN = "*"
SIGN = re.compile(r"[\W_]+")
TAG = re.compile(rb"<[^<>]{1,400}>")


@dataclass(frozen=True)
class Canary:
    """A word that stands nowhere else: who may read it now, and who could before it was taken away. `word` is "*" where it is drawn."""

    name: str
    word: str
    now: frozenset[str]
    before: frozenset[str]
    where: str


@cache
def canaries() -> dict[str, Canary]:
    """Read the table, by name."""
    lines = (Path(__file__).parent / "canaries.txt").read_text().splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]
    return {name: Canary(name, html.unescape(word), _people(now), _people(before), where) for name, word, now, before, where in rows}


def _people(cell: str) -> frozenset[str]:
    return frozenset() if cell == "-" else frozenset(cell.split())


def word(name: str) -> str:
    """Give the word of a canary."""
    return canaries()[name].word


def letters(text: str) -> str:
    """Write a text without signs, spaces and capitals."""
    return SIGN.sub("", text.casefold())


def found_in(pieces: Iterable[bytes | str], words: dict[str, str]) -> set[str]:
    """Name the canaries in what somebody got: as it is, without tags, and as it reads with entities, addresses and JSON undone."""
    text = "\n".join(_readings(piece) for piece in pieces)
    return {name for name, one in words.items() if letters(one) in text}


def _readings(piece: bytes | str) -> str:
    raw = piece if isinstance(piece, bytes) else piece.encode(errors="replace")
    said = raw.decode("utf-8", "replace")
    readings = [said, unquote(said)]
    if b"<" in raw:
        readings.append(html.unescape(TAG.sub(b"", raw).decode("utf-8", "replace")))
    if b"\\u" in raw:
        readings.append(re.sub(r"\\u([0-9a-fA-F]{4})", lambda sign: chr(int(sign[1], 16)), said))
    return "\n".join(letters(one) for one in dict.fromkeys(readings))


def opened(body: bytes) -> bytes:
    """Open a document: the text, facts and attachments of a PDF, every part of a Word file; anything else is what it is."""
    if body.startswith(b"%PDF-"):
        return body + _pdf(body)
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            return b"\n".join(name.encode() + parts.read(name) for name in parts.namelist())
    return body


def _pdf(body: bytes) -> bytes:
    reader = PdfReader(io.BytesIO(body))
    words = "\n".join(page.extract_text() for page in reader.pages)
    attached = b"\n".join(name.encode() + content for name, contents in reader.attachments.items() for content in contents)
    packet = reader.xmp_metadata.stream.get_data() if reader.xmp_metadata else b""
    outline = str([getattr(one, "title", "") for one in reader.outline if not isinstance(one, list)])
    return f"{words}\n{reader.metadata}\n{outline}".encode() + attached + packet
