"""How long until somebody has the whole text that was edited ten thousand or a hundred thousand times, from a server that has just been started."""

import asyncio
import sqlite3
from typing import Any

from benchmarks.live.hands import whole, words_of
from benchmarks.live.hosts import Host


def remember(database: str, host: Host, histories: list[dict[str, Any]]) -> None:
    """Write our histories into the log of hocuspocus; where our room leaves a snapshot, the log is one row with all before it, and the rest."""
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE IF NOT EXISTS updates (n INTEGER PRIMARY KEY, text TEXT NOT NULL, content BLOB NOT NULL)")
        connection.execute("CREATE INDEX IF NOT EXISTS of_text ON updates (text, n)")
        for one in histories:
            updates = [update for _, update in host.log_of(one)]
            covered = one["size"] // 500 * 500 if one["with_snapshot"] else 0
            rows = ([whole(updates[:covered])] if covered else []) + updates[covered:]
            connection.executemany("INSERT INTO updates (text, content) VALUES (?, ?)", [(one["path"], row) for row in rows])


def sync(host: Host, one: dict[str, Any], cookie: str) -> float:
    """Join one text and give the milliseconds from the first packet to the whole text, which must be the right one."""

    async def join() -> float:
        writer = host.speaks(host.port, one["path"], host.headers(cookie))
        seconds = await writer.join()
        assert writer.door is not None
        await writer.door.leave()
        assert words_of([update for _, update in writer.heard]) == one["words"], (
            f"{host.name} gave another text than the one that was written"
        )
        return seconds * 1000

    return asyncio.run(join())
