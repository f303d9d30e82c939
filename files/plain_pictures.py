"""Look at the outside of a picture, without decoding it: nothing may stand in it but its pixels."""

import struct
from pathlib import Path
from typing import BinaryIO

from files.kinds import Kind

# What the makers of our own pictures write: JFIF and Adobe headers, tables, frames, comments never.
_JPEG_ALLOWED = frozenset({0xE0, 0xEE, 0xDB, 0xC0, 0xC1, 0xC2, 0xC4, 0xDD, 0xDA})
_PNG_ALLOWED = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_WEBP_ALLOWED = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH"})


def has_only_pixels(path: Path, kind: Kind) -> bool:
    """Say whether a picture is of this kind and holds no other part: no place, device, thumbnail, profile, comment, animation, and nothing behind its end."""
    with path.open("rb") as file:
        return {Kind.JPEG: _jpeg, Kind.PNG: _png, Kind.WEBP: _webp}[kind](file)


def _jpeg(file: BinaryIO) -> bool:
    if file.read(2) != b"\xff\xd8":
        return False
    while True:
        head = file.read(4)
        if len(head) < 4 or head[0] != 0xFF or head[1] not in _JPEG_ALLOWED:
            return False
        length = int.from_bytes(head[2:], "big")
        body = file.read(length - 2)
        if head[1] == 0xE0 and (not body.startswith(b"JFIF\x00") or length != 16):
            return False
        if head[1] == 0xDA:
            return _jpeg_ends(file)


def _jpeg_ends(file: BinaryIO) -> bool:
    """Read the pixels to their end: progressive pictures have tables and scans between them."""
    rest = file.read()
    if not rest.endswith(b"\xff\xd9") or rest.find(b"\xff\xd9") != len(rest) - 2:
        return False
    place = rest.find(b"\xff")
    while place != -1 and place < len(rest) - 2:
        mark = rest[place + 1]
        if mark not in _JPEG_ALLOWED and mark != 0 and not 0xD0 <= mark <= 0xD7:
            return False
        place = rest.find(b"\xff", place + 2)
    return True


def _png(file: BinaryIO) -> bool:
    if file.read(8) != b"\x89PNG\r\n\x1a\n":
        return False
    while True:
        head = file.read(8)
        if len(head) < 8 or head[4:] not in _PNG_ALLOWED:
            return False
        file.seek(struct.unpack(">I", head[:4])[0] + 4, 1)
        if head[4:] == b"IEND":
            return file.read(1) == b""


def _webp(file: BinaryIO) -> bool:
    head = file.read(12)
    size = file.seek(0, 2)
    if len(head) < 12 or (head[:4], head[8:]) != (b"RIFF", b"WEBP") or struct.unpack("<I", head[4:8])[0] != size - 8:
        return False
    file.seek(12)
    while chunk := file.read(8):
        if len(chunk) < 8 or chunk[:4] not in _WEBP_ALLOWED:
            return False
        length = struct.unpack("<I", chunk[4:])[0]
        file.seek(length + length % 2, 1)
    return True
