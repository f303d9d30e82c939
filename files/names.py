"""Clean the name that a person's device gave to a file: it is shown and sent along, never used on the disk."""

import re
import unicodedata

from files.kinds import ALSO_CALLED, EXTENSIONS, Kind

LONGEST = 100
LONGEST_BYTES = 180
UNNAMED = "file"

_LOOKS_LIKE_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_RESERVED = re.compile(r"^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r'[<>:"|?*%]')


def clean_name(raw: str, kind: Kind) -> str:
    """Give the name without folders, controls and signs that turn the reading direction, and with the extension of what the file really is."""
    name = re.split(r"[/\\]", raw)[-1]
    name = unicodedata.normalize("NFC", "".join(char for char in name if not _is_hidden(char)))
    name = _NOT_IN_NAMES.sub("-", " ".join(name.split()))
    stem = _stem(name, kind).strip(" .-~")
    if not stem or _RESERVED.match(stem):
        stem = f"{UNNAMED}-{stem}".rstrip("-")
    return f"{_short(stem)}.{EXTENSIONS[kind]}"


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} or char == "\N{REPLACEMENT CHARACTER}"


def _stem(name: str, kind: Kind) -> str:
    """Take the extension off, and the right one below a wrong one: report.pdf.exe is report."""
    stem = _LOOKS_LIKE_EXTENSION.sub("", name) if not name.startswith(".") or name.count(".") > 1 else name
    own = ALSO_CALLED.get(kind, frozenset({EXTENSIONS[kind]}))
    while (found := _LOOKS_LIKE_EXTENSION.search(stem)) and found.group().lstrip(".").lower() in own:
        stem = stem[: found.start()]
    return stem


def _short(stem: str) -> str:
    stem = stem[:LONGEST].rstrip(" .")
    return stem.encode()[:LONGEST_BYTES].decode(errors="ignore").rstrip(" .")


def size_said(size: int) -> str:
    """Say how big a file is: 240 kB, 3.1 MB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} kB"
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0") + " MB"
