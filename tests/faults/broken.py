"""The portal's server with its live text broken on purpose, so that the checker of the trials can be seen to find what is lost. The product knows nothing of it.

python -m tests.faults.broken early     what was typed is acknowledged when it comes, and committed then
python -m tests.faults.broken slow      the same, and it is committed every two seconds
python -m tests.faults.broken store     Redis (STORE) is the store: acknowledged once it is there, brought to the log every two seconds
"""

import os
import sys
from collections.abc import Sequence
from typing import Any

EVERY = 2.0


def _acknowledge(waiting: Any) -> None:
    waiting.peer.committed = waiting.place
    waiting.peer.acknowledge("14:02")


def early() -> None:
    """Acknowledge before the commit."""
    from plans.livetext.writer import Writer

    put = Writer.put

    def put_early(writer: Writer, waiting: Any) -> None:
        _acknowledge(waiting)
        put(writer, waiting)

    Writer.put = put_early  # type: ignore[method-assign]


def slow() -> None:
    """Acknowledge at once, commit every two seconds."""
    from plans.livetext import writer

    early()
    writer.EVERY = EVERY


def store() -> None:
    """Take Redis for the store: what has gone from it never comes to the log."""
    import redis

    from plans.livetext import wire
    from plans.livetext.writer import Writer

    slow()
    kept = redis.Redis.from_url(os.environ["STORE"], socket_timeout=1)
    put, commit = Writer.put, Writer._commit

    def put_in_store(writer: Writer, waiting: Any) -> None:
        try:
            kept.set(f"update:{id(waiting)}", waiting.update)
        except redis.RedisError:
            waiting.room.settle_waiting(waiting)
            waiting.peer.refuse(wire.FAULT)
        else:
            put(writer, waiting)

    async def bring_to_the_log(writer: Writer, taken: Sequence[Any]) -> None:
        there = [waiting for waiting in taken if _take(waiting)]
        for waiting in taken:
            if waiting not in there:
                waiting.room.settle_waiting(waiting)
        if there:
            await commit(writer, there)

    def _take(waiting: Any) -> bool:
        try:
            return bool(kept.delete(f"update:{id(waiting)}"))
        except redis.RedisError:
            return False

    Writer.put = put_in_store  # type: ignore[method-assign]
    Writer._commit = bring_to_the_log  # type: ignore[assignment,method-assign]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    build = {"early": early, "slow": slow, "store": store}[sys.argv.pop(1)]
    import django

    django.setup()
    build()
    from portal.serve import main

    main()
