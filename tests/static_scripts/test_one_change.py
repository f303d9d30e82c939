"""One change of a text area, found and carried over what others did meanwhile: never a broken character, nothing of anybody lost."""

import json
import os
import subprocess

import pytest

from tests.architecture import house

NODE = house.ROOT / ".venv" / "bin" / "node"


def asked(script: str, *words: str) -> object:
    """Run one script, and read what it prints."""
    environment = os.environ | {"PATH": f"{NODE.parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["node", script, *words], cwd=house.ROOT, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("seed", ["1", "2026", "99991"])
def test_a_change_is_found_and_carried_whole(seed):
    assert asked("tests/static_scripts/one_change.mjs", seed) == []


def test_each_kind_of_change_is_the_one_that_somebody_made():
    assert asked("tests/static_scripts/known_changes.mjs") == [
        {"at": 3, "removed": 0, "inserted": "l"},
        {"at": 1, "removed": 1, "inserted": ""},
        {"at": 0, "removed": 2, "inserted": "😁"},
        {"at": 5, "removed": 0, "inserted": " and so"},
        {"at": 2, "removed": 0, "inserted": ""},
    ]
