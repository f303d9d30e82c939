"""Let several people act at one moment, each with a thread and a connection of their own."""

import os
import random
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import close_old_connections, connection, connections

IS_SOAK = os.environ.get("SOAK") == "1"
# What a race is marked with, and how often it is run: small in `make test`, in full length in `make soak`.
MARKS = [pytest.mark.soak] if IS_SOAK else []
TIMES = 200 if IS_SOAK else 5


def at_once(*acts: Callable[[], Any], seed: int) -> list[Any]:
    """Run all acts at once, in an order and with delays of at most 3 ms drawn from `seed`; give what each gave or raised, in the order of `acts`."""
    drawn = random.Random(seed)
    delays = [drawn.random() * 0.003 if drawn.random() < 0.7 else 0.0 for _ in acts]
    start = threading.Barrier(len(acts))
    outcomes: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        try:
            connection.ensure_connection()
            start.wait(20)
            time.sleep(delays[place])
            outcomes[place] = acts[place]()
        except Exception as raised:  # noqa: BLE001 the outcome is looked at by the test
            outcomes[place] = raised
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in drawn.sample(threads, len(threads)):
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    close_old_connections()
    return outcomes


def is_anybody_waiting() -> bool:
    """Say whether a connection waits for a lock that another one holds (PostgreSQL; SQLite cannot tell)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        return bool(cursor.fetchone()[0])


def while_waiting(act: Callable[[], Any], *, commit: Callable[[], Any]) -> Any:
    """Let `act` begin and wait for the lock that this thread's open transaction holds, then `commit`; give what it gave or raised.

    On SQLite nobody can be seen waiting: there it has begun, and waits for as long as the transaction is open.
    """
    outcome: list[Any] = []
    begun = threading.Event()

    def run() -> None:
        try:
            connection.ensure_connection()
            begun.set()
            outcome.append(act())
        except Exception as raised:  # noqa: BLE001 the outcome is looked at by the test
            outcome.append(raised)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    assert begun.wait(20)
    until = time.monotonic() + 10
    while connection.vendor == "postgresql" and not is_anybody_waiting() and time.monotonic() < until:
        time.sleep(0.005)
    commit()
    thread.join(60)
    assert outcome, "it waits for ever"
    return outcome[0]
