"""`docs/asvs.csv` says of every requirement of OWASP ASVS 5.0.0, levels 1 and 2, where it stands here; what it names is there, and a gap is named twice."""

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from portal.sessions.store import LONGEST, OWN_IDLE, SHARED_IDLE
from portal.sign_in.confirming import HOLDS_FOR
from tests.architecture import house

LIST = house.ROOT / "docs/asvs.csv"
COLUMNS = ["id", "level", "chapter", "topic", "applies", "control", "test", "note"]
# Counted in the standard, release 5.0.0.
REQUIREMENTS = {"1": 70, "2": 183}
CHAPTERS = 17
MOST_WORDS = 12
# What applies and is not met, or not wholly; why stands in the list. Whoever closes one takes it out of here; nothing new comes in without being thought about.
NOT_MET = {
    "2.4.1", "6.3.3", "7.2.4", "7.5.2", "11.1.1", "11.2.2", "11.2.3", "12.3.1", "12.3.3", "13.2.1", "14.3.3", "15.2.1",
}  # fmt: skip
READING = "reading:"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


@cache
def functions_of(path: Path) -> frozenset[str]:
    """Name the tests that stand at the top of a file."""
    return frozenset(re.findall(r"^(?:async )?def (test_\w+)\(", path.read_text(), re.MULTILINE)) if path.is_file() else frozenset()


def missing(row: dict[str, str]) -> list[str]:
    """Name the tests and documents of a row that are not there."""
    found = []
    for one in row["test"].split():
        path, _, name = one.removeprefix(READING).partition("::")
        is_there = (house.ROOT / path).is_file() if one.startswith(READING) else name in functions_of(house.ROOT / path)
        is_run = one.startswith(READING) or re.fullmatch(r"tests/\w+/test_\w+\.py", path)
        found += [] if is_there and is_run else [one]
    return found


def faults(found: list[dict[str, str]]) -> list[str]:
    """Say what is wrong with a list, requirement by requirement."""
    wrong = []
    for row in found:
        said = {
            "is no id": not re.fullmatch(r"(?:[1-9]|1[0-7])\.[1-9]\.[1-9]\d?", row["id"] or ""),
            "stands twice": sum(other["id"] == row["id"] for other in found) > 1,
            "has another level": row["level"] not in REQUIREMENTS,
            "neither applies nor not": row["applies"] not in ("yes", "no", "operator"),
            "has a topic that is too long or missing": not 0 < len((row["topic"] or "").split()) <= MOST_WORDS,
            "does not say why not": row["applies"] == "no" and (not row["note"] or bool(row["test"])),
            "says of the operator nothing to read or test": row["applies"] == "operator" and not row["test"],
            "has neither control nor test": row["applies"] == "yes" and not row["control"],
            "has a gap that nobody explains": is_gap(row) and not row["note"],
            "names what is not there": bool(missing(row)),
        }
        wrong += [f"{row['id']} {fault}" for fault, is_so in said.items() if is_so]
    return wrong


def is_gap(row: dict[str, str]) -> bool:
    return row["applies"] == "yes" and not row["test"].strip()


@pytest.fixture(scope="module")
def listed():
    return rows(LIST.read_text())


def test_every_requirement_of_both_levels_is_listed_once(listed):
    assert list(listed[0]) == COLUMNS
    assert {level: sum(row["level"] == level for row in listed) for level in REQUIREMENTS} == REQUIREMENTS
    assert {int(row["id"].split(".")[0]) for row in listed} == set(range(1, CHAPTERS + 1))
    assert len({row["id"] for row in listed}) == sum(REQUIREMENTS.values())
    assert [row["id"] for row in listed] == sorted(
        (row["id"] for row in listed), key=lambda found: [int(part) for part in found.split(".")]
    )


def test_what_the_list_names_is_there_and_what_does_not_apply_says_why(listed):
    assert faults(listed) == []


def test_what_is_not_met_is_known(listed):
    assert {row["id"] for row in listed if is_gap(row)} == NOT_MET


