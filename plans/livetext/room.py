"""One live text that is open in this process: exactly the committed log up to `n`, and the sockets that hear it.

Invariant: nothing is applied, relayed or acknowledged that is not committed; an update that is refused touches nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from plans.livetext import wire
from plans.livetext.document import EMPTY_UPDATE, Document, check_readable
from plans.livetext.log import Row
from plans.livetext.peer import Peer
from plans.livetext.update import BadUpdate, Checked, check

# Who is there is told again by each page every 15 seconds, and forgotten by the others after 30.
RENEW_AFTER = 10.0
MOST_CLIENTS = 10_000


class TooLong(Exception):  # noqa: N818 an answer, not a fault
    """Say that a text would outgrow its limit."""


@dataclass(slots=True)
class Waiting:
    """An update that waits to be committed; `place` is its place among the frames of its socket."""

    peer: Peer
    room: "Room"
    update: bytes
    checked: Checked
    place: int


@dataclass(slots=True)
class _Present:
    """A Yjs client of which the others were told."""

    peer: Peer
    clock: int
    told_at: float


class Room:
    """A text and its sockets. Everything here runs on the loop's thread, and nothing waits."""

    def __init__(self, text: int, n: int, epoch: int, document: Document) -> None:
        self.text = text
        self.n = n
        self.epoch = epoch
        self.document = document
        self.peers: set[Peer] = set()
        # How far each Yjs client is committed here, and how far it has been heard (what waits included).
        self.known = document.clocks
        self.heard = dict(self.known)
        self.mine: dict[int, Peer] = {}
        self.waiting = 0
        self.newest = n
        self.compacted_n = n
        self.is_following = self.wants_look = False
        # At most so many characters, what waits included; and how many of them wait.
        self._longest = len(document.words)
        self._coming = 0
        # Who is there; whose each Yjs client ever named here is; and by which count the others were told of it last: pages believe a higher one only.
        self._present: dict[int, _Present] = {}
        self._whose: dict[int, int] = {}
        self._told: dict[int, int] = {}

    def join(self, peer: Peer) -> None:
        """Take a socket in: it is told what the server has heard, and who is there."""
        self.peers.add(peer)
        peer.put(wire.step1(self.document.state_vector))
        self.tell_who(peer)

    def leave(self, peer: Peer) -> None:
        """Let a socket go, and tell the others that its client is not there any more."""
        self.peers.discard(peer)
        client = peer.client
        present = self._present.get(client) if client is not None else None
        if client is not None and present is not None and present.peer is peer:
            del self._present[client]
            self.relay(self._who(client, None))

    def relay(self, frame: bytes, *, but: Peer | None = None) -> None:
        """Send a frame to every socket, or to all but one."""
        for peer in tuple(self.peers):
            if peer is not but:
                peer.put(frame)

    def answer(self, peer: Peer, vector: bytes) -> None:
        """Answer a page's first step with everything that it has not heard, also when that is nothing. Raises BadUpdate."""
        peer.put(wire.step2(self.document.missing_in(vector)))

    def offer(self, peer: Peer, sent: wire.Update) -> Waiting | None:
        """Look at an update of somebody who may write: give what is to be committed, or None where nothing is. Raises BadUpdate and TooLong."""
        peer.frames += 1
        checked = _NOTHING if sent.update == EMPTY_UPDATE else check(sent.update)
        if sent.whole:
            peer.said_whole, peer.owes = True, False
        if checked.is_empty:
            return None
        if not checked.follows(self.heard):
            if peer.said_whole:
                raise BadUpdate("something before it was never heard")
            # Typed before the page could know what the server has not heard: its whole, which follows, holds this, too.
            peer.owes = True
            return None
        check_readable(sent.update)
        waiting = Waiting(peer, self, sent.update, checked, peer.frames)
        self._require_room_for(waiting)
        for client, (_, end) in checked.spans.items():
            if end > self.heard.get(client, 0):
                self.heard[client] = end
        self.waiting += 1
        peer.queued += 1
        return waiting

    def _require_room_for(self, waiting: Waiting) -> None:
        """Raise TooLong for an update by which the text would outgrow its limit; what only takes out is always taken."""
        inserted, limit = waiting.checked.inserted, waiting.peer.limit
        if inserted and self._longest + inserted > limit:
            # Counted without what was taken out: now that it may matter, count exactly.
            self._longest = len(self.document.words) + self._coming
            after = len(Document([self.document.snapshot(), waiting.update]).words) + self._coming
            if after > limit:
                raise TooLong
        self._longest += inserted
        self._coming += inserted

    def committed(self, waiting: Waiting, n: int) -> None:
        """Take an update that was committed under this number: apply and relay it, or, where others wrote in between, keep it until those are read."""
        self.settle_waiting(waiting)
        if n == self.n + 1:
            self._apply(waiting.update, waiting.checked, n)
            self.relay(wire.typed(waiting.update), but=waiting.peer)
        elif n > self.n:
            self.mine[n] = waiting.peer
            self.newest = max(self.newest, n)

    def settle_waiting(self, waiting: Waiting) -> None:
        """Count an update out that waits no longer, whatever became of it."""
        self.waiting -= 1
        self._coming -= waiting.checked.inserted
        waiting.peer.queued -= 1

    def take(self, rows: Iterable[Row]) -> bool:
        """Take what was committed, read from the log, in order; False where something in between is missing."""
        for row in rows:
            if row.n <= self.n:
                continue
            if row.n != self.n + 1:
                return False
            checked = check(row.content)
            self._apply(row.content, checked, row.n)
            self._longest += checked.inserted
            self.relay(wire.typed(row.content), but=self.mine.pop(row.n, None))
        return True

    def _apply(self, update: bytes, checked: Checked, n: int) -> None:
        self.document.apply(update)
        self.n = n
        self.newest = max(self.newest, n)
        for client, (_, end) in checked.spans.items():
            if end > self.known.get(client, 0):
                self.known[client] = end
            if end > self.heard.get(client, 0):
                self.heard[client] = end

    def hear_anew(self, still_waiting: Iterable[Waiting]) -> None:
        """Forget what was heard and will not be committed: what is known, and what still waits, is what the next updates have to follow."""
        self.heard = dict(self.known)
        for waiting in still_waiting:
            for client, (_, end) in waiting.checked.spans.items():
                self.heard[client] = max(end, self.heard.get(client, 0))

    def note_who(self, peer: Peer, said: wire.Awareness, *, now: float) -> None:
        """Take from a page that its own Yjs client is there, or no more, and tell the others under the name that the server knows.

        What it says of other clients (y-websocket echoes them) is dropped, and so is whatever else it says of itself.
        """
        for one in said.clients:
            if self._is_own(peer, one):
                self._note(peer, one, now=now)

    def _is_own(self, peer: Peer, one: wire.Here) -> bool:
        """Say whether a client is this page's: the first one that it names and that is not another person's."""
        if one.client == peer.client:
            return True
        if peer.client is not None or not one.is_here or self._whose.get(one.client, peer.person) != peer.person:
            return False
        if len(self._whose) >= MOST_CLIENTS:
            self._whose.clear()
            self._told.clear()
        self._whose[one.client] = peer.person
        peer.client = one.client
        before = self._present.get(one.client)
        if before is not None:
            before.peer.client = None
            before.peer = peer
        return True

    def _note(self, peer: Peer, one: wire.Here, *, now: float) -> None:
        if not peer.may_write or not peer.name:
            return
        present = self._present.get(one.client)
        if not one.is_here:
            if present is not None:
                del self._present[one.client]
                self.relay(self._who(one.client, None), but=peer)
            return
        if present is None:
            self._present[one.client] = _Present(peer, one.clock, now)
        elif one.clock <= present.clock:
            return
        else:
            present.clock = one.clock
            if now - present.told_at < RENEW_AFTER:
                return
            present.told_at = now
        self.relay(self._who(one.client, peer.name), but=peer)

    def tell_who(self, peer: Peer) -> None:
        """Tell one page who is there."""
        for client, present in self._present.items():
            if present.peer is not peer:
                peer.put(self._who(client, present.peer.name))

    def _who(self, client: int, name: str | None) -> bytes:
        """Make the frame that tells who a client is, by the next count of our own."""
        self._told[client] = clock = self._told.get(client, 0) + 1
        return wire.who(client, clock, name)


_NOTHING = Checked({}, 0, 0)
