"""Frames of the y-websocket protocol, version 1, and of hocuspocus, as bytes; and what a Yjs update says about whose letters it brings."""

SYNC, AWARENESS, AUTH, SYNC_STATUS, ACKNOWLEDGED = 0, 1, 2, 8, 100
STEP1, STEP2, UPDATE = 0, 1, 2
EMPTY_VECTOR, EMPTY_UPDATE = b"\x00", b"\x00\x00"
_STRING, _DELETED, _GONE, _SKIP = 4, 1, 0, 10


def number(value: int) -> bytes:
    """Write an unsigned number."""
    written = bytearray()
    while value > 127:
        written.append(128 | value & 127)
        value >>= 7
    written.append(value)
    return bytes(written)


def read_number(frame: bytes, at: int) -> tuple[int, int]:
    """Read an unsigned number and give where the next thing begins."""
    value = shift = 0
    while True:
        byte = frame[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def counted(content: bytes) -> bytes:
    """Write bytes after their length."""
    return number(len(content)) + content


def sync(kind: int, content: bytes) -> bytes:
    """Write a frame of the sync protocol: a state vector (step 1), or an update."""
    return bytes((SYNC, kind)) + counted(content)


def read_sync(frame: bytes, at: int = 0) -> tuple[int, bytes] | None:
    """Read a frame of the sync protocol: its kind and what it carries. None for any other frame."""
    if frame[at] != SYNC:
        return None
    size, begin = read_number(frame, at + 2)
    return frame[at + 1], frame[begin : begin + size]


def letters(update: bytes) -> list[tuple[int, int, int]]:
    """Say of an update whose letters it brings: the number of the Yjs client, from which clock to which. It must bring plain text only."""
    people, at = read_number(update, 0)
    found = []
    for _ in range(people):
        pieces, at = read_number(update, at)
        client, at = read_number(update, at)
        begin, at = read_number(update, at)
        clock = begin
        for _ in range(pieces):
            length, at = _piece(update, at)
            clock += length
        found.append((client, begin, clock))
    return found


def _piece(update: bytes, at: int) -> tuple[int, int]:
    """Step over one struct; give how many letters it stands for."""
    info = update[at]
    at += 1
    kind = info & 31
    if kind in (_GONE, _SKIP):
        return read_number(update, at)
    for flag in (128, 64):
        if info & flag:
            at = read_number(update, read_number(update, at)[1])[1]
    if not info & 192:
        named, at = read_number(update, at)
        at = _over_string(update, at) if named else read_number(update, read_number(update, at)[1])[1]
        if info & 32:
            at = _over_string(update, at)
    if kind == _DELETED:
        return read_number(update, at)
    assert kind == _STRING, f"an update brings content of kind {kind}"
    size, begin = read_number(update, at)
    words = update[begin : begin + size].decode()
    return len(words.encode("utf-16-le")) // 2, begin + size


def _over_string(update: bytes, at: int) -> int:
    size, begin = read_number(update, at)
    return begin + size