def test_a_file_that_a_control_or_a_note_names_is_there(listed):
    named = {
        path for row in listed for path in re.findall(r"(?:[\w.-]+/)+[\w.-]+\.(?:py|md|txt|conf|sql)\b", f"{row['control']} {row['note']}")
    }
    assert len(named) > 10
    assert [path for path in sorted(named) if not (house.ROOT / path).is_file()] == []


GOOD = {"id": "1.1.1", "level": "1", "chapter": "x", "topic": "Words", "applies": "yes", "control": "a setting", "test": "", "note": "why"}
THIS = "tests/architecture/test_asvs.py::test_what_is_not_met_is_known"


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"id": "18.1.1"}, "is no id"),
        ({"id": "V1.1.1"}, "is no id"),
        ({"level": "3"}, "has another level"),
        ({"applies": "perhaps"}, "neither applies nor not"),
        ({"topic": "word " * 13}, "has a topic that is too long or missing"),
        ({"applies": "no", "note": ""}, "does not say why not"),
        ({"applies": "no", "test": THIS}, "does not say why not"),
        ({"applies": "operator"}, "says of the operator nothing to read or test"),
        ({"note": ""}, "has a gap that nobody explains"),
        ({"control": ""}, "has neither control nor test"),
        ({"test": f"{THIS}_at_all"}, "names what is not there"),
        ({"test": "tests/architecture/test_gone.py::test_gone"}, "names what is not there"),
        ({"test": "tests/architecture/house.py::test_gone"}, "names what is not there"),
        ({"test": "reading:docs/gone.md"}, "names what is not there"),
    ],
)
def test_each_fault_of_a_list_is_found(changed, fault):
    assert f"{(GOOD | changed)['id']} {fault}" in faults([GOOD | changed])


def test_a_row_that_stands_twice_is_found_and_a_good_one_is_fine():
    assert faults([GOOD | {"test": THIS}]) == []
    assert faults([GOOD | {"test": "reading:docs/controls.md"}]) == []
    assert "1.1.1 stands twice" in faults([GOOD, GOOD])


def test_the_figures_of_the_controls_are_those_of_the_program(settings):
    from comments.models import COMMENT_LIMIT
    from files import child, limited
    from plans.actions.choose_supporter import MOST_A_DAY
    from plans.models.content import WORDS_LIMIT
    from portal.sockets.outbox import PageOutbox
    from portal.sockets.plan_socket import IN_SECONDS, MOST_MESSAGES

    words = re.sub(r"\s+", " ", (house.ROOT / "docs/controls.md").read_text())
    tries, app = settings.ACCOUNT_RATE_LIMITS, settings.MFA_RATE_LIMITS
    assert (tries["request_login_code"], tries["login_failed"], app["webauthn_login"]) == ("60/m/ip,3/m/key", "60/m/ip,5/5m/key", "60/m/ip")
    assert (settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT, settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS, MOST_A_DAY) == (600, 3, 5)
    for sentence in (
        f"{OWN_IDLE.seconds // 60} minutes without use, {SHARED_IDLE.seconds // 60} on a device marked as shared, {LONGEST.seconds // 3600} hours at the latest",
        f"within the last {HOLDS_FOR // 60} minutes",
        f"{WORDS_LIMIT:,} characters; a comment {COMMENT_LIMIT:,}",
        f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000} MB and {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} fields, {settings.DATA_UPLOAD_MAX_NUMBER_FILES} files",
        f"{MOST_MESSAGES} messages in {IN_SECONDS:.0f} seconds, 64 kB a message, {PageOutbox.waiting_limit // 1024**2} MB that a page does not take",
        f"at most {child.PARTS:,} parts and {child.UNPACKED // 1024**2} MB unpacked",
        f"at most {child.PIXELS // 1_000_000} million dots",
        f"{('no', 'one', 'two')[limited.AT_ONCE]} at a time, {child.SECONDS} seconds of processor, {child.MEMORY // 1024**2} MB",
    ):
        assert sentence in words, sentence
