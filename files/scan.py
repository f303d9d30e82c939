"""Ask the council's virus scanner (clamd) about a file; where it does not answer clearly, the file is not clean."""

import socket
import struct
import time
from enum import Enum
from pathlib import Path

from django.conf import settings

SECONDS = 30.0
CHUNK = 64 * 1024
LONGEST_ANSWER = 4_096

HARMFUL = "The virus scanner found something harmful in this file, so it wasn’t kept. Ask whoever gave it to you for a clean copy."


class Verdict(Enum):
    """What the scanner said."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNKNOWN = "no clear answer"


def look(path: Path) -> Verdict:
    """Have a file looked at. Without a scanner (CLAMD is empty) every file counts as clean, which a real service is warned of."""
    if not settings.CLAMD:
        return Verdict.CLEAN
    try:
        return _verdict(_ask(path, time.monotonic() + SECONDS))
    except (OSError, ValueError):
        return Verdict.UNKNOWN


def _ask(path: Path, until: float) -> bytes:
    with _connected(until) as line, path.open("rb") as file:
        line.sendall(b"zINSTREAM\0")
        while piece := file.read(CHUNK):
            line.settimeout(_left(until))
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            line.settimeout(_left(until))
            piece = line.recv(LONGEST_ANSWER)
            if not piece:
                break
            answer += piece
        return answer


def _connected(until: float) -> socket.socket:
    address: str = settings.CLAMD
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_left(until))
        line.connect(address)
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_left(until))


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _verdict(answer: bytes) -> Verdict:
    if answer == b"stream: OK\0":
        return Verdict.CLEAN
    if answer.startswith(b"stream: ") and answer.endswith(b" FOUND\0"):
        return Verdict.INFECTED
    return Verdict.UNKNOWN
