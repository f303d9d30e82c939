"""Eight people write while processes die, disks fill and lines break: no acknowledged word or comment is lost, doubled, or given to somebody else.

`make test` draws a few faults from a seed, `make soak` more than a hundred. The seed is printed with what is found.
"""

import os
import random
import time
from pathlib import Path
from typing import Any

import pytest

from tests.at_once import IS_SOAK, MARKS
from tests.faults.conftest import seed
from tests.faults.stack import Stack, distributed, embedded
from tests.faults.trial import Findings, Trial

# The servers are of the test's own; in the soak, which runs everything on both databases, once is enough.
pytestmark = [
    pytest.mark.two_servers,
    *MARKS,
    pytest.mark.skipif(
        IS_SOAK and not os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="runs in the second half of the soak"
    ),
]
SEED = 4
FAULTS = 60 if IS_SOAK else 0  # on each of the two ways to run the portal; 0: each fault once
PLANS = 10 if IS_SOAK else 2


async def write_through(stack: Stack, made: dict[str, Any], *, seed: int) -> Findings:
    """Run round after round, a fault in each, every text once."""
    chance = random.Random(seed)
    faults = [*stack.faults, *chance.choices(stack.faults, k=max(0, FAULTS - len(stack.faults)))]
    found = Findings()
    await stack.open()
    try:
        for number, (place, fault) in enumerate(zip(made["rounds"], faults, strict=False)):
            all_go = chance.random() < 0.3
            one = Trial(stack, made["people"], place, number, seed=seed * 1000 + number, fault=fault, all_go=all_go)
            began = time.monotonic()
            round_ = await one.run()
            seconds = time.monotonic() - began
            print(
                f"round {number}: {fault}, {seconds:.0f} s, {round_.acknowledged_words} words and {round_.acknowledged_comments} comments acknowledged",
                flush=True,
            )
            found.add(round_)
    finally:
        await stack.close()
    return found


async def test_nothing_acknowledged_is_lost_by_one_process_on_sqlite(seeded: tuple[Path, dict[str, Any]]) -> None:
    database, made = seeded
    with embedded(database) as stack:
        found = await write_through(stack, made, seed=SEED)
    assert found.is_clean, found
    assert found.acknowledged_words > 100
    assert found.acknowledged_comments > 10


async def test_nothing_acknowledged_is_lost_by_two_processes_on_postgresql_and_redis() -> None:
    made: dict[str, Any] = {}
    with distributed(lambda database: made.update(seed(database, PLANS))) as stack:
        found = await write_through(stack, made, seed=SEED + 1)
    assert found.is_clean, found
    assert found.acknowledged_words > 100
    assert found.acknowledged_comments > 10
