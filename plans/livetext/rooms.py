"""The live texts that are open in this process, and how they follow what others commit: forms, other processes, strikes.

The log is the truth. A hook of this process, a bell from the other ones and a look every three seconds only say that there may be more in it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from django.db import Error

from permissions import clock
from plans.livetext import log as texts
from plans.livetext import news, wire, writer
from plans.livetext.bell import Bell
from plans.livetext.document import Document
from plans.livetext.door import Admission, Asked, Entry, Holds, admit, ask_again
from plans.livetext.log import Gone
from plans.livetext.peer import Peer
from plans.livetext.room import Room, Waiting
from plans.livetext.stored import Stored, read_stored
from plans.livetext.thread import DatabaseThread
from plans.livetext.update import BadUpdate
from plans.livetext.upkeep import NoteUse, Upkeep

log = logging.getLogger(__name__)

LOOK_EVERY = 3.0
# y-websocket takes silence of 30 seconds for a broken line.
QUIET_FOR = 15.0
UNLOAD_AFTER = 30.0
COMPACT_EVERY = 500
MOST_AT_THE_DOOR = 50
STRUCK = -1

Answer = TypeVar("Answer")


class Rooms:
    """The rooms of one event loop."""

    def __init__(self, holds: Holds, note_use: NoteUse) -> None:
        self.loop = asyncio.get_running_loop()
        self._holds = holds
        self._rooms: dict[int, Room] = {}
        self._at_the_door: list[tuple[Asked, asyncio.Future[Entry | None]]] = []
        self._is_answering = False
        self._doubtful: dict[Peer, None] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._asking = False
        self._looking: asyncio.Task[None] | None = None
        self._reader = DatabaseThread("live-texts-reader")
        self.writer = writer.Writer(after=self._after_commit, gap=self.follow, broken=self._break)
        self.upkeep = Upkeep(note_use)
        self.bell = Bell(self.grown)

    async def let_in(self, asked: Asked) -> tuple[Admission, Room] | None:
        """Ask who this is and open the room of the text, in one go; None for whoever may not hear it. Raises django.db.Error, Gone, BadUpdate.

        After a restart everybody comes at once: whoever asks while a question is under way shares the next one.
        """
        answer: asyncio.Future[Entry | None] = self.loop.create_future()
        self._at_the_door.append((asked, answer))
        if not self._is_answering:
            self._is_answering = True
            self._begin(self._answer())
        if self._looking is None or self._looking.done():
            self._looking = self._begin(self._look_on())
        entry = await answer
        if entry is None:
            return None
        text = entry.admission.place.text
        if text not in self._rooms:
            # Whoever came meanwhile has built it; and where it was left meanwhile, it is read anew.
            self._open(text, entry.stored if entry.stored is not None else await self._reader.run(read_stored, text))
        return entry.admission, self._rooms[text]

    async def _answer(self) -> None:
        try:
            while self._at_the_door:
                waiting, self._at_the_door = self._at_the_door[:MOST_AT_THE_DOOR], self._at_the_door[MOST_AT_THE_DOOR:]
                asked_for, is_open = [asked for asked, _ in waiting], self._rooms.__contains__
                try:
                    entries = await self._reader.run(admit, asked_for, self._holds, is_open=is_open, today=clock.today(), now=clock.now())
                except Error as fault:
                    for _, answer in waiting:
                        if not answer.done():
                            answer.set_exception(fault)
                    continue
                for (_, answer), entry in zip(waiting, entries, strict=True):
                    if not answer.done():
                        answer.set_result(entry)
        finally:
            self._is_answering = False
            for _, answer in self._at_the_door:
                answer.cancel()

    def _open(self, text: int, stored: Stored) -> None:
        if text in self._rooms:
            return
        room = self._rooms[text] = Room(text, stored.n, stored.epoch, Document(stored.updates))
        room.compacted_n = stored.whole_n
        self.bell.listen()
        # What was committed between the reading and this line was heard of by nobody.
        self.follow(room, even_if_none=True)

    def join(self, room: Room, peer: Peer) -> None:
        """Let a socket hear a text."""
        room.join(peer)

    def left(self, peer: Peer) -> None:
        """Let go of a socket; its room stays for a while, since pages are loaded again."""
        self._doubtful.pop(peer, None)
        room = self._rooms.get(peer.place.text)
        if room is None:
            return
        room.leave(peer)
        if not room.peers:
            self.loop.call_later(UNLOAD_AFTER, self._unload, room)

    def _unload(self, room: Room) -> None:
        if room.peers or self._rooms.get(room.text) is not room:
            return
        if room.waiting:
            self.loop.call_later(UNLOAD_AFTER, self._unload, room)
            return
        del self._rooms[room.text]
        if room.n > room.compacted_n:
            self.upkeep.compact(room)

    def _break(self, room: Room) -> None:
        """Give up a room that is not the log any more; who comes back gets it anew."""
        self._close(room, wire.FAULT)

    def _close(self, room: Room, code: int) -> None:
        self._rooms.pop(room.text, None)
        for peer in tuple(room.peers):
            room.peers.discard(peer)
            peer.refuse(code)

    def _after_commit(self, taken: Sequence[Waiting]) -> None:
        """Ring for the other processes, settle soon, and count the words as use of the sessions."""
        rooms: dict[Room, Peer] = {}
        for waiting in taken:
            rooms[waiting.room] = waiting.peer
            self.upkeep.note_use(waiting.peer.session_key)
        for room, peer in rooms.items():
            self.upkeep.settle(room.text, peer.circle)
            if room.n - room.compacted_n >= COMPACT_EVERY:
                self.upkeep.compact(room)
        self.bell.ring({room.text: room.newest for room in rooms})

    def grown(self, newest: Mapping[int, int]) -> None:
        """Hear that texts have grown (or, STRUCK, were replaced); what is not open here is nobody's news."""
        for text, n in newest.items():
            room = self._rooms.get(text)
            if room is not None and n == STRUCK:
                self._close(room, wire.LOAD_AGAIN)
            elif room is not None and n > room.n:
                room.newest = max(room.newest, n)
                self.follow(room)

    def told_here(self, newest: Mapping[int, int]) -> None:
        """Hear of a commit of this process that was none of the rooms' own, and pass it on to the other processes."""
        self.grown(newest)
        self.bell.ring(newest)

    def follow(self, room: Room, *, even_if_none: bool = False) -> None:
        """Read what was committed by others, soon."""
        if even_if_none or room.newest > room.n:
            room.wants_look = True
            if not room.is_following:
                room.is_following = True
                self._begin(self._follow(room))

    async def _follow(self, room: Room) -> None:
        try:
            while room.wants_look:
                room.wants_look = False
                rows = await self._reader.run(texts.updates_after, room.text, room.n)
                if not room.take(rows):
                    raise Gone
        except Error as fault:
            log.warning("the log of live text %s was not read: %s", room.text, type(fault).__name__)
        except (Gone, BadUpdate):
            log.warning("live text %s does not follow its log any more", room.text)
            self._break(room)
        finally:
            room.is_following = False

    async def _look_on(self) -> None:
        while self._rooms or not (self._reader.is_at_rest and self.writer.is_at_rest):
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.look()
            except Error as fault:
                log.warning("the look at the logs of live texts failed: %s", type(fault).__name__)

    async def look(self) -> None:
        """Compare all open texts with their logs, in one query; keep quiet lines alive; give back what nobody uses."""
        self.bell.listen()
        quiet_since = self.loop.time() - QUIET_FOR
        for room in tuple(self._rooms.values()):
            for peer in tuple(room.peers):
                peer.keep_alive(quiet_since)
        self.writer.rest()
        self._reader.rest()
        self.upkeep.rest()
        if not self._rooms:
            return
        # Whatever is opened while the question is under way was read later than the answer, and is left alone.
        asked = dict(self._rooms)
        numbers = await self._reader.run(texts.numbers_of, list(asked))
        for text, room in asked.items():
            if self._rooms.get(text) is not room:
                continue
            n, epoch = numbers.get(text, (0, STRUCK))
            if epoch != room.epoch:
                self._close(room, wire.LOAD_AGAIN)
            else:
                self.grown({text: n})

    def ask_again(self, peer: Peer) -> None:
        """Ask again whether somebody may stay; many at once are one question."""
        self._doubtful[peer] = None
        if not self._asking:
            self._asking = True
            self._begin(self._ask())

    async def _ask(self) -> None:
        try:
            while self._doubtful:
                peers = tuple(self._doubtful)
                self._doubtful.clear()
                listed = [(peer.asked, peer.place) for peer in peers]
                try:
                    answers = await self._reader.run(ask_again, listed, self._holds, today=clock.today())
                except Error as fault:
                    log.warning("the look at the rights of %s sockets failed: %s", len(peers), type(fault).__name__)
                    await asyncio.sleep(LOOK_EVERY)
                    self._doubtful.update((peer, None) for peer in peers if not peer.is_over)
                    continue
                for peer, answer in zip(peers, answers, strict=True):
                    _hold_to(peer, answer)
        finally:
            self._asking = False

    def _begin(self, work: Awaitable[None]) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._when_done)
        return task

    def _when_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        fault = None if task.cancelled() else task.exception()
        if fault is not None:
            log.error("the rooms of live texts failed: %s", type(fault).__name__)

    async def end(self) -> None:
        """Close every socket, finish what waits, and stop (a test does this before it throws its database away)."""
        for room in tuple(self._rooms.values()):
            self._close(room, wire.FAULT)
        for task in tuple(self._tasks):
            task.cancel()
        await self.writer.end()
        await self.upkeep.end()
        await self.bell.end()
        await self._reader.end()
        _open.pop(self.loop, None)


def _hold_to(peer: Peer, answer: tuple[bool, int] | None) -> None:
    """Close whoever may not hear any more, and whoever may not write any more: the page then asks why, and says so."""
    if answer is None or (peer.may_write and not answer[0]):
        peer.refuse(wire.NO_LONGER_YOURS)
    else:
        peer.may_write, peer.asked_at = answer[0], max(peer.asked_at, answer[1])


# The rooms of each event loop: a server has one, a test its own.
_open: dict[asyncio.AbstractEventLoop, Rooms] = {}


def rooms_here(make: Callable[[], Rooms]) -> Rooms:
    """Give the rooms of this event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _open:
        for old in [known for known in _open if known.is_closed()]:
            del _open[old]
        _open[loop] = make()
    return _open[loop]


def _tell(newest: Mapping[int, int]) -> None:
    if writer.is_here():
        return
    for loop, rooms in tuple(_open.items()):
        if not loop.is_closed():
            loop.call_soon_threadsafe(rooms.told_here, dict(newest))


news.on_written(_tell)
news.on_struck(lambda text: _tell({text: STRUCK}))
