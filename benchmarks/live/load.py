"""The load: 250 texts with four writers each, every one of whom types a letter a second; and the look at what came of it."""

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from benchmarks.live import wire
from benchmarks.live.hands import typed, words_of
from benchmarks.live.hosts import Host
from benchmarks.live.texts import CLIENTS
from benchmarks.live.writer import Writer
from benchmarks.report import percentile

AT_ONCE = 32
WARM_UP = 2
QUIET, PAUSE = 3.0, 0.25
PATIENCE = 150.0


@dataclass
class Seen:
    """What one round showed of one server."""

    updates: int = 0
    cpu: float = 0.0
    cpu_with_quiet: float = 0.0
    first_words_cpu: float = 0.0
    memory_before: float = 0.0
    memory: float = 0.0
    joins: list[float] = field(default_factory=list)
    receipts: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    never_came: int = 0
    differing: list[str] = field(default_factory=list)


async def run(host: Host, texts: list[dict[str, Any]], cookies: list[str], people: list[int], seconds: int) -> Seen:
    """Connect everybody, let them type, wait until all is quiet, and compare what everybody has."""
    seen = Seen(memory_before=host.memory)
    streams = [typed(client, WARM_UP + seconds) for client in CLIENTS]
    rooms = [
        [host.speaks(host.port, text["path"], host.headers(cookie), stream) for cookie, stream in zip(cookies, streams, strict=True)]
        for text in texts
    ]
    writers = [writer for room in rooms for writer in room]
    seen.joins = await _join(writers)
    began = host.cpu
    await _type(writers, WARM_UP, seen)
    await _settle(writers)
    seen.first_words_cpu = host.cpu - began
    await asyncio.sleep(QUIET)
    before = host.cpu
    seen.late.clear()
    await _type(writers, seconds, seen)
    await _settle(writers)
    seen.cpu = host.cpu - before
    seen.memory = host.memory
    await asyncio.sleep(QUIET)
    seen.cpu_with_quiet = host.cpu - before
    seen.updates = seconds * len(writers)
    await asyncio.to_thread(host.settle)
    _look(host, texts, rooms, people, seen)
    await asyncio.gather(*(writer.door.leave() for writer in writers if writer.door))
    return seen


async def _join(writers: list[Writer]) -> list[float]:
    """Connect everybody, so many at once."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(writer: Writer) -> float:
        async with gate:
            return await writer.join()

    return list(await asyncio.gather(*(one(writer) for writer in writers)))


async def _type(writers: list[Writer], each: int, seen: Seen) -> None:
    """Let everybody type a letter a second, each at a moment of their own; note how late this client was with it."""
    began = time.perf_counter()
    step = 1.0 / len(writers)
    for turn in range(each * len(writers)):
        due = began + turn * step
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        seen.late.append(time.perf_counter() - due)
        writers[_whose_turn(turn, len(writers))].write()


def _whose_turn(turn: int, writers: int) -> int:
    """Let the four of a text write a quarter of a second apart, and everybody once a second."""
    place = turn % writers * 4
    return (place + place // writers) % writers


async def _settle(writers: list[Writer]) -> None:
    """Wait until everything is acknowledged and nothing comes any more."""
    last = -1
    for _ in range(int(PATIENCE / PAUSE)):
        await asyncio.sleep(PAUSE)
        heard = sum(len(writer.heard) for writer in writers)
        if heard == last and not any(writer.owed for writer in writers):
            return
        last = heard


def _look(host: Host, texts: list[dict[str, Any]], rooms: list[list[Writer]], people: list[int], seen: Seen) -> None:
    for text, room in zip(texts, rooms, strict=True):
        _time(room, seen)
        log = host.log_of(text)
        words = {words_of([update for _, update in log])}
        words |= {words_of([update for _, update in writer.heard] + writer.updates) for writer in room}
        words |= {host.shown(text)} - {None}  # type: ignore[arg-type]
        if len(words) != 1 or len(words.pop()) != sum(len(writer.updates) for writer in room) or any(writer.owed for writer in room):
            seen.differing.append(text["path"])
        if any(by and by != people[CLIENTS.index(client)] for by, update in log for client, _, _ in wire.letters(update)):
            seen.differing.append(f"{text['path']} says that somebody else wrote it")


def _time(room: list[Writer], seen: Seen) -> None:
    """Note for each letter when each of the other three had it; the warm-up is left out."""
    sent = dict(zip(CLIENTS, (writer.sent_at for writer in room), strict=True))
    for client, writer in zip(CLIENTS, room, strict=True):
        have: dict[int, int] = defaultdict(int)
        for now, update in writer.heard:
            for other, _, end in wire.letters(update):
                if other == client or other not in sent:
                    continue
                for letter in range(max(have[other], WARM_UP), min(end, len(sent[other]))):
                    seen.receipts.append((now - sent[other][letter]) * 1000)
                have[other] = max(have[other], end)
        seen.never_came += sum(len(times) - have[other] for other, times in sent.items() if other != client)


def lateness(seen: Seen) -> float:
    """Give by how many milliseconds this client itself was late, at its 95th percentile."""
    return percentile(seen.late, 0.95) * 1000
