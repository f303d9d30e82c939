"""The frames of a live text that come in one request, where no socket opens: one behind the other, and the answer the same way."""

from collections.abc import Iterator
from dataclasses import dataclass

from plans.livetext import wire
from plans.livetext.document import Document, check_readable
from plans.livetext.update import BadUpdate, Checked, check, read_varuint

MOST_FRAMES = 1_000


@dataclass(frozen=True)
class Posted:
    """What a request brought: what the page has heard (None: it did not ask), and the updates in their order."""

    vector: bytes | None
    updates: tuple[bytes, ...]


def read_posted(body: bytes) -> Posted:
    """Read the frames of a request; raise wire.Malformed or wire.TooLarge. Who is there is no matter of a request, and is passed over."""
    vector, updates = None, []
    for number, frame in enumerate(_frames(body)):
        if number >= MOST_FRAMES:
            raise wire.TooLarge
        read = wire.read(frame)
        if isinstance(read, wire.Step1):
            vector = read.vector
        elif isinstance(read, wire.Update):
            updates.append(read.update)
    return Posted(vector, tuple(updates))


def _frames(body: bytes) -> Iterator[bytes]:
    """Divide a request into its frames: each says how long it is."""
    at = 0
    while at < len(body):
        head = {wire.SYNC: 2, wire.AWARENESS: 1, wire.QUERY: 0}.get(body[at])
        if head is None:
            raise wire.Malformed
        end = at + 1
        if head:
            try:
                size, end = read_varuint(body, at + head)
            except BadUpdate as wrong:
                raise wire.Malformed from wrong
            end += size
        if end > len(body):
            raise wire.Malformed
        yield body[at:end]
        at = end


@dataclass(frozen=True)
class Fresh:
    """Of the updates of a request: those that bring something new, and how many came before one that does not follow what was heard."""

    updates: tuple[tuple[bytes, Checked], ...]
    heard: int
    is_too_long: bool


def fresh(document: Document, updates: tuple[bytes, ...], *, limit: int) -> Fresh:
    """Try updates on a text, in their order, up to one that does not follow: the page sends what lies between when it has heard the server's vector.

    Raises BadUpdate. The document is then as it will be.
    """
    taken: list[tuple[bytes, Checked]] = []
    for number, update in enumerate(updates):
        checked = check(update)
        if not checked.follows(document.clocks):
            return Fresh(tuple(taken), number, is_too_long=False)
        if checked.is_too_long(len(document.words), limit):
            return Fresh(tuple(taken), number, is_too_long=True)
        if checked.is_empty:
            continue
        check_readable(update)
        before = document.words, document.clocks
        document.apply(update)
        # What was sent again because its answer was lost is acknowledged, and not kept twice.
        if (document.words, document.clocks) != before:
            taken.append((update, checked))
    return Fresh(tuple(taken), len(updates), is_too_long=False)


def answer(document: Document, vector: bytes | None, *, heard: int, hour: str) -> bytes:
    """Answer a request: what the page has not heard, what the server has, and how many of the request's frames with an update are committed."""
    news = wire.step2(document.missing_in(vector)) if vector is not None else b""
    return news + wire.step1(document.state_vector) + wire.acknowledged(heard, hour)
