"""Read an update of Yjs (version 1) strictly, before it is committed: text put into the one root text, or taken out of it, and nothing else.

    update   = count, blocks of one client each; then the deletions
    block    = count of structs, client, clock of the first; then the structs
    struct   = info (the kind in its low five bits, which neighbours it names in the high ones), neighbours or parent, content

Every number is a variable-length unsigned one. What Yjs could also carry (maps, formats, embedded things, other roots) has no place in the words of a plan.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

HAS_ORIGIN, HAS_RIGHT_ORIGIN, HAS_PARENT_KEY, KIND = 0x80, 0x40, 0x20, 0x1F
COLLECTED, DELETED, WORDS, SKIPPED = 0, 1, 4, 10
BY_NAME = 1
ROOT = b"text"
LARGEST_CLIENT = 2**53
LONGEST_VARUINT = 10
ALLOWED_CONTROLS = frozenset("\n\t\r")


class BadUpdate(Exception):  # noqa: N818 what no page of ours sends
    """Say that bytes are not an update of a live text."""


@dataclass(frozen=True)
class Checked:
    """What an update does: for each client that wrote, the clock with which its words begin and the one behind them; how many characters come and go."""

    spans: Mapping[int, tuple[int, int]]
    inserted: int
    deleted: int

    @property
    def is_empty(self) -> bool:
        """Say whether it does nothing at all."""
        return not self.spans and not self.deleted

    def follows(self, clocks: Mapping[int, int]) -> bool:
        """Say whether it begins where the text's knowledge of each of its clients ends, or before; otherwise something in between was never heard."""
        return all(start <= clocks.get(client, 0) for client, (start, _) in self.spans.items())

    def is_too_long(self, length: int, limit: int) -> bool:
        """Say whether a text of so many characters would outgrow its limit by it; what only takes out is always taken."""
        return bool(self.inserted) and length + self.inserted - self.deleted > limit


def check(update: bytes) -> Checked:
    """Read an update; BadUpdate for anything that is not exactly words of the one text."""
    reader = _Reader(update)
    spans: dict[int, tuple[int, int]] = {}
    inserted = 0
    for _ in range(reader.number()):
        structs, client, clock = reader.number(), reader.number(), reader.number()
        if client in spans or client >= LARGEST_CLIENT or not structs:
            raise BadUpdate("a client twice, too large, or without words")
        start = clock
        for _ in range(structs):
            length, characters = reader.struct()
            clock += length
            inserted += characters
        spans[client] = (start, clock)
    deleted = _deletions(reader)
    if reader.at != len(update):
        raise BadUpdate("something stands behind its end")
    return Checked(spans, inserted, deleted)


def _deletions(reader: "_Reader") -> int:
    deleted = 0
    for _ in range(reader.number()):
        reader.number()
        for _ in range(reader.number()):
            reader.number()
            deleted += reader.number()
    return deleted


class _Reader:
    """Walk over the bytes of an update."""

    def __init__(self, update: bytes) -> None:
        self.update = update
        self.at = 0

    def number(self) -> int:
        value, self.at = read_varuint(self.update, self.at)
        return value

    def byte(self) -> int:
        if self.at >= len(self.update):
            raise BadUpdate("it ends too early")
        self.at += 1
        return self.update[self.at - 1]

    def piece(self) -> bytes:
        size = self.number()
        if size > len(self.update) - self.at:
            raise BadUpdate("it ends too early")
        self.at += size
        return self.update[self.at - size : self.at]

    def struct(self) -> tuple[int, int]:
        """Read one struct; give its length on the clock, and how many characters it puts in."""
        info = self.byte()
        kind = info & KIND
        if kind == COLLECTED:
            if info != COLLECTED:
                raise BadUpdate("a collected piece with neighbours")
            return self._length(), 0
        if kind not in (DELETED, WORDS):
            raise BadUpdate(f"content of kind {kind}")
        self._place(info)
        if kind == DELETED:
            return self._length(), 0
        return self._words()

    def _length(self) -> int:
        length = self.number()
        if not length:
            raise BadUpdate("a piece without length")
        return length

    def _place(self, info: int) -> None:
        if info & HAS_ORIGIN:
            self.number(), self.number()
        if info & HAS_RIGHT_ORIGIN:
            self.number(), self.number()
        if not info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN) and (self.number() != BY_NAME or self.piece() != ROOT or info & HAS_PARENT_KEY):
            raise BadUpdate("words of another place")

    def _words(self) -> tuple[int, int]:
        try:
            words = self.piece().decode()
        except UnicodeDecodeError as wrong:
            raise BadUpdate("words that are no text") from wrong
        if not words or any(unicodedata.category(one) == "Cc" and one not in ALLOWED_CONTROLS for one in words):
            raise BadUpdate("characters that can't be shown")
        return len(words) + sum(one > "\uffff" for one in words), len(words)


def read_varuint(given: bytes, at: int) -> tuple[int, int]:
    """Read a number of variable length; give it and the place behind it. BadUpdate where the bytes end or it is too long."""
    value = 0
    for shift in range(0, 7 * LONGEST_VARUINT, 7):
        if at >= len(given):
            break
        byte = given[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise BadUpdate("a number without an end")


def write_varuint(value: int) -> bytes:
    """Write a number of variable length."""
    written = bytearray()
    while value > 0x7F:
        written.append(0x80 | value & 0x7F)
        value >>= 7
    written.append(value)
    return bytes(written)
