"""The cast and the plans that the trials write in, made once."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.faults.stack import ROOT
from tests.journeys.house import manage

Seed = Callable[[str], dict[str, Any]]


def seed(database: str, plans: int) -> dict[str, Any]:
    """Make the cast and so many plans with eight texts each, and say where everything is."""
    manage("seed_demo", "--crowd", "0", DATABASE_URL=database, REDIS_URL="", DATABASE_POOL="0")
    command = [sys.executable, "-m", "tests.faults.scene", str(plans)]
    settings = os.environ | {"DEMO": "1", "DATABASE_URL": database, "REDIS_URL": "", "DATABASE_POOL": "0"}
    done = subprocess.run(command, env=settings, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return made


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Make an SQLite file that every trial on one process copies."""
    from tests.faults.test_nothing_is_lost import PLANS

    database = tmp_path_factory.mktemp("faults") / "seeded.sqlite3"
    return database, seed(f"sqlite:///{database}", PLANS)
