"""The checker of the trials is itself tried: on three servers that are broken on purpose it finds what was acknowledged and lost."""

from pathlib import Path
from typing import Any

import pytest

from tests.faults.stack import embedded
from tests.faults.test_nothing_is_lost import pytestmark as marks
from tests.faults.trial import Findings, Trial

pytestmark = marks
TIMES = 4
# How the server is broken, and what happens to it then.
BUILDS = {"early": "killed", "slow": "killed", "store": "redis"}


async def lose(database: Path, made: dict[str, Any], build: str, fault: str) -> Findings:
    """Run rounds in which every page goes with whatever happens, until something was lost."""
    found = Findings()
    with embedded(database, f"tests.faults.broken {build}", with_redis=True) as stack:
        await stack.open()
        try:
            for number in range(TIMES):
                one = Trial(stack, made["people"], made["rounds"][number], number, seed=number, fault=fault, all_go=True)
                found.add(await one.run())
                if found.lost:
                    break
        finally:
            await stack.close()
    return found


@pytest.mark.parametrize("build", BUILDS)
async def test_words_that_a_broken_server_acknowledged_and_lost_are_found(seeded: tuple[Path, dict[str, Any]], build: str) -> None:
    found = await lose(*seeded, build, BUILDS[build])
    assert found.lost, "the checker did not see it"
    assert any(not one.startswith("comment") for one in found.lost)


async def test_the_same_rounds_lose_nothing_on_the_server_as_it_is(seeded: tuple[Path, dict[str, Any]]) -> None:
    database, made = seeded
    with embedded(database) as stack:
        await stack.open()
        try:
            one = Trial(stack, made["people"], made["rounds"][0], 0, seed=0, fault="killed", all_go=True)
            found = await one.run()
        finally:
            await stack.close()
    assert found.is_clean, found
    assert found.acknowledged_words > 20
