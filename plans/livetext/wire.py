"""The frames of a live text: the y-websocket protocol, version 1, and one frame of our own.

    from the page   sync step 1 (a state vector)   sync step 2, update (an update)   awareness   query of the awareness
    to the page     the same, and the acknowledgement: how many of this connection's frames with an update are committed, and the hour of the last

Whatever is not exactly one of these closes the socket with 1007. Frames are read with as little work as can be: they are what a keystroke costs.
"""

import json
from dataclasses import dataclass

from permissions.policy import Policy
from plans.livetext.update import BadUpdate, read_varuint, write_varuint

BAD, FLOOD, TOO_LARGE, FAULT, SLOW_READER = 1007, 1008, 1009, 1011, 1013
NO_LONGER_YOURS, LOAD_AGAIN, TOO_LONG = 4403, 4409, 4413

SYNC, AWARENESS, QUERY, ACKNOWLEDGED = 0, 1, 3, 100
STEP1, STEP2, UPDATE = 0, 1, 2
LARGEST_CONTROL = 64 * 1024
LARGEST_UPDATE = 1024 * 1024
_HEAD = 16
# What Yjs on a page can read without a fault; a number beyond it would be relayed to everybody's harm.
_LARGEST_CLIENT, _LARGEST_CLOCK = 2**53, 2**31

NOBODY = bytes((AWARENESS, 1, 0))

ADDRESSES = ("ws/plans/<reference>/sections/<code>/text/", "ws/plans/<reference>/items/<uid>/text/")
_HEARS = Policy("in the circle, sees these words, and may hear them while they are written")

# Who may send what. Access is asked before the socket opens, in the commit of every update, and whenever anything changes that decides about it.
MESSAGES: dict[str, Policy] = {
    "connect": _HEARS,
    "sync step 1": _HEARS,
    "update": Policy("in the circle, and may write in this text; from anybody else it is dropped"),
    "awareness": Policy("in the circle, not of the family, and may write in this text; from anybody else it is dropped"),
    "query awareness": _HEARS,
}


class Malformed(Exception):  # noqa: N818 what no page of ours sends
    """Say that bytes are not a frame."""


class TooLarge(Exception):  # noqa: N818 what no page of ours sends
    """Say that a frame is larger than any of its kind may be."""


@dataclass(frozen=True, slots=True)
class Step1:
    """What the page has heard: it asks for the rest."""

    vector: bytes


@dataclass(frozen=True, slots=True)
class Update:
    """What somebody typed (`whole` is False), or everything that the server has not heard of the page (sync step 2)."""

    update: bytes
    whole: bool


@dataclass(frozen=True, slots=True)
class Here:
    """Whether a Yjs client of the page is there, by its own count; nothing else of what it says about itself is taken."""

    client: int
    clock: int
    is_here: bool


@dataclass(frozen=True, slots=True)
class Awareness:
    """The clients of which a page speaks: its own, and, as y-websocket does, an echo of others."""

    clients: tuple[Here, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """The page asks who is there."""


FromPage = Step1 | Update | Awareness | Query


def read(frame: bytes) -> FromPage:
    """Read one frame; raise Malformed or TooLarge."""
    size = len(frame)
    if size > LARGEST_CONTROL and (size > LARGEST_UPDATE + _HEAD or frame[0] != SYNC or frame[1] == STEP1):
        raise TooLarge
    if size < 1:
        raise Malformed
    kind = frame[0]
    try:
        if kind == SYNC and size > 1:
            return _read_sync(frame)
        if kind == AWARENESS:
            return _read_awareness(_counted(frame, 1))
    except BadUpdate as wrong:
        raise Malformed from wrong
    if kind == QUERY and size == 1:
        return Query()
    raise Malformed


def _read_sync(frame: bytes) -> Step1 | Update:
    step, content = frame[1], _counted(frame, 2)
    if step in (STEP2, UPDATE):
        if len(content) > LARGEST_UPDATE:
            raise TooLarge
        return Update(content, whole=step == STEP2)
    if step != STEP1:
        raise Malformed
    _check_vector(content)
    return Step1(content)


def _counted(frame: bytes, at: int) -> bytes:
    """Give the bytes that stand behind their length, to the very end of the frame."""
    size, at = read_varuint(frame, at)
    if at + size != len(frame):
        raise Malformed
    return frame[at:]


def _check_vector(vector: bytes) -> None:
    """Read a state vector through: Yjs would believe a count that it names, and ask for as much memory."""
    count, at = read_varuint(vector, 0)
    for _ in range(count):
        client, at = read_varuint(vector, at)
        clock, at = read_varuint(vector, at)
        if client >= _LARGEST_CLIENT or clock >= _LARGEST_CLOCK:
            raise Malformed
    if at != len(vector):
        raise Malformed


def _read_awareness(content: bytes) -> Awareness:
    count, at = read_varuint(content, 0)
    clients = []
    for _ in range(count):
        client, at = read_varuint(content, at)
        clock, at = read_varuint(content, at)
        size, at = read_varuint(content, at)
        if client >= _LARGEST_CLIENT or clock >= _LARGEST_CLOCK or at + size > len(content):
            raise Malformed
        clients.append(Here(client, clock, content[at : at + size] != b"null"))
        at += size
    if at != len(content):
        raise Malformed
    return Awareness(tuple(clients))


def step1(vector: bytes) -> bytes:
    """Tell the page what the server has heard, and so ask for the rest."""
    return b"\x00\x00" + write_varuint(len(vector)) + vector


def step2(update: bytes) -> bytes:
    """Answer a page's first step: everything that it has not heard."""
    return b"\x00\x01" + write_varuint(len(update)) + update


def typed(update: bytes) -> bytes:
    """Bring an update that was committed."""
    return b"\x00\x02" + write_varuint(len(update)) + update


def who(client: int, clock: int, name: str | None) -> bytes:
    """Say that a client is there, under the name that the server knows; or, without one, that it has gone."""
    said = json.dumps({"user": {"name": name}} if name else None, ensure_ascii=False).encode()
    content = b"\x01" + write_varuint(client) + write_varuint(clock) + write_varuint(len(said)) + said
    return b"\x01" + write_varuint(len(content)) + content


def acknowledged(count: int, hour: str) -> bytes:
    """Say how many frames with an update are committed, and when the last one was: "14:02"."""
    return b"\x64" + write_varuint(count) + bytes((len(hour),)) + hour.encode()


def socket_policies() -> dict[str, Policy | None]:
    """Name every message that the sockets of live texts take, with its policy, for the table of routes."""
    kinds = ("connect", *READ)
    return {f"{address} {kind}": MESSAGES.get(kind) for address in ADDRESSES for kind in kinds}


# What `read` knows, by the name under which its policy stands.
READ: dict[str, type] = {"sync step 1": Step1, "update": Update, "awareness": Awareness, "query awareness": Query}
