"""What is installed is held by its hash and by no address; nothing of this machine or of a registry stands in a file."""

import json
import re

import pytest

from tests.architecture import house

PYTHON_LOCKS = ("requirements.lock", "requirements-dev.lock")
REQUIREMENT = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(\[[^]]*\])?==([^\s;\\]+)(.*?)$")
ADDRESS = re.compile(r"(https?|git|ssh|file)://|--(extra-)?index-url|--find-links|registry", re.IGNORECASE)
MACHINE = re.compile(r"/(home|root|Users)/[a-z]|/work/(main|shared)|/tmp/[a-z]", re.IGNORECASE)


def unheld(lock: str) -> list[str]:
    """Name the requirements of a Python lock that no hash holds."""
    entries = [entry for entry in re.split(r"\n(?=\S)", lock.replace("\\\n", " ")) if entry and not entry.startswith("#")]
    return [entry.split()[0] for entry in entries if not REQUIREMENT.match(entry) or "--hash=sha256:" not in entry]


def unheld_packages(lock: str) -> list[str]:
    """Name the packages of a node lock that no hash holds or that name an address."""
    packages = {name: facts for name, facts in json.loads(lock)["packages"].items() if name}
    return [name for name, facts in packages.items() if not facts.get("integrity", "").startswith("sha512-") or "resolved" in facts]


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_python_requirement_is_held_by_a_hash(name):
    assert unheld((house.ROOT / name).read_text()) == []


def without_funding(lock: str) -> str:
    """Leave out where one may give money to the people who make a package; nothing is fetched from there."""
    packages = json.loads(lock)["packages"]
    return json.dumps({name: {key: value for key, value in facts.items() if key != "funding"} for name, facts in packages.items()})


@pytest.mark.parametrize("name", [*PYTHON_LOCKS, "requirements.in", "requirements-dev.in", "package.json"])
def test_no_lock_names_an_address(name):
    assert ADDRESS.findall((house.ROOT / name).read_text()) == []


def test_the_node_lock_names_no_address_but_where_to_give_money():
    assert ADDRESS.findall(without_funding((house.ROOT / "package-lock.json").read_text())) == []


def test_every_node_package_is_held_by_a_hash():
    assert unheld_packages((house.ROOT / "package-lock.json").read_text()) == []


def test_what_runs_is_a_part_of_what_is_tested():
    runs, tested = ((house.ROOT / name).read_text() for name in PYTHON_LOCKS)
    versions = [set(re.findall(r"^[A-Za-z0-9][^\s;\\]*==[^\s;\\]+", lock, re.MULTILINE)) for lock in (runs, tested)]
    assert versions[0] - versions[1] == set()


def test_no_source_names_a_place_on_somebodys_machine():
    paths = [path for path in house.files(".py", ".js", ".mjs", ".html", ".scss", ".toml", ".sh", "") if path.name != "test_locks.py"]
    assert {str(path): found for path in paths if (found := MACHINE.findall(house.read(path)))} == {}


def test_a_requirement_without_a_hash_or_from_an_address_is_found():
    held = "anyio==4.16.0 \\\n    --hash=sha256:59bb\nidna==3 ; python_version < '4' \\\n    --hash=sha256:1234\n"
    assert unheld(held) == []
    assert unheld(held + "bare==1.0\n") == ["bare==1.0"]
    assert unheld(held + "far @ https://example.org/far.whl --hash=sha256:59bb\n") == ["far"]
    assert ADDRESS.findall("--index-url x") != []


def test_a_node_package_without_a_hash_or_with_an_address_is_found():
    lock = {"packages": {"": {}, "a": {"integrity": "sha512-x"}, "b": {}, "c": {"integrity": "sha512-x", "resolved": "somewhere"}}}
    assert unheld_packages(json.dumps(lock)) == ["b", "c"]
