"""A live text in memory: the only module that speaks to pycrdt, which counts UTF-8 bytes and can panic with a BaseException.

Everything here speaks of characters, as Python counts them. A `Document` belongs to the thread that made it.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pycrdt import Doc, Text, TextEvent
from pycrdt._pycrdt import Doc as BareDoc

from plans.livetext.update import BadUpdate, read_varuint
from plans.queries.words import word_runs

ROOT = "text"
EMPTY_UPDATE = b"\x00\x00"

Span = tuple[int, int]
Delta = Sequence[dict[str, Any]]


class Document:
    """The words of one live text, with everything that Yjs has to know to merge what others write."""

    def __init__(self, updates: Iterable[bytes] = ()) -> None:
        """Build the text from its log, oldest first; a snapshot is an update like any other."""
        self._doc: Doc[Any] = Doc()
        self._text = self._doc.get(ROOT, type=Text)
        listed = list(updates)
        if listed:
            with self._doc.transaction():
                for update in listed:
                    _guarded(self._doc.apply_update, update)

    @property
    def words(self) -> str:
        """Give the words."""
        return str(self._text)

    @property
    def state_vector(self) -> bytes:
        """Say, as Yjs does, what this text has heard from whom."""
        return self._doc.get_state()

    @property
    def clocks(self) -> dict[int, int]:
        """Say how many characters this text has heard from each client."""
        vector = self.state_vector
        count, at = read_varuint(vector, 0)
        clocks = {}
        for _ in range(count):
            client, at = read_varuint(vector, at)
            clocks[client], at = read_varuint(vector, at)
        return clocks

    def missing_in(self, state_vector: bytes) -> bytes:
        """Give as an update what a peer with this state vector has not heard; BadUpdate for one that makes no sense."""
        found: bytes = _guarded(self._doc.get_update, state_vector)
        return found

    def snapshot(self) -> bytes:
        """Give the whole text as one update."""
        return self._doc.get_update()

    def apply(self, update: bytes) -> None:
        """Take an update that was checked (`update.check`); BadUpdate where Yjs itself can't read it, and the text may then not be used any more."""
        _guarded(self._doc.apply_update, update)

    def apply_moving(self, updates: Iterable[bytes], spans: Sequence[Span]) -> list[Span | None]:
        """Take updates, and carry passages (first character, character behind the last) through them; None for a passage of which nothing is left.

        What is written at the edge of a passage does not belong to it.
        """
        deltas: list[Delta] = []
        before = self.words
        subscription = self._text.observe(lambda event: deltas.append(_delta(event)))
        try:
            for update in updates:
                _guarded(self._doc.apply_update, update)
        finally:
            self._text.unobserve(subscription)
        moved = [(_bytes_before(before, start), _bytes_before(before, end)) for start, end in spans]
        carried = [_carried(span, deltas) for span in moved]
        after = self.words.encode()
        return [span and (len(after[: span[0]].decode()), len(after[: span[1]].decode())) for span in carried]

    def rewritten(self, words: str, *, client: int | None = None) -> bytes:
        """Give, as one update of a client of its own, what turns these words into others, word by word; the text itself stays as it was.

        Merged into a text that went on meanwhile, it changes what was changed and nothing else. EMPTY_UPDATE where nothing differs. With a number for the
        client, the same change made twice is one: merged again, it changes nothing.
        """
        if words == self.words:
            return EMPTY_UPDATE
        peer: Doc[Any] = Doc() if client is None else Doc(client_id=client)
        peer.apply_update(self.snapshot())
        text, before = peer.get(ROOT, type=Text), peer.get_state()
        at = 0
        with peer.transaction():
            for run in word_runs(self.words, words):
                size = len(run.text.encode())
                if run.kind == "removed":
                    del text[at : at + size]
                    continue
                if run.kind == "added":
                    text.insert(at, run.text)
                at += size
        return peer.get_update(before)


def first_update(words: str) -> bytes:
    """Give the words with which a live text begins, as an update."""
    return Document().rewritten(words)


def check_readable(update: bytes) -> None:
    """Let Yjs itself read an update on a blank text, so that none is committed at which it would stumble; BadUpdate otherwise."""
    _guarded(_read_on_a_blank_text, update)


def _read_on_a_blank_text(update: bytes) -> None:
    """Do what `Doc().apply_update` does, without making locks and lists for a text that is thrown away: every keystroke comes by here."""
    blank = BareDoc(None, None, None)
    transaction = blank.create_transaction()
    blank.apply_update(transaction, update)
    transaction.commit()
    transaction.drop()


def _guarded(act: Callable[[bytes], Any], given: bytes) -> Any:
    """Do something in Yjs with bytes from outside: every way in which it fails, its panics too, is a BadUpdate."""
    try:
        return act(given)
    except (ValueError, TypeError, IndexError, OverflowError, RuntimeError, AssertionError) as wrong:
        raise BadUpdate("not an update") from wrong
    except BaseException as wrong:
        if type(wrong).__name__ == "PanicException":
            raise BadUpdate("not an update") from None
        raise


def _delta(event: TextEvent) -> Delta:
    found: Delta = event.delta  # type: ignore[attr-defined]
    return found


def _bytes_before(words: str, position: int) -> int:
    return len(words[:position].encode())


def _carried(span: Span, deltas: Iterable[Delta]) -> Span | None:
    """Carry a span of bytes through edits, each a list of what is kept, taken out and put in."""
    start, end = span
    for delta in deltas:
        at = 0
        for step in delta:
            if "retain" in step:
                at += step["retain"]
            elif "insert" in step:
                size = len(str(step["insert"]).encode())
                start += size if at <= start else 0
                end += size if at < end else 0
                at += size
            else:
                gone = step["delete"]
                start -= min(gone, max(0, start - at))
                end -= min(gone, max(0, end - at))
        if start >= end:
            return None
    return start, end
