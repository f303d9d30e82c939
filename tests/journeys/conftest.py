"""The demo served to Chromium, and its people in browsers of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.house import House, copy_of, seed, serving
from tests.journeys.person import Person, sign_in

CHROMIUM = "/usr/bin/chromium"
Invite = Callable[..., Person]


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seed the demo once; every file of tests works on a copy."""
    database = tmp_path_factory.mktemp("demo") / "seeded.sqlite3"
    seed(f"sqlite:///{database}")
    return database


@pytest.fixture(scope="module")
def house(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Serve a fresh copy of the demo to the tests of one file."""
    with serving({"DATABASE_URL": f"sqlite:///{copy_of(seeded, tmp_path_factory.mktemp('house'))}", "REDIS_URL": ""}) as house:
        yield house


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium; it ends with the file, for a running loop of Playwright would be in the way of other tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def invite(house: House, browser: Browser) -> Iterator[Invite]:
    """Let people in; afterwards nothing that they opened has asked another origin for anything, or run into a fault."""
    guests: list[Person] = []

    def come_in(slug: str, *, door: int = 0, **window: Any) -> Person:
        guests.append(sign_in(browser, house.door(door), slug, **window))
        return guests[-1]

    yield come_in
    for guest in guests:
        guest.context.close()
    assert [url for guest in guests for url in guest.elsewhere] == []
    assert [said for guest in guests for said in guest.complaints if "Content Security Policy" in said or "Error:" in said] == []
